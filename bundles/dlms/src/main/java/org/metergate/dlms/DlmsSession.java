package org.metergate.dlms;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.metergate.dlms.GetApdu.Result;
import org.metergate.model.ObisCode;
import org.metergate.transport.Claim;
import org.metergate.transport.Conversation;
import org.metergate.transport.LineException;
import org.metergate.transport.MalformedFrameException;

/**
 * Reads and writes one meter. The association stays open between readings as long as nobody else had the line in
 * between; if it turns out to be gone, it is established once more and the question repeated. Any thread may call; one
 * at a time is served.
 */
public final class DlmsSession implements AutoCloseable {

    private record Kept(Association association, long epoch) {}

    /** What is done in an association. */
    @FunctionalInterface
    private interface Task<T> {
        T in(Association association, Conversation line)
                throws LineException, MalformedFrameException, LinkLostException;
    }

    /** What came of it, or why there is no association. */
    private record Outcome<T>(Optional<T> value, Answer.Refused refusal) {}

    private final Claim claim;
    private final DlmsSettings settings;
    private final Plan plan;
    private final Optional<InvocationCounter> counter;
    private final RandomGenerator random;
    private final ReentrantLock turn = new ReentrantLock();
    private Optional<Kept> kept = Optional.empty();

    /**
     * A meter without protection.
     *
     * @param claim the line; stays the caller's to close
     * @param settings how to reach the meter
     */
    public DlmsSession(Claim claim, DlmsSettings settings) {
        this(claim, settings, Plan.forOneAssociation(), Optional.empty(), new SecureRandom());
    }

    /**
     * @param claim the line; stays the caller's to close
     * @param settings how to reach the meter
     * @param plan what is known of the meter from earlier sessions, and will be of use to later ones
     * @param counter the client's invocation counter with this meter; needed for ciphering and for mechanism 5
     * @param random where challenges and dedicated keys come from; nobody else may foretell it
     */
    public DlmsSession(
            Claim claim,
            DlmsSettings settings,
            Plan plan,
            Optional<InvocationCounter> counter,
            RandomGenerator random) {
        this.claim = claim;
        this.settings = settings;
        this.plan = plan;
        this.counter = counter;
        this.random = random;
        if (counter.isEmpty() && needsCounter()) {
            throw new IllegalArgumentException("a protected association needs an invocation counter");
        }
    }

    private boolean needsCounter() {
        return settings.security().ciphered() || settings.authentication() == DlmsSettings.Authentication.HIGH_GMAC;
    }

    /**
     * Asks for attributes, in as few requests as the meter's association allows.
     *
     * @param attributes which
     * @return one reading for each, in the same order
     * @throws LineException if the meter is silent, or the line busy, closed or broken
     * @throws MalformedFrameException if the meter's answer is not DLMS, also when asked again
     */
    public List<DlmsReading> read(List<CosemAttribute> attributes) throws LineException, MalformedFrameException {
        Outcome<List<DlmsReading>> outcome = inTurn((association, line) -> new Readings(association.names(), plan)
                .of(
                        line,
                        attributes,
                        Math.max(1, GetApdu.fitting(association.agreed().maxPdu()) - 1)));
        if (outcome.value().isPresent()) {
            return outcome.value().get();
        }
        List<DlmsReading> readings = new ArrayList<>();
        attributes.forEach(attribute ->
                readings.add(new DlmsReading(attribute, outcome.refusal(), Optional.empty(), Optional.empty())));
        return readings;
    }

