package org.metergate.emulator.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.metergate.emulator.meters.EmulatedCable;
import org.metergate.emulator.meters.EmulatedTime;
import org.metergate.transport.Conversation;
import org.metergate.transport.Framing;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.SerialSettings;

/**
 * A line over a cable in emulated time: what a serial server would be, without the waiting. A character that follows
 * another at once is waited for to its last bit, so that silence is counted as a port counts it.
 */
public final class EmulatedLine implements Conversation {
    private static final LineAddress ADDRESS = new LineAddress.Tcp("emulated", 1);

    private final EmulatedCable cable;
    private final EmulatedTime time;
    private byte[] unread = new byte[0];

    /**
     * @param cable to the meter
     * @param time that passes on it
     */
    public EmulatedLine(EmulatedCable cable, EmulatedTime time) {
        this.cable = cable;
        this.time = time;
    }

    @Override
    public void send(byte[] frame) {
        unread = new byte[0];
        cable.drop();
        cable.send(frame);
    }

    @Override
    public byte[] receive(Framing framing, Duration silence) throws LineException {
        byte[] buffer = new byte[4096];
        while (true) {
            int end = unread.length == 0 ? Framing.INCOMPLETE : framing.end(unread, unread.length);
            if (end != Framing.INCOMPLETE) {
                byte[] frame = Arrays.copyOf(unread, end);
                unread = Arrays.copyOfRange(unread, end, unread.length);
                return frame;
            }
            int count = read(buffer, silence);
            if (count == 0) {
                byte[] received = unread;
                unread = new byte[0];
                throw new LineSilentException("nothing came for " + silence.toMillis() + " ms", received);
            }
            int before = unread.length;
            unread = Arrays.copyOf(unread, before + count);
            System.arraycopy(buffer, 0, unread, before, count);
        }
    }

    private int read(byte[] buffer, Duration silence) throws LineException {
        try {
            return cable.read(buffer, silence);
        } catch (IOException e) {
            throw new LineException("the emulated cable broke", e);
        }
    }

    /**
     * Waits.
     *
     * @param length how long
     * @throws InterruptedException if the thread is to end
     */
    public void rest(Duration length) throws InterruptedException {
        try {
            time.until(time.now() + length.toNanos());
        } catch (IOException e) {
            throw new InterruptedException(e.getMessage());
        }
    }

    /** Does nothing: the station at the other end sets the speed of the wire, as behind a serial server. */
    @Override
    public void change(SerialSettings settings) {}

    @Override
    public LineAddress address() {
        return ADDRESS;
    }

    @Override
    public long epoch() {
        return 0;
    }

    /** Does nothing: the cable stays plugged in. */
    @Override
    public void hangUp() {}

    /** Does nothing: the cable stays plugged in. */
    @Override
    public void close() {}
}
