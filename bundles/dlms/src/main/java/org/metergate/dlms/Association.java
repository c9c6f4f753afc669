package org.metergate.dlms;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.metergate.dlms.GetApdu.Response;
import org.metergate.dlms.GetApdu.Result;
import org.metergate.transport.Line;
import org.metergate.transport.LineException;
import org.metergate.transport.MalformedFrameException;

/** An open association with a meter: asks for attributes, as many at once as the meter takes. */
final class Association {
    private static final int RLRE = 0x63;
    private static final int CONFIRMED_SERVICE_ERROR = 0x0E;
    private static final int EXCEPTION_RESPONSE = 0xD8;
    /** Confirmed service, high priority. */
    private static final int INVOKE = 0xC0;
    /** The longest answer that blocks may make. */
    private static final int LONGEST = 1 << 20;

    private static final Duration FAREWELL = Duration.ofMillis(500);

    private final Link link;
    private final Acse acse;
    private final Aare.Initiated agreed;
    private final Map<CosemAttribute, Result> scalers = new HashMap<>();
    private boolean lists;
    private int invokeId;

    private Association(Link link, Acse acse, Aare.Initiated agreed) {
        this.link = link;
        this.acse = acse;
        this.agreed = agreed;
        this.lists = agreed.multipleReferences();
    }

    /** Connects and associates. */
    static Association open(Line line, DlmsSettings settings)
            throws LineException, MalformedFrameException, LinkLostException, AssociationRefusedException {
        Link link = settings.transport() == DlmsSettings.Transport.HDLC
                ? new HdlcLink(settings)
                : new WrapperLink(settings);
        link.connect(line);
        Acse acse = new Acse(settings);
        byte[] answer = link.exchange(line, acse.request(), tagged(Aare.TAG));
        return new Association(link, acse, acse.agreed(answer));
    }

    /**
     * Asks for attributes together with the meter's clock, in the same request if the meter takes lists.
     *
     * @return one reading for each attribute, in the same order
     */
    List<DlmsReading> read(Line line, List<CosemAttribute> attributes)
            throws LineException, MalformedFrameException, LinkLostException {
        fetchScalers(line, attributes);
        List<DlmsReading> readings = new ArrayList<>();
        int most = Math.max(1, GetApdu.fitting(agreed.maxPdu()) - 1);
        for (int from = 0; from < attributes.size(); from += most) {
            List<CosemAttribute> chunk = attributes.subList(from, Math.min(attributes.size(), from + most));
            List<CosemAttribute> request = new ArrayList<>(chunk);
            request.add(CosemAttribute.CLOCK);
            List<Result> results = get(line, request);
            Optional<CosemDateTime> time = time(results.get(chunk.size()));
            for (int index = 0; index < chunk.size(); index++) {
                CosemAttribute attribute = chunk.get(index);
                readings.add(new DlmsReading(attribute, answer(attribute, results.get(index)), time));
            }
        }
        return readings;
    }

    private Answer answer(CosemAttribute attribute, Result result) throws MalformedFrameException {
        Optional<CosemAttribute> scaler = ScalerUnit.of(attribute);
        return scaler.isPresent()
                ? Answers.scaled(attribute, result, scalers.get(scaler.get()))
                : Answers.plain(attribute, result);
    }

    private static Optional<CosemDateTime> time(Result result) throws MalformedFrameException {
        return Answers.plain(CosemAttribute.CLOCK, result) instanceof Answer.Moment moment
                ? Optional.of(moment.time())
                : Optional.empty();
    }

    /** Scalers do not change while an association lasts: each is asked for once. */
    private void fetchScalers(Line line, List<CosemAttribute> attributes)
            throws LineException, MalformedFrameException, LinkLostException {
        Set<CosemAttribute> missing = new LinkedHashSet<>();
        for (CosemAttribute attribute : attributes) {
            ScalerUnit.of(attribute)
                    .filter(scaler -> !(scalers.get(scaler) instanceof Result.Value)) // a refusal may be temporary
                    .ifPresent(missing::add);
        }
        List<CosemAttribute> wanted = List.copyOf(missing);
        int most = GetApdu.fitting(agreed.maxPdu());
        for (int from = 0; from < wanted.size(); from += most) {
            List<CosemAttribute> chunk = wanted.subList(from, Math.min(wanted.size(), from + most));
            List<Result> results = get(line, chunk);
            for (int index = 0; index < chunk.size(); index++) {
                scalers.put(chunk.get(index), results.get(index));
            }
        }
    }