    /**
     * Asks for one attribute as it is on the wire: structures, arrays, rows of a profile.
     *
     * @param attribute which
     * @param selection which rows of a profile; empty for all, and for other attributes
     * @return the value, or why there is none
     * @throws LineException if the meter is silent, or the line busy, closed or broken
     * @throws MalformedFrameException if the meter's answer is not DLMS, also when asked again
     */
    public Fetched fetch(CosemAttribute attribute, Optional<Selection> selection)
            throws LineException, MalformedFrameException {
        Outcome<Result> outcome = inTurn((association, line) ->
                association.names().get(line, List.of(attribute), selection).get(0));
        if (outcome.value().isEmpty()) {
            return new Fetched.None(outcome.refusal());
        }
        return outcome.value().get() instanceof Result.Value value
                ? new Fetched.Value(value.data())
                : new Fetched.None(Answers.refused(
                        attribute, (Result.Error) outcome.value().get()));
    }

    /** What was asked for, or why it is not there. */
    public sealed interface Fetched {
        /**
         * The value.
         *
         * @param data with its types
         */
        record Value(Data data) implements Fetched {}

        /**
         * None.
         *
         * @param refusal why
         */
        record None(Answer.Refused refusal) implements Fetched {}
    }

    /**
     * Tells what a value of an attribute means that came in another way, such as in a row of a profile: with the scaler
     * and unit of its register. Asks the meter for them once.
     *
     * @param attribute which
     * @param data its value as it is on the wire
     * @return the value, or why it says nothing
     * @throws LineException if the meter is silent, or the line busy, closed or broken
     * @throws MalformedFrameException if the meter's answer is not DLMS, also when asked again
     */
    public Answer meaning(CosemAttribute attribute, Data data) throws LineException, MalformedFrameException {
        Optional<CosemAttribute> scaler = ScalerUnit.of(attribute);
        if (scaler.isEmpty() || !(data instanceof Data.Numeric)) {
            return Answers.plain(attribute, new Result.Value(data));
        }
        Optional<ScalerUnit> known = plan.scaler(scaler.get());
        if (known.isPresent()) {
            return Answers.scaled(attribute, data, known.get());
        }
        Fetched fetched = fetch(scaler.get(), Optional.empty());
        if (fetched instanceof Fetched.None none) {
            return none.refusal();
        }
        Result told = new Result.Value(((Fetched.Value) fetched).data());
        ScalerUnit.read(told).ifPresent(found -> plan.learn(scaler.get(), found));
        return Answers.scaled(attribute, new Result.Value(data), told);
    }

    /**
     * Writes attributes, together if the meter takes lists. Sent once: after a failure nobody knows whether it was done.
     *
     * @param values which and what; types must be those of the meter
     * @return what the meter says to each, in the order of the map; empty with the reason in {@code refusal} if there is
     *     no association
     * @throws LineException if the meter is silent, or the line busy, closed or broken
     * @throws MalformedFrameException if the meter's answer is not DLMS
     */
    public Written write(Map<CosemAttribute, Data> values) throws LineException, MalformedFrameException {
        Outcome<List<DataAccessResult>> outcome =
                unrepeated((association, line) -> association.names().set(line, values));
        return new Written(outcome.value().orElse(List.of()), Optional.ofNullable(outcome.refusal()));
    }

    /**
     * What came of writing.
     *
     * @param results what the meter says to each
     * @param refusal why nothing was written
     */
    public record Written(List<DataAccessResult> results, Optional<Answer.Refused> refusal) {}

    /**
     * Invokes a method. Sent once: after a failure nobody knows whether it was done.
     *
     * @param method which
     * @param parameter with its types; empty for none
     * @return what came of it
     * @throws LineException if the meter is silent, or the line busy, closed or broken
     * @throws MalformedFrameException if the meter's answer is not DLMS
     */
    public Invoked invoke(CosemMethod method, Optional<Data> parameter) throws LineException, MalformedFrameException {
        Outcome<Names.Acted> outcome =
                unrepeated((association, line) -> association.names().act(line, method, parameter));
        return new Invoked(
                outcome.value().map(Names.Acted::result),
                outcome.value().flatMap(Names.Acted::returned),
                Optional.ofNullable(outcome.refusal()));
    }

    /**
     * What came of a method.
     *
     * @param result what the meter says; empty if there is no association
     * @param returned what the method returned
     * @param refusal why there is no association
     */
    public record Invoked(
            Optional<DataAccessResult> result, Optional<Data> returned, Optional<Answer.Refused> refusal) {}

