package org.metergate.iec62056p21;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.metergate.transport.Framing;
import org.metergate.transport.Line;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.MalformedFrameException;
import org.metergate.transport.SerialSettings;

/**
 * Speaks with one meter over its optical port (IEC 62056-21, 6): sign on, agree on a speed, read out or programme, sign
 * off.
 *
 * <p>One thread at a time, one session for one conversation. After a {@link LineSilentException} or a
 * {@link MalformedFrameException} the line is well and back at its initial speed; after any other
 * {@link LineException} it is closed.
 */
public final class OpticalSession {
    private static final int LINES_OF_NOISE = 4;

    private final Wire wire;
    private final SessionSettings settings;
    private final SpeedMemory memory;

    /** What is done after the option was selected. */
    @FunctionalInterface
    private interface Stage<T> {
        T with(Identification meter) throws LineException, MalformedFrameException;
    }

    /**
     * A session that remembers nothing of earlier ones.
     *
     * @param line lent for this conversation, at the initial speed
     * @param settings of the meter
     * @param pause waits where the line must rest
     */
    public OpticalSession(Line line, SessionSettings settings, Pause pause) {
        this(line, settings, pause, new SpeedMemory());
    }

    /**
     * @param line lent for this conversation, at the initial speed
     * @param settings of the meter
     * @param pause waits where the line must rest
     * @param memory of the same meter, kept from session to session
     */
    public OpticalSession(Line line, SessionSettings settings, Pause pause, SpeedMemory memory) {
        this.wire = new Wire(line, settings, pause);
        this.settings = settings;
        this.memory = memory;
    }

    /**
     * Reads all registers that the meter shows at its optical port, in modes A to D. A speed that the meter proposes and
     * nothing comes at is given up for the next lower one, as far as the attempts go.
     *
     * @return who answered, and its data sets; their block check held
     * @throws LineSilentException if the meter did not answer, or stopped in the middle of a message
     * @throws LineException if the line broke
     * @throws RefusedException if the meter identified itself and refused
     * @throws BlockCheckException if the message was damaged, and damaged again when it was repeated
     * @throws MalformedFrameException if what came is no message
     */
    public Readout readOut() throws LineException, MalformedFrameException {
        if (settings.mode() == SessionSettings.ModeChoice.D) {
            return wire.transmission();
        }
        Readout readout = converse(settings.readout(), this::readout);
        wire.signOff();
        return readout;
    }

    /**
     * Signs on for programming: registers are then read and written one by one. To be closed, which signs off. A meter of
     * modes A and B takes the first command right after its identification, and begins its readout if none comes.
     *
     * @return the meter in programming mode
     * @throws LineSilentException if the meter did not answer, or not after its identification
     * @throws LineException if the line broke
     * @throws RefusedException if the meter knows no programming mode, or refused it
     * @throws MalformedFrameException if what came is no message
     */
    public ProgrammingSession programme() throws LineException, MalformedFrameException {
        return converse(
                OptionSelect.PROGRAMMING,
                meter -> settings.modeFor(meter) == Identification.Mode.C
                        ? ProgrammingSession.begin(meter, wire)
                        : ProgrammingSession.direct(meter, wire));
    }

    /**
     * Signs on and lets the meter change to HDLC (mode E). The line is left at the speed agreed on, 8N1, for whoever
     * speaks HDLC; {@link #signOff()} brings it back.
     *
     * @return who answered, and how the line is set
     * @throws LineSilentException if the meter did not answer
     * @throws LineException if the line broke
     * @throws RefusedException if the meter does not offer HDLC
     * @throws MalformedFrameException if what came is no identification
     */
    public HandOver handOver() throws LineException, MalformedFrameException {
        Identification meter = signOn();
        if (!meter.offersHdlc()) {
            throw new RefusedException(
                    "an identification that offers HDLC, such as /ABC5\\2text",
                    new Refusal(Refusal.Reason.NOT_UNDERSTOOD, "/" + meter.manufacturer() + meter.ident()));
        }
        select(meter, OptionSelect.HDLC);
        wire.skipConfirmation();
        SerialSettings agreed = new SerialSettings(wire.speed().baud(), 8, SerialSettings.Parity.NONE, 1);
        wire.change(agreed);
        return new HandOver(meter, agreed);
    }

    /**
     * Asks who the meter is, and no more; it falls back by itself.
     *
     * @return its identification
     * @throws LineSilentException if the meter did not answer
     * @throws LineException if the line broke
     * @throws MalformedFrameException if what came is no identification
     */
    public Identification identify() throws LineException, MalformedFrameException {
        return signOn();
    }

    /**
     * Brings the line back to the speed of the next sign-on, after {@link #handOver()}.
     *
     * @throws LineException if the line broke
     */
    public void signOff() throws LineException {
        wire.signOff();
    }

