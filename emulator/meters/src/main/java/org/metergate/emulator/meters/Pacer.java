package org.metergate.emulator.meters;

import java.io.InterruptedIOException;
import java.util.concurrent.locks.LockSupport;

/** The time that passes on a wire, and the waiting for it. Tests hand in one that only pretends to wait. */
public interface Pacer {

    /** Really waits, by the machine's monotonic clock. */
    Pacer REAL = new Pacer() {
        @Override
        public long now() {
            return System.nanoTime();
        }

        @Override
        public void until(long time) throws InterruptedIOException {
            for (long left = time - now(); left > 0; left = time - now()) {
                LockSupport.parkNanos(left);
                if (Thread.interrupted()) {
                    throw new InterruptedIOException("interrupted while a byte was on the wire");
                }
            }
        }
    };

    /** @return time in ns from an arbitrary origin, never going back */
    long now();

    /**
     * Waits; returns at once if the time has come.
     *
     * @param time what {@link #now()} will say at the end of the wait
     * @throws InterruptedIOException if the thread is interrupted, and is to end
     */
    void until(long time) throws InterruptedIOException;
}