    private List<Result> get(Line line, List<CosemAttribute> attributes)
            throws LineException, MalformedFrameException, LinkLostException {
        if (lists && attributes.size() > 1) {
            Optional<List<Result>> results = getList(line, attributes);
            if (results.isPresent()) {
                return results.get();
            }
            lists = false; // it offered lists and does not answer them: one by one from now on
        }
        List<Result> results = new ArrayList<>();
        for (CosemAttribute attribute : attributes) {
            int invoke = nextInvoke();
            results.add(ask(line, GetApdu.normal(invoke, attribute), invoke, false)
                    .map(one -> one.get(0))
                    .orElseGet(() -> new Result.Error(DataAccessResult.OTHER_REASON.code())));
        }
        return results;
    }

    private Optional<List<Result>> getList(Line line, List<CosemAttribute> attributes)
            throws LineException, MalformedFrameException, LinkLostException {
        int invoke = nextInvoke();
        Optional<List<Result>> results = ask(line, GetApdu.list(invoke, attributes), invoke, true);
        if (results.isPresent() && results.get().size() != attributes.size()) {
            throw new MalformedFrameException(
                    3, attributes.size() + " results", results.get().size() + " results");
        }
        return results;
    }

    /** @return the results, or empty if the meter refuses the service itself */
    private Optional<List<Result>> ask(Line line, byte[] request, int invoke, boolean list)
            throws LineException, MalformedFrameException, LinkLostException {
        Predicate<byte[]> wanted = answers(invoke);
        byte[] apdu = link.exchange(line, request, wanted);
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (long expected = 1; ; expected++) {
            if (apdu[0] != (byte) GetApdu.RESPONSE) {
                return Optional.empty();
            }
            Response response = GetApdu.decode(apdu);
            if (response instanceof Response.Whole whole) {
                boolean single = whole.results().size() == 1 && whole.results().get(0) instanceof Result.Error;
                if (list != whole.list() && !single) {
                    throw new MalformedFrameException(1, "the form of answer that was asked for", "another");
                }
                return list != whole.list() ? Optional.empty() : Optional.of(whole.results());
            }
            Response.Block block = (Response.Block) response;
            if (block.error().isPresent()) {
                return list
                        ? Optional.empty()
                        : Optional.of(List.of(new Result.Error(block.error().get())));
            }
            if (block.number() != expected) {
                throw new MalformedFrameException(4, "block " + expected, "block " + block.number());
            }
            joined.writeBytes(block.part());
            if (joined.size() > LONGEST) {
                throw new MalformedFrameException(joined.size(), "an answer of at most 1 MiB", "more");
            }
            if (block.last()) {
                return Optional.of(GetApdu.joined(joined.toByteArray(), list));
            }
            apdu = link.exchange(line, GetApdu.next(invoke, block.number()), wanted);
        }
    }

    private int nextInvoke() {
        invokeId = invokeId % 15 + 1;
        return INVOKE | invokeId;
    }

    private static Predicate<byte[]> answers(int invoke) {
        return apdu -> {
            int tag = apdu.length == 0 ? -1 : apdu[0] & 0xFF;
            boolean error = tag == CONFIRMED_SERVICE_ERROR || tag == EXCEPTION_RESPONSE;
            return error || tag == GetApdu.RESPONSE && apdu.length > 2 && (apdu[2] & 0x0F) == (invoke & 0x0F);
        };
    }

    private static Predicate<byte[]> tagged(int tag) {
        return apdu -> apdu.length > 0 && (apdu[0] & 0xFF) == tag;
    }

    /** Releases the association and takes the connection down, without patience for a meter that does not answer. */
    void release(Line line) throws LineException, MalformedFrameException {
        link.hurry(FAREWELL);
        try {
            Optional<byte[]> request = acse.release();
            if (request.isPresent()) {
                link.exchange(line, request.get(), tagged(RLRE));
            }
        } catch (LinkLostException e) {
            // released is what was asked for
        }
        link.disconnect(line);
    }
}