    /**
     * Asks which objects this client sees.
     *
     * @return the association view; empty if the meter refuses it
     * @throws LineException if the meter is silent, or the line busy, closed or broken
     * @throws MalformedFrameException if the meter's answer is not DLMS
     */
    public List<CosemObject> objects() throws LineException, MalformedFrameException {
        boolean shortNames = settings.referencing() == DlmsSettings.Referencing.SHORT_NAME;
        ObisCode current = new ObisCode(0, 0, 40, 0, 0, 255);
        Fetched list = fetch(new CosemAttribute(shortNames ? 12 : 15, current, 2), Optional.empty());
        List<CosemObject> objects = new ArrayList<>();
        if (list instanceof Fetched.Value value && value.data() instanceof Data.Many many) {
            for (Data element : many.elements()) {
                object(element, shortNames ? 1 : 0).ifPresent(objects::add);
            }
        }
        return objects;
    }

    private static Optional<CosemObject> object(Data element, int first) {
        if (element instanceof Data.Many fields
                && fields.elements().size() > first + 2
                && fields.elements().get(first) instanceof Data.Numeric classId
                && fields.elements().get(first + 1) instanceof Data.Numeric version
                && fields.elements().get(first + 2) instanceof Data.Octets name
                && name.bytes().length == 6) {
            return Optional.of(new CosemObject(
                    classId.value().intValue(), version.value().intValue(), ObisCode.ofLogicalName(name.bytes())));
        }
        return Optional.empty();
    }

    private <T> Outcome<T> inTurn(Task<T> task) throws LineException, MalformedFrameException {
        turn.lock();
        try {
            boolean fresh = kept.isEmpty();
            try {
                return once(task);
            } catch (LinkLostException e) {
                boolean counter = e.trouble() == Trouble.COUNTER_REFUSED && needsCounter();
                if (counter ? !counterLearnt() : fresh) {
                    return lost(e);
                }
            } catch (LineException | MalformedFrameException e) {
                if (fresh) {
                    throw e;
                }
            }
            try {
                return once(task);
            } catch (LinkLostException e) {
                return lost(e);
            }
        } finally {
            turn.unlock();
        }
    }

    /**
     * What changes something is sent once and no more: after a silence nobody knows whether it was done. So an association
     * that was kept is tried with a question first, which may be repeated.
     */
    private <T> Outcome<T> unrepeated(Task<T> task) throws LineException, MalformedFrameException {
        turn.lock();
        try {
            if (kept.isPresent()) {
                inTurn((association, line) ->
                        association.names().get(line, List.of(CosemAttribute.CLOCK), Optional.empty()));
            }
            return once(task);
        } catch (LinkLostException e) {
            return lost(e);
        } finally {
            turn.unlock();
        }
    }

    private static <T> Outcome<T> lost(LinkLostException e) {
        return refused(e.trouble(), e.getMessage());
    }

    private static <T> Outcome<T> refused(Trouble trouble, String why) {
        return new Outcome<>(
                Optional.empty(),
                new Answer.Refused(
                        "no association: " + why + "; check client address, server address and authentication",
                        trouble));
    }

    private <T> Outcome<T> once(Task<T> task) throws LineException, MalformedFrameException, LinkLostException {
        try (Conversation line = claim.converse(settings.patience())) {
            try {
                Association association = associationOn(line);
                T value = task.in(association, line);
                kept = Optional.of(new Kept(association, line.epoch()));
                return new Outcome<>(Optional.of(value), null);
            } catch (AssociationRefusedException e) {
                return refused(e.trouble(), e.getMessage());
            } catch (WrongKeyException e) {
                forget(line);
                return refused(Trouble.WRONG_KEY, e.getMessage());
            } catch (NotGenuineException e) {
                forget(line);
                return refused(Trouble.NOT_GENUINE, e.getMessage());
            } catch (LineException | MalformedFrameException | LinkLostException e) {
                forget(line);
                throw e;
            }
        }
    }

