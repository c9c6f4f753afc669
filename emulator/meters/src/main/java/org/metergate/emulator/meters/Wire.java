package org.metergate.emulator.meters;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * The wire as a meter sees it: bytes arrive and leave no faster than the baud rate allows. One thread at a time.
 */
public interface Wire {

    /**
     * Waits for the next byte.
     *
     * @param within longest wait
     * @return the byte, 0 to 255, or empty if none came for that long
     * @throws IOException if the other side has gone
     */
    OptionalInt read(Duration within) throws IOException;

    /**
     * Sends bytes after the turnaround time of the wire, each taking its time.
     *
     * @param bytes in the order of the wire
     * @throws IOException if the other side has gone
     */
    void write(byte[] bytes) throws IOException;

    /**
     * Sends bytes as {@link #write(byte[])} does, later by what the meter needs for itself.
     *
     * @param bytes in the order of the wire
     * @param later in addition to the turnaround time of the wire
     * @throws IOException if the other side has gone
     */
    default void write(byte[] bytes, Duration later) throws IOException {
        write(bytes);
    }

    /**
     * Changes the speed in the middle of a conversation.
     *
     * @param timing how long a byte takes from now on
     */
    void change(ByteTiming timing);

    /**
     * How long a byte takes.
     *
     * @param baud bits a second, 300 or more; 0 means no limit, as on a network
     * @param bitsPerByte 10 for 7E1 and 8N1, 11 for 8E1
     */
    record ByteTiming(int baud, int bitsPerByte) {
        /** No limit. */
        public static final ByteTiming NETWORK = new ByteTiming(0, 10);

        /**
         * @param bytes how many
         * @return how long they take
         */
        public Duration of(int bytes) {
            return baud == 0 ? Duration.ZERO : Duration.ofNanos(1_000_000_000L * bitsPerByte * bytes / baud);
        }
    }
}
