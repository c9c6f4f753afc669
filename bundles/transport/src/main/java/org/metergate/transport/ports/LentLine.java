package org.metergate.transport.ports;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.metergate.transport.Conversation;
import org.metergate.transport.Framing;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineCondition;
import org.metergate.transport.LineDiagnosis;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.Secret;
import org.metergate.transport.SerialSettings;
import org.metergate.transport.TraceEntry.Kind;

/** One conversation on a shared line. */
final class LentLine implements Conversation {
    private static final int LONGEST_FRAME = 1 << 20;
    private static final int LONGEST_EVIDENCE = 1024;
    private static final int CHUNK = 512;
    private static final int DATAGRAM = 1 << 16;

    /** What an echo is waited for beyond the time its bytes take. */
    private static final Duration ECHO_SPARE = Duration.ofMillis(50);

    private final SharedLine line;
    private final Port port;
    private final EchoFilter echo;
    private final long epoch;
    private final TurnTally tally;
    private final byte[] chunk;
    private final Secrets secrets = new Secrets();
    private SerialSettings settings;
    private byte[] received = new byte[CHUNK];
    private int length;
    private byte[] sent = {};
    private final byte[] evidence = new byte[LONGEST_EVIDENCE]; // what came since, from its first byte
    private int evident;
    private boolean asked;
    private boolean heard;
    private boolean hungUp;
    private boolean over;

    LentLine(SharedLine line, Port port, SerialSettings settings, EchoFilter echo, long epoch, TurnTally tally) {
        this.line = line;
        this.port = port;
        this.settings = settings;
        this.echo = echo;
        this.epoch = epoch;
        this.tally = tally;
        chunk = new byte[port.hasDatagrams() ? DATAGRAM : CHUNK];
    }

    TurnTally tally() {
        return tally;
    }

    boolean hasAsked() {
        return asked;
    }

    boolean hasHeard() {
        return heard;
    }

    boolean hasSeenEcho() {
        return echo.isSeen();
    }

    boolean isRemote() {
        return port.isRemote();
    }

    @Override
    public void send(byte[] frame) throws LineException {
        send(frame, new Secret[0]);
    }

    @Override
    public void send(byte[] frame, Secret... hidden) throws LineException {
        checkOpen();
        awaitEcho();
        length = 0;
        try {
            port.discard();
            port.write(parity().added(frame));
        } catch (IOException e) {
            throw broken("cannot send", e);
        }
        tally.sent(frame.length, settings);
        sent = frame.clone();
        evident = 0;
        asked = true;
        echo.sent(frame, settings.dataBits());
        line.trace().bytes(Kind.SENT, frame, frame.length, secrets.ofSent(frame, hidden));
    }

    @Override
    public byte[] receive(Framing framing, Duration silence) throws LineException {
        checkOpen();
        int end = length == 0 ? Framing.INCOMPLETE : framing.end(received, length);
        while (end == Framing.INCOMPLETE) {
            if (!hear(silence)) {
                throw silent(silence);
            }
            end = length == 0 ? Framing.INCOMPLETE : framing.end(received, length);
        }
        return take(end);
    }

    @Override
    public void change(SerialSettings wanted) throws LineException {
        checkOpen();
        awaitEcho();
        try {
            port.change(wanted);
        } catch (IOException e) {
            throw broken("cannot change to " + wanted, e);
        }
        settings = wanted;
        line.setTo(port, wanted);
    }

    @Override
    public LineCondition symptom() {
        byte[] came = Arrays.copyOf(evidence, evident);
        LineCondition looks = parity() == SoftParity.NONE
                ? LineDiagnosis.of(sent, came, settings)
                : LineDiagnosis.ofRaw(sent, came, settings);
        Port.Errors errors = port.errors();
        if (looks == LineCondition.SILENT || looks == LineCondition.NOISE) {
            return errors.framing() ? LineCondition.WRONG_BAUD : errors.parity() ? LineCondition.WRONG_PARITY : looks;
        }
        return looks;
    }

    private SoftParity parity() {
        return port.leavesParityToOthers() ? SoftParity.of(settings) : SoftParity.NONE;
    }