    private <T> T converse(OptionSelect select, Stage<T> stage) throws LineException, MalformedFrameException {
        for (int attempt = 1; ; attempt++) {
            Identification meter = signOn();
            try {
                select(meter, select);
                T result = stage.with(meter);
                memory.worked(wire.speed().baud());
                return result;
            } catch (RefusedException e) {
                wire.signOffAfter(e);
                throw e;
            } catch (LineSilentException | MalformedFrameException e) {
                boolean again = attempt < settings.attempts() && wire.hasChangedSpeed() && agreesOnSpeed(meter);
                if (agreesOnSpeed(meter)) {
                    memory.failed(wire.speed().baud());
                }
                wire.signOffAfter(e);
                if (!again) {
                    throw e;
                }
                wire.rest(settings.reaction()); // the meter must have fallen back
            } catch (LineException e) {
                wire.signOffAfter(e);
                throw e;
            }
        }
    }

    /**
     * Wakes the meter and asks who it is.
     *
     * @return its identification
     */
    Identification signOn() throws LineException, MalformedFrameException {
        byte[] request = Characters.bytes("/?" + settings.deviceAddress() + "!\r\n");
        for (int attempt = 1; ; attempt++) {
            wire.wake(settings.wakeUp());
            wire.send(request);
            try {
                return identification(request);
            } catch (LineSilentException | MalformedFrameException e) {
                if (attempt >= settings.attempts()) {
                    throw e;
                }
                wire.rest(settings.reaction()); // the meter must have forgotten what it heard
            }
        }
    }

    /** The first line that is neither an echo of the request nor noise. */
    private Identification identification(byte[] request) throws LineException, MalformedFrameException {
        Duration within = settings.reaction().plus(wire.timeFor(request.length));
        String echo = Characters.text(request, 0, request.length);
        for (int noise = 0; ; ) {
            byte[] answer = Characters.withoutParity(wire.receive(Wire.TEXT_LINE, within));
            String text = Characters.text(answer, 0, answer.length);
            if (text.endsWith(echo)) {
                continue; // an optical head may see its own light
            }
            Optional<Identification> found = Identification.in(text);
            if (found.isPresent()) {
                return found.get();
            }
            if (++noise > LINES_OF_NOISE) {
                return Identification.parse(text);
            }
        }
    }

    /** Acknowledges in modes C and E, and changes the speed in modes B, C and E (IEC 62056-21, 6.3.3). */
    private void select(Identification meter, OptionSelect select) throws LineException {
        boolean fixed = settings.highestBaud() == SessionSettings.FIXED;
        switch (select.equals(OptionSelect.HDLC) ? Identification.Mode.C : settings.modeFor(meter)) {
            case A -> {
                // the data follow at once
            }
            case B -> {
                if (!fixed) {
                    wire.change(meter.baud().orElse(settings.initial().baud()));
                }
            }
            case C -> {
                char speedCharacter = speedCharacter(meter, fixed);
                wire.rest(turnaround(meter));
                wire.send(select.message(speedCharacter));
                if (!fixed) {
                    wire.change(Identification.baudOf(speedCharacter));
                }
            }
        }
        wire.turnaround(turnaround(meter));
    }

    private char speedCharacter(Identification meter, boolean fixed) {
        return fixed
                ? Identification.characterOf(settings.initial().baud()).orElse(meter.baudCharacter())
                : meter.acknowledged(Math.min(settings.highestBaud(), memory.highest()));
    }

    private boolean agreesOnSpeed(Identification meter) {
        return settings.modeFor(meter) == Identification.Mode.C && settings.highestBaud() != SessionSettings.FIXED;
    }

    private Duration turnaround(Identification meter) {
        Duration usual = SessionSettings.STANDARD.turnaround();
        return settings.turnaround().equals(usual) ? meter.reactionTime() : settings.turnaround();
    }

    /** Receives the data; asks once more for a message that was damaged. */
    private Readout readout(Identification meter) throws LineException, MalformedFrameException {
        DataMessage message = message();
        return new Readout(Optional.of(meter), message.blockCheck(), message.dataSets(), true, List.of());
    }

    private DataMessage message() throws LineException, MalformedFrameException {
        Duration within = settings.reaction().plus(wire.timeFor(6)); // the acknowledgement may still be on its way
        try {
            return DataMessage.ofReadout(wire.receive(new MessageFraming(false), within));
        } catch (RefusedException refused) {
            throw refused;
        } catch (MalformedFrameException damaged) {
            return repeated();
        } catch (LineSilentException silent) {
            byte[] received = Characters.withoutParity(silent.received());
            if (received.length > 0 && received[received.length - 1] == Characters.NAK) {
                throw new RefusedException("a data message", new Refusal(Refusal.Reason.NOT_UNDERSTOOD, ""));
            }
            if (received.length == 0 || received[received.length - 1] == '\n' && received[0] == Characters.ACK) {
                throw silent; // nothing, or the echo of the acknowledgement
            }
            return repeated();
        }
    }

    private DataMessage repeated() throws LineException, MalformedFrameException {
        wire.rest();
        wire.send(new byte[] {Characters.NAK});
        Framing framing = new MessageFraming(false);
        return DataMessage.ofReadout(wire.receive(framing, settings.reaction()));
    }
}
