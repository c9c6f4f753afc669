package org.metergate.driver.optical;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.metergate.driver.channels.Diagnosis;
import org.metergate.driver.channels.Reason;
import org.metergate.iec62056p21.Command;
import org.metergate.iec62056p21.OpticalSession;
import org.metergate.iec62056p21.Password;
import org.metergate.iec62056p21.Pause;
import org.metergate.iec62056p21.ProgrammingAnswer;
import org.metergate.iec62056p21.ProgrammingSession;
import org.metergate.iec62056p21.RefusedException;
import org.metergate.iec62056p21.Registers;
import org.metergate.iec62056p21.SpeedMemory;
import org.metergate.model.Quality;
import org.metergate.transport.Claim;
import org.metergate.transport.Conversation;
import org.metergate.transport.Framing;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.MalformedFrameException;
import org.metergate.transport.Priority;

/**
 * A meter that speaks when spoken to: one conversation for all that is wanted at a time. A failure is part of the outcome,
 * with its reason. Any thread may call; conversations follow one another.
 */
final class PolledMeter {

    /**
     * Something to write.
     *
     * @param command W1 to W5 or E2
     * @param address of the register
     * @param value as it goes between the parentheses
     */
    record Write(Command command, String address, String value) {}

    private static final byte[] EVERYBODY = "/?!\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_HEARD = 1024;
    /** A meter waits up to 1.5 s for a NAK before it falls back to the speed of the sign-on (6.4.3); and a bit more. */
    private static final Duration FALL_BACK = Duration.ofMillis(1600);

    private final OpticalSettings settings;
    private final Claim claim;
    private final Clock clock;
    private final Pause pause;
    private final Supplier<Optional<Password>> password;
    private final SpeedMemory memory = new SpeedMemory();
    private final OpticalDiagnosis diagnosis;
    private volatile long fallenBack;

    /**
     * @param settings of the meter
     * @param claim on its line
     * @param clock of the gateway
     * @param pause waits where the line must rest
     * @param password opened anew for every conversation that needs it
     */
    PolledMeter(
            OpticalSettings settings, Claim claim, Clock clock, Pause pause, Supplier<Optional<Password>> password) {
        this.settings = settings;
        this.claim = claim;
        this.clock = clock;
        this.pause = pause;
        this.password = password;
        this.diagnosis = new OpticalDiagnosis(settings);
        this.fallenBack = pause.nanos();
    }

    /**
     * Reads.
     *
     * @param readout whether a data readout is wanted
     * @param asked what is asked in programming mode
     * @return what came of it
     */
    Outcome read(boolean readout, Collection<Asked> asked) {
        Talk talk = new Talk();
        talk.hold(Priority.PERIODIC, witness -> {
            if (readout) {
                talk.readOut(witness);
            }
            if (!asked.isEmpty() && talk.failure.isEmpty()) {
                if (readout) {
                    talk.rest();
                }
                talk.ask(witness, asked);
            }
        });
        return new Outcome(talk.shown, talk.answers, talk.diagnosis(), talk.began);
    }

    /**
     * Writes, before anybody who only reads.
     *
     * @param writes what and where, in this order
     * @return an answer to each, in the same order; fewer if the conversation failed
     */
    Written write(List<Write> writes) {
        Talk talk = new Talk();
        talk.hold(Priority.URGENT, witness -> talk.change(witness, writes));
        return new Written(List.copyOf(talk.changes), talk.diagnosis());
    }

    /**
     * What came of writing.
     *
     * @param answers one for each write that the meter answered
     * @param diagnosis of the failure after the last of them; of quality GOOD if there was none
     */
    record Written(List<ProgrammingAnswer> answers, Diagnosis diagnosis) {}

    private interface Step {
        void with(Witness witness) throws LineException, MalformedFrameException, PasswordException;
    }

    /** The meter does not want to be programmed by us. */
    private static final class PasswordException extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Diagnosis diagnosis;

