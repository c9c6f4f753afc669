package org.metergate.emulator.meters;

import java.io.IOException;
import java.time.Duration;

/** What carries the bytes to the gateway, as fast as it can. One thread at a time. */
interface Link {

    /**
     * Waits for bytes.
     *
     * @param into takes what has come, from index 0
     * @param within longest wait; zero and less ask for what is there
     * @return how many came; 0 if none came for that long
     * @throws IOException if the other side has gone
     */
    int read(byte[] into, Duration within) throws IOException;

    /**
     * Sends bytes at once.
     *
     * @param bytes the array that holds them
     * @param from index of the first
     * @param count how many
     * @throws IOException if the other side has gone
     */
    void write(byte[] bytes, int from, int count) throws IOException;

    /**
     * The meter changes its speed.
     *
     * @param timing of the meter's bytes from now on
     */
    default void timing(Wire.ByteTiming timing) {}

    /** @return whether a byte is read only when its last bit has come, so that the wire adds no time of its own */
    default boolean isTimed() {
        return false;
    }
}
