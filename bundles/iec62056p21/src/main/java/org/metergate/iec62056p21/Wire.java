package org.metergate.iec62056p21;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.metergate.transport.Framing;
import org.metergate.transport.Line;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.MalformedFrameException;
import org.metergate.transport.Secret;
import org.metergate.transport.SerialSettings;

/** The line of one session: its speed, its rests, and what it takes to send at 300 baud over a network. */
final class Wire {
    /** To the next line feed. */
    static final Framing TEXT_LINE = Wire::lineEnd;

    private static final byte NUL = 0;

    private final Line line;
    private final SessionSettings settings;
    private final Pause pause;
    private SerialSettings speed;
    private Duration turnaround;

    Wire(Line line, SessionSettings settings, Pause pause) {
        this.line = line;
        this.settings = settings;
        this.pause = pause;
        this.speed = settings.initial();
        this.turnaround = settings.turnaround();
    }

    /** @return speed and format now */
    SerialSettings speed() {
        return speed;
    }

    boolean hasChangedSpeed() {
        return !speed.equals(settings.initial());
    }

    /** @return longest wait for a message */
    Duration reaction() {
        return settings.reaction();
    }

    /** @param length rest between a message of the meter and ours, from now on */
    void turnaround(Duration length) {
        turnaround = length;
    }

    void send(byte[] frame, Secret... secrets) throws LineException {
        long sent = pause.nanos();
        if (secrets.length == 0) {
            line.send(frame);
        } else {
            line.send(frame, secrets);
        }
        if (frame[0] == Characters.ACK && frame.length > 1) {
            awaitSent(frame.length, sent); // a change of speed follows
        }
    }

    byte[] receive(Framing framing, Duration silence) throws LineException {
        return line.receive(framing, silence);
    }

    /** NUL characters as long as the meter needs them, then rest. */
    void wake(WakeUp wakeUp) throws LineException {
        if (wakeUp.preamble().isZero()) {
            return;
        }
        long characters = wakeUp.preamble().toMillis()
                * settings.initial().baud()
                / settings.initial().bitsPerCharacter()
                / 1000;
        byte[] preamble = new byte[(int) Math.max(1, characters)];
        java.util.Arrays.fill(preamble, NUL);
        long sent = pause.nanos();
        line.send(preamble);
        awaitSent(preamble.length, sent);
        rest(wakeUp.rest());
    }

    /** Some USB adapters report bytes as sent that they have only stored, and a network always does. */
    private void awaitSent(int characters, long since) throws LineException {
        Duration left = timeFor(characters).minusNanos(pause.nanos() - since);
        if (!left.isNegative()) {
            rest(left);
        }
    }

    void change(int baud) throws LineException {
        change(settings.initial().at(baud));
    }

    void change(SerialSettings wanted) throws LineException {
        line.change(wanted);
        speed = wanted;
    }

    /** Meters confirm the change to HDLC with the same message, at the new speed, the old one or not at all. */
    void skipConfirmation() throws LineException {
        try {
            receive(TEXT_LINE, settings.reaction());
        } catch (LineSilentException e) {
            // not all do
        }
    }

    /** Brings the line back to the speed of the next sign-on; the meter falls back by itself. */
    void signOff() throws LineException {
        if (hasChangedSpeed()) {
            change(settings.initial());
        }
    }

    void signOffAfter(Exception failure) {
        try {
            signOff();
        } catch (LineException e) {
            failure.addSuppressed(e); // the line broke before, and says so
        }
    }

    /** A line over TCP takes bytes at once, and its far end needs this long for them. */
    Duration timeFor(int characters) {
        return Duration.ofNanos(1_000_000_000L * speed.bitsPerCharacter() * characters / speed.baud());
    }

    void rest() throws LineException {
        rest(turnaround);
    }

    void rest(Duration length) throws LineException {
        try {
            pause.rest(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LineException(line.address() + ": interrupted", e);
        }
    }

    /** Mode D: the meter transmits uninvited, without STX and block check (IEC 62056-21, 4.4). */
    Readout transmission() throws LineException, MalformedFrameException {
        Telegram telegram = Telegram.decode(receive(Telegram.FRAMING, settings.reaction()));
        return new Readout(
                Optional.of(telegram.identification()), Optional.empty(), telegram.dataSets(), true, List.of());
    }

    private static int lineEnd(byte[] received, int length) {
        for (int i = 0; i < length; i++) {
            if (Characters.at(received, i) == '\n') {
                return i + 1;
            }
        }
        return length < MessageFraming.LONGEST ? Framing.INCOMPLETE : length;
    }
}