    @Override
    public LineAddress address() {
        return line.address();
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public void hangUp() {
        if (!over && !hungUp) {
            hungUp = true;
            line.hangUp("hung up");
        }
    }

    @Override
    public void close() {
        if (!over) {
            over = true;
            line.end(this);
        }
    }

    /** @return whether bytes came; they may all be an echo */
    private boolean hear(Duration silence) throws LineException {
        int count;
        try {
            count = port.read(chunk, silence);
        } catch (IOException e) {
            throw broken("broke while receiving", e);
        }
        tally.heard(count, settings);
        if (count == 0) {
            return false;
        }
        heard = true;
        int more = Math.min(count, LONGEST_EVIDENCE - evident);
        System.arraycopy(chunk, 0, evidence, evident, more);
        evident += more;
        parity().check(chunk, count);
        if (port.hasDatagrams() && length > 0) {
            traceUnfinished();
        }
        boolean due = echo.isPending();
        byte[] left = echo.left(chunk, count);
        if (due && !echo.isPending() && left.length < count) {
            line.trace().bytes(Kind.ECHO, sent, sent.length, secrets.ofReceived(sent, sent.length));
        }
        append(left);
        return true;
    }

    /** What follows must not be mixed up with an echo that is still on its way. */
    private void awaitEcho() throws LineException {
        Duration within = ECHO_SPARE.plusNanos(4_000_000_000L * settings.bitsPerCharacter() / settings.baud());
        boolean hears = true;
        while (hears && echo.isDue()) {
            hears = hear(within);
        }
    }

    private void append(byte[] bytes) throws LineException {
        if (length + bytes.length > LONGEST_FRAME) {
            throw broken("cannot receive", new IOException("no end of frame within " + LONGEST_FRAME + " bytes"));
        }
        if (length + bytes.length > received.length) {
            received = Arrays.copyOf(received, Math.max(2 * received.length, length + bytes.length));
        }
        System.arraycopy(bytes, 0, received, length, bytes.length);
        length += bytes.length;
    }

    private byte[] take(int end) {
        byte[] frame = Arrays.copyOf(received, end);
        System.arraycopy(received, end, received, 0, length - end);
        length -= end;
        line.trace().bytes(Kind.RECEIVED, frame, end, secrets.ofReceived(frame, end));
        return frame;
    }

    private LineSilentException silent(Duration silence) throws LineException {
        append(echo.heldBack());
        byte[] partial = Arrays.copyOf(received, length);
        if (length > 0) {
            traceUnfinished();
        }
        LineCondition condition = silence(partial.length);
        line.ledger().failed(condition);
        String what = partial.length == 0
                ? "no answer for " + silence.toMillis() + " ms"
                : "the answer stopped after " + partial.length + " bytes, then silence for " + silence.toMillis()
                        + " ms";
        String why = condition == LineCondition.SILENT || condition == LineCondition.INCOMPLETE
                ? ""
                : "; " + condition.meaning() + ": " + condition.advice();
        return new LineSilentException(condition, address() + ": " + what + why, partial);
    }

    /** What the silence is after so many bytes of an unfinished frame. */
    private LineCondition silence(int unfinished) {
        LineCondition looks = symptom();
        if (unfinished > 0) {
            return looks == LineCondition.NOISE || looks == LineCondition.SILENT ? LineCondition.INCOMPLETE : looks;
        }
        // frames that came before it, and echoes that were dropped, are no part of it
        return evident == 0 || looks == LineCondition.ECHO && !echo.drops() ? looks : LineCondition.SILENT;
    }

    private void traceUnfinished() {
        line.trace().bytes(Kind.UNFINISHED, received, length, secrets.ofReceived(received, length));
        length = 0;
    }

    private LineException broken(String what, IOException cause) {
        if (hungUp) {
            return new LineException(LineCondition.ENDED, address() + ": hung up", cause);
        }
        LineException why = line.broke(address() + ": " + what + ": " + cause.getMessage(), cause);
        line.ledger().failed(why.condition());
        return why;
    }

    private void checkOpen() throws LineException {
        if (over) {
            throw new LineException(LineCondition.ENDED, address() + ": the conversation is over");
        }
    }
}
