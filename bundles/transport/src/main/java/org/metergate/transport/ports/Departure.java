package org.metergate.transport.ports;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.metergate.transport.SerialSettings;

/**
 * When the last byte handed over has left the port. Drivers and converters say "sent" when a byte is in their buffer;
 * a speed that changes then spoils it. One thread at a time.
 */
final class Departure {
    private final long spare;
    private long gone = System.nanoTime();

    /** @param spare what the way to the wire adds; well under the 20 ms after which the fastest meters answer */
    Departure(Duration spare) {
        this.spare = spare.toNanos();
    }

    /** Bytes go out now, one after the other. */
    void of(int bytes, SerialSettings settings) {
        long now = System.nanoTime();
        long each = 1_000_000_000L * settings.bitsPerCharacter() / settings.baud();
        gone = (gone - now > 0 ? gone : now) + bytes * each;
    }

    /** @return ns from now until the last byte is gone; 0 if it is */
    long left() {
        return Math.max(0, gone - System.nanoTime());
    }

    /** Waits until the last byte is gone for sure. */
    void await() throws InterruptedIOException {
        for (long left = gone + spare - System.nanoTime(); left > 0; left = gone + spare - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while bytes were on the wire");
            }
        }
    }
}
