package org.metergate.transport.ports;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.metergate.transport.Conversation;
import org.metergate.transport.Framing;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.SerialSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One conversation on a shared line. */
final class LentLine implements Conversation {
    private static final Logger LOG = LoggerFactory.getLogger(LentLine.class);
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();
    private static final int LONGEST_FRAME = 1 << 20;

    private final SharedLine line;
    private final Port port;
    private final long epoch;
    private final byte[] chunk = new byte[512];
    private byte[] received = new byte[512];
    private int length;
    private boolean over;

    LentLine(SharedLine line, Port port, long epoch) {
        this.line = line;
        this.port = port;
        this.epoch = epoch;
    }

    @Override
    public void send(byte[] frame) throws LineException {
        checkOpen();
        length = 0;
        try {
            port.discard();
            port.write(frame);
        } catch (IOException e) {
            throw broken("cannot send", e);
        }
        trace(">", frame, frame.length);
    }

    @Override
    public byte[] receive(Framing framing, Duration silence) throws LineException {
        checkOpen();
        int end = length == 0 ? Framing.INCOMPLETE : framing.end(received, length);
        while (end == Framing.INCOMPLETE) {
            int count = read(silence);
            if (count == 0) {
                throw silent(silence);
            }
            append(count);
            end = framing.end(received, length);
        }
        return take(end);
    }

    @Override
    public void change(SerialSettings settings) throws LineException {
        checkOpen();
        try {
            port.change(settings);
        } catch (IOException e) {
            throw broken("cannot change to " + settings, e);
        }
        line.setTo(port, settings);
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
        if (!over) {
            line.closePort();
        }
    }

    @Override
    public void close() {
        if (!over) {
            over = true;
            line.giveBack();
        }
    }

    private int read(Duration silence) throws LineException {
        try {
            return port.read(chunk, silence);
        } catch (IOException e) {
            throw broken("broke while receiving", e);
        }
    }

    private void append(int count) throws LineException {
        if (length + count > LONGEST_FRAME) {
            throw broken("cannot receive", new IOException("no end of frame within " + LONGEST_FRAME + " bytes"));
        }
        if (length + count > received.length) {
            received = Arrays.copyOf(received, Math.max(2 * received.length, length + count));
        }
        System.arraycopy(chunk, 0, received, length, count);
        length += count;
    }

    private byte[] take(int end) {
        byte[] frame = Arrays.copyOf(received, end);
        System.arraycopy(received, end, received, 0, length - end);
        length -= end;
        trace("<", frame, end);
        return frame;
    }

    private LineSilentException silent(Duration silence) {
        byte[] partial = Arrays.copyOf(received, length);
        length = 0;
        trace("< (unfinished)", partial, partial.length);
        String what = partial.length == 0
                ? "no answer for " + silence.toMillis() + " ms"
                : "the answer stopped after " + partial.length + " bytes, then silence for " + silence.toMillis()
                        + " ms";
        return new LineSilentException(address() + ": " + what, partial);
    }

    private LineException broken(String what, IOException cause) {
        line.closePort();
        return new LineException(address() + ": " + what + ": " + cause.getMessage(), cause);
    }

    private void checkOpen() throws LineException {
        if (over) {
            throw new LineException(address() + ": the conversation is over");
        }
    }

    private void trace(String direction, byte[] bytes, int count) {
        if (LOG.isTraceEnabled()) {
            LOG.trace("{} {} {}", address(), direction, HEX.formatHex(bytes, 0, count));
        }
    }
}
