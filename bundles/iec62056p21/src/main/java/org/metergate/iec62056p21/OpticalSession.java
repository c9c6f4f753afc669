package org.metergate.iec62056p21;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.metergate.transport.Framing;
import org.metergate.transport.Line;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.MalformedFrameException;
import org.metergate.transport.SerialSettings;

/**
 * Speaks with one meter over its optical port (IEC 62056-21, 6): sign on, agree on a speed, read out, sign off.
 *
 * <p>One thread at a time, one session for one conversation. After a {@link LineSilentException} or a
 * {@link MalformedFrameException} the line is well and back at its initial speed; after any other
 * {@link LineException} it is closed.
 */
public final class OpticalSession {
    private static final Framing MESSAGE_LINE = OpticalSession::lineEnd;
    private static final int LINES_OF_NOISE = 4;

    private final Line line;
    private final SessionSettings settings;
    private final Pause pause;
    private SerialSettings speed;

    /**
     * @param line lent for this conversation, at the initial speed
     * @param settings of the meter
     * @param pause waits where the line must rest
     */
    public OpticalSession(Line line, SessionSettings settings, Pause pause) {
        this.line = line;
        this.settings = settings;
        this.pause = pause;
        this.speed = settings.initial();
    }

    /**
     * Reads all registers that the meter shows at its optical port.
     *
     * @return who answered, and its data sets; their block check held
     * @throws LineSilentException if the meter did not answer, or stopped in the middle of a message
     * @throws LineException if the line broke
     * @throws MalformedFrameException if the message was damaged, and damaged again when it was repeated
     */
    public Readout readOut() throws LineException, MalformedFrameException {
        Identification identification = signOn();
        DataMessage message;
        try {
            agreeOnSpeed(identification);
            message = message();
        } catch (LineException | MalformedFrameException e) {
            signOffAfter(e);
            throw e;
        }
        signOff();
        return new Readout(
                Optional.of(identification), Optional.of(message.check()), message.dataSets(), true, List.of());
    }

    /**
     * Wakes the meter and asks who it is.
     *
     * @return its identification
     */
    Identification signOn() throws LineException, MalformedFrameException {
        byte[] request = Characters.bytes("/?" + settings.deviceAddress() + "!\r\n");
        for (int attempt = 1; ; attempt++) {
            line.send(request);
            try {
                return identification(request);
            } catch (LineSilentException | MalformedFrameException e) {
                if (attempt >= settings.attempts()) {
                    throw e;
                }
                rest(settings.reaction()); // the meter must have forgotten what it heard
            }
        }
    }

    /** The first line that is neither an echo of the request nor noise. */
    private Identification identification(byte[] request) throws LineException, MalformedFrameException {
        Duration within = settings.reaction().plus(timeFor(request.length));
        for (int noise = 0; ; ) {
            byte[] answer = Characters.withoutParity(line.receive(MESSAGE_LINE, within));
            if (Arrays.equals(answer, request)) {
                continue; // an optical head may see its own light
            }
            String text = Characters.text(answer, 0, answer.length);
            int slash = text.indexOf('/');
            if (slash >= 0 || ++noise > LINES_OF_NOISE) {
                return Identification.parse(text.substring(Math.max(slash, 0)));
            }
        }
    }

    /** Acknowledges in mode C, and changes the speed in modes B and C (IEC 62056-21, 6.3.3). */
    void agreeOnSpeed(Identification identification) throws LineException {
        switch (settings.modeFor(identification)) {
            case A -> {
                // the data follow at once
            }
            case B -> change(identification.baud().orElse(settings.initial().baud()));
            case C -> {
                char speedCharacter = identification.acknowledged(settings.highestBaud());
                rest(settings.turnaround());
                byte[] acknowledgement = acknowledgement(speedCharacter);
                long sent = pause.nanos();
                line.send(acknowledgement);
                // some USB adapters report bytes as sent that they have only stored
                Duration left = timeFor(acknowledgement.length).minusNanos(pause.nanos() - sent);
                if (!left.isNegative()) {
                    rest(left);
                }
                change(Identification.baudOf(speedCharacter));
            }
        }
    }

    /** Option select: normal protocol, the speed, and data readout. */
    private static byte[] acknowledgement(char speedCharacter) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(Characters.ACK);
        message.writeBytes(Characters.bytes("0" + speedCharacter + "0\r\n"));
        return message.toByteArray();
    }

    /** Receives the data; asks once more for a message that was damaged. */
    private DataMessage message() throws LineException, MalformedFrameException {
        Duration within = settings.reaction().plus(timeFor(6)); // the acknowledgement may still be on its way
        try {
            return DataMessage.decode(line.receive(DataMessage.FRAMING, within));
        } catch (MalformedFrameException damaged) {
            return repeated();
        } catch (LineSilentException silent) {
            if (silent.received().length == 0) {
                throw silent;
            }
            return repeated();
        }
    }

    private DataMessage repeated() throws LineException, MalformedFrameException {
        rest(settings.turnaround());
        line.send(new byte[] {Characters.NAK});
        return DataMessage.decode(line.receive(DataMessage.FRAMING, settings.reaction()));
    }

    /** Brings the line back to the speed of the next sign-on; the meter falls back by itself. */
    private void signOff() throws LineException {
        if (!speed.equals(settings.initial())) {
            change(settings.initial().baud());
        }
    }

    private void signOffAfter(Exception failure) {
        try {
            signOff();
        } catch (LineException e) {
            failure.addSuppressed(e); // the line broke before, and says so
        }
    }

    private void change(int baud) throws LineException {
        SerialSettings wanted = settings.initial().at(baud);
        line.change(wanted);
        speed = wanted;
    }

    /** A line over TCP takes bytes at once, and its far end needs this long for them. */
    private Duration timeFor(int characters) {
        return Duration.ofNanos(1_000_000_000L
                * settings.initial().bitsPerCharacter()
                * characters
                / settings.initial().baud());
    }

    private void rest(Duration length) throws LineException {
        try {
            pause.rest(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LineException(line.address() + ": interrupted", e);
        }
    }

    private static int lineEnd(byte[] received, int length) {
        for (int i = 0; i < length; i++) {
            if (Characters.at(received, i) == '\n') {
                return i + 1;
            }
        }
        return Framing.INCOMPLETE;
    }
}