        PasswordException(Diagnosis diagnosis) {
            super(diagnosis.wrong());
            this.diagnosis = diagnosis;
        }
    }

    /** One conversation. */
    private final class Talk {
        private final Map<Asked, ProgrammingAnswer> answers = new LinkedHashMap<>();
        private final List<ProgrammingAnswer> changes = new ArrayList<>();
        private Optional<Shown> shown = Optional.empty();
        private Instant began = clock.instant();
        private Optional<Diagnosis> failure = Optional.empty();
        private Evidence evidence = new Evidence(List.of());
        private boolean signedOff;

        Diagnosis diagnosis() {
            return failure.orElseGet(() -> OpticalDiagnosis.well(evidence, memory.highest()));
        }

        void hold(Priority priority, Step step) {
            Optional<Witness> witness = Optional.empty();
            try (Conversation line = claim.converse(settings.patience(), priority)) {
                Witness watching = new Witness(line, settings.session().initial(), clock);
                witness = Optional.of(watching);
                awaitFallBack();
                step(watching, step);
                evidence = new Evidence(watching.exchanges());
            } catch (LineException e) {
                failure = Optional.of(diagnosis.of(e, evidence(witness)));
            } catch (PasswordException e) {
                failure = Optional.of(e.diagnosis);
            } finally {
                if (!signedOff && witness.map(Witness::hasChanged).orElse(false)) {
                    fallenBack = pause.nanos() + fallBack().toNanos();
                }
            }
        }

        /** Who calls too early is not heard: the meter still listens at the other speed. */
        private void awaitFallBack() throws LineException {
            long left = fallenBack - pause.nanos();
            if (left > 0) {
                rest(Duration.ofNanos(left));
            }
        }

        private Duration fallBack() {
            Duration reaction = settings.session().reaction();
            return reaction.compareTo(FALL_BACK) < 0 ? reaction : FALL_BACK;
        }

        /** Why it failed is told while the line is still ours, because it may take one more question. */
        private void step(Witness witness, Step step) throws LineException, PasswordException {
            try {
                step.with(witness);
            } catch (LineSilentException e) {
                askWhoIsThere(witness);
                failure = Optional.of(diagnosis.of(e, new Evidence(witness.exchanges())));
            } catch (MalformedFrameException e) {
                if (!(e instanceof RefusedException)) {
                    askWhoIsThere(witness);
                }
                failure = Optional.of(diagnosis.of(e, new Evidence(witness.exchanges())));
            }
        }

        /**
         * A meter told who it is, and then nothing good came: perhaps it is not alone. A call without address is answered
         * by everybody, so call once more and hear it out.
         */
        private void askWhoIsThere(Witness witness) throws LineException {
            if (!settings.session().deviceAddress().isEmpty() || !new Evidence(witness.exchanges()).isIdentified()) {
                return;
            }
            rest();
            witness.send(EVERYBODY);
            try {
                while (true) {
                    witness.receive(
                            (received, length) -> length < MOST_HEARD ? Framing.INCOMPLETE : length,
                            settings.session().reaction());
                }
            } catch (LineSilentException heardOut) {
                rest(); // so that whoever answered has forgotten it before the next sign-on
            }
        }

        private static Evidence evidence(Optional<Witness> witness) {
            return new Evidence(witness.map(Witness::exchanges).orElse(List.of()));
        }

        void readOut(Witness witness) throws LineException, MalformedFrameException {
            OpticalSession session = new OpticalSession(witness, settings.session(), pause, memory);
            shown = Optional.of(new Shown.Text(new Registers(session.readOut().dataSets())));
            began = witness.begun();
        }

        /** The meter must have fallen back to the speed of the sign-on. */
        void rest() throws LineException {
            rest(settings.session().reaction());
        }

        private void rest(Duration length) throws LineException {
            try {
                pause.rest(length);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LineException(settings.line() + ": interrupted", e);
            }
        }

        void ask(Witness witness, Collection<Asked> asked)
                throws LineException, MalformedFrameException, PasswordException {
            try (ProgrammingSession session = programme(witness)) {
                for (Asked question : asked) {
                    answers.put(question, session.read(question.command(), question.address(), question.selection()));
                }
            }
            signedOff = true;
        }

        void change(Witness witness, List<Write> writes)
                throws LineException, MalformedFrameException, PasswordException {
            try (ProgrammingSession session = programme(witness)) {
                for (Write write : writes) {
                    changes.add(
                            write.command() == Command.E2
                                    ? session.execute(write.command(), write.address(), write.value())
                                    : session.write(write.command(), write.address(), write.value()));
                }
            }
            signedOff = true;
        }

        private ProgrammingSession programme(Witness witness)
                throws LineException, MalformedFrameException, PasswordException {
            ProgrammingSession session = new OpticalSession(witness, settings.session(), pause, memory).programme();
            try {
                Optional<Password> secret = opened();
                if (secret.isPresent() && session.logIn(secret.get()) instanceof ProgrammingAnswer.Refused refused) {
                    throw new PasswordException(OpticalDiagnosis.wrongPassword(refused.refusal()));
                }
                return session;
            } catch (LineException | MalformedFrameException | PasswordException e) {
                closeAfter(e, session);
                throw e;
            }
        }

        private Optional<Password> opened() throws PasswordException {
            try {
                return password.get();
            } catch (IllegalArgumentException e) {
                throw new PasswordException(Diagnosis.misconfigured("password: " + e.getMessage()));
            }
        }

        private static void closeAfter(Exception failure, ProgrammingSession session) {
            try {
                session.close();
            } catch (LineException e) {
                failure.addSuppressed(e); // the first failure is the one to tell
            }
        }
    }

    /** @return a refusal of a quality that says so */
    static Diagnosis refused(ProgrammingAnswer.Refused refused) {
        return Reason.REGISTER_REFUSED.diagnosis(Quality.REFUSED, refused.refusal());
    }
}
