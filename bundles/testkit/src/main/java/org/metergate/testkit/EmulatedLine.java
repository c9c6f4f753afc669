package org.metergate.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.metergate.transport.Conversation;
import org.metergate.transport.Framing;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.SerialSettings;

/**
 * A serial line in emulated time: every byte and every wait moves a clock, and nobody really waits. What is at its other
 * end hears whole requests with the speed they were sent at, and answers with bytes that come after a while.
 *
 * <p>Sending returns at once, as a port with a buffer does; the bytes then take their time, and an answer begins its own
 * time after the last of them. Bytes that are on their way when the next request is sent still arrive. One thread at a
 * time.
 */
public final class EmulatedLine implements Conversation {

    /** What is at the other end. */
    @FunctionalInterface
    public interface Station {
        /**
         * Hears what was sent.
         *
         * @param request the bytes
         * @param settings speed and format they were sent with
         * @return what comes back
         */
        Answer hear(byte[] request, SerialSettings settings);
    }

    /**
     * What comes back.
     *
     * @param bytes none for silence
     * @param after from the last byte of the request to the first bit of the answer
     */
    public record Answer(byte[] bytes, Duration after) {
        /** Silence. */
        public static final Answer NONE = new Answer(new byte[0], Duration.ZERO);
    }

    private record Coming(byte value, Instant at) {}

    private final LineAddress address;
    private final MovedClock clock;
    private final Station station;
    private final Deque<Coming> coming = new ArrayDeque<>();
    private byte[] received = new byte[512];
    private int length;
    private SerialSettings settings;
    private Instant free;
    private long epoch = 1;

    /**
     * @param address what messages call it
     * @param settings speed and format
     * @param clock the time that passes
     * @param station at the other end
     */
    public EmulatedLine(LineAddress address, SerialSettings settings, MovedClock clock, Station station) {
        this.address = address;
        this.settings = settings;
        this.clock = clock;
        this.station = station;
        this.free = clock.instant();
    }

    /**
     * @param bytes how many
     * @return how long they take on the wire
     */
    public Duration time(int bytes) {
        return Duration.ofNanos(1_000_000_000L * settings.bitsPerCharacter() * bytes / settings.baud());
    }

    /** Another claim was served in between, or the line was opened anew: the epoch is a new one. */
    public void beginEpoch() {
        epoch++;
    }

    @Override
    public void send(byte[] frame) {
        length = 0;
        coming.removeIf(byteOnTheWire -> !byteOnTheWire.at().isAfter(clock.instant()));
        Instant start = free.isAfter(clock.instant()) ? free : clock.instant();
        free = start.plus(time(frame.length));
        Answer answer = station.hear(frame.clone(), settings);
        Instant first = free.plus(answer.after());
        for (int i = 0; i < answer.bytes().length; i++) {
            coming.add(new Coming(answer.bytes()[i], first.plus(time(i + 1))));
        }
    }

    @Override
    public byte[] receive(Framing framing, Duration silence) throws LineException {
        while (true) {
            int end = length == 0 ? Framing.INCOMPLETE : framing.end(received, length);
            if (end != Framing.INCOMPLETE) {
                byte[] frame = Arrays.copyOf(received, end);
                System.arraycopy(received, end, received, 0, length - end);
                length -= end;
                return frame;
            }
            Instant latest = clock.instant().plus(silence);
            Coming next = coming.peek();
            if (next == null || next.at().isAfter(latest)) {
                clock.set(latest);
                throw silent(silence);
            }
            coming.poll();
            clock.set(next.at().isAfter(clock.instant()) ? next.at() : clock.instant());
            if (length == received.length) {
                received = Arrays.copyOf(received, 2 * length);
            }
            received[length++] = next.value();
        }
    }

    private LineSilentException silent(Duration silence) {
        byte[] partial = Arrays.copyOf(received, length);
        length = 0;
        return new LineSilentException(
                address + ": "
                        + (partial.length == 0
                                ? "no answer for " + silence.toMillis() + " ms"
                                : "the answer stopped after " + partial.length + " bytes"),
                partial);
    }

    @Override
    public void change(SerialSettings other) {
        settings = other;
    }

    @Override
    public LineAddress address() {
        return address;
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public void hangUp() {
        beginEpoch();
        coming.clear();
        length = 0;
    }

    /** Does nothing: the line is given back, open. */
    @Override
    public void close() {}
}