    private Association associationOn(Conversation line)
            throws LineException, MalformedFrameException, LinkLostException, AssociationRefusedException {
        Optional<Association> usable =
                kept.filter(one -> one.epoch() == line.epoch()).map(Kept::association);
        kept = Optional.empty(); // until this reading has ended well
        if (usable.isPresent()) {
            return usable.get();
        }
        boolean asked = needsCounter() && !counter.orElseThrow().known();
        if (asked) {
            askForCounter(line);
        }
        try {
            return Association.open(line, settings, plan, counter, random);
        } catch (AssociationRefusedException e) {
            if (asked || !needsCounter() || !mayBeTheCounter(e.trouble())) {
                throw e;
            }
            if (!askForCounter(line)) {
                throw e;
            }
        }
        return Association.open(line, settings, plan, counter, random);
    }

    /** In the middle of an association the meter says that it has seen this counter: somebody else uses the same key. */
    private boolean counterLearnt() throws LineException, MalformedFrameException {
        try (Conversation line = claim.converse(settings.patience())) {
            return askForCounter(line);
        } catch (LinkLostException e) {
            return false;
        }
    }

    /** Few meters tell a counter they refuse from a key they do not know. */
    private static boolean mayBeTheCounter(Trouble trouble) {
        return trouble == Trouble.COUNTER_REFUSED
                || trouble == Trouble.WRONG_KEY
                || trouble == Trouble.ASSOCIATION_REFUSED
                || trouble == Trouble.WRONG_PASSWORD;
    }

    /**
     * Reads the counter through the public client; it is never lowered.
     *
     * @return whether the meter expects more than this client would have sent
     */
    private boolean askForCounter(Conversation line) throws LineException, MalformedFrameException, LinkLostException {
        CosemAttribute attribute = new CosemAttribute(1, settings.security().counterObject(), 2);
        try {
            Association open =
                    Association.open(line, settings.publicly(), Plan.forOneAssociation(), Optional.empty(), random);
            Result result =
                    open.names().get(line, List.of(attribute), Optional.empty()).get(0);
            open.release(line);
            if (result instanceof Result.Value value && value.data() instanceof Data.Numeric numeric) {
                return learn(numeric.value().longValue() + 1);
            }
            return false;
        } catch (AssociationRefusedException e) {
            return false; // no public client: the counter goes on from where it is
        }
    }

    private boolean learn(long least) throws LinkLostException {
        try {
            return counter.orElseThrow().learn(Math.max(0, Math.min(least, InvocationCounter.END)));
        } catch (IOException e) {
            throw new LinkLostException("the invocation counter cannot be written down: " + e.getMessage());
        }
    }

    /** After a failure over the wrapper a late answer may still come; only a new connection is free of it. */
    private void forget(Conversation line) {
        kept = Optional.empty();
        if (settings.transport() == DlmsSettings.Transport.WRAPPER) {
            line.hangUp();
        }
    }

    /**
     * Releases the association, if there is one, nobody is just reading and the line is still open; opens no line for it.
     * Takes a second at most if the meter does not answer. The line stays open.
     */
    @Override
    public void close() {
        if (!turn.tryLock()) {
            return; // the reading in progress ends when its owner closes the claim
        }
        try {
            if (kept.isPresent()) {
                release(kept.get());
            }
        } finally {
            kept = Optional.empty();
            turn.unlock();
        }
    }

    private void release(Kept one) {
        Optional<Conversation> open = claim.converseIfOpen();
        if (open.isEmpty()) {
            return; // the association went with the line, or its time runs out
        }
        try (Conversation line = open.get()) {
            if (one.epoch() == line.epoch()) {
                one.association().release(line);
            }
        } catch (LineException | MalformedFrameException e) {
            // the meter will notice by itself that nobody asks any more
        }
    }
}
