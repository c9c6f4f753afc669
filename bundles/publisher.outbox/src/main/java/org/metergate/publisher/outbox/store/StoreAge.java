package org.metergate.publisher.outbox.store;

import java.util.function.LongSupplier;

/** Time as the store counts it: of its own running, which neither a clock that is set nor a pause changes. */
final class StoreAge {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final LongSupplier nanoTime;
    private final long nanosAtStart;
    private long millisAtStart;

    /** @param nanoTime a clock that is never set */
    StoreAge(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.nanosAtStart = nanoTime.getAsLong();
    }

    /** @param millis an age that was noted on the disk before the start */
    void isAtLeast(long millis) {
        millisAtStart = Math.max(millisAtStart, millis);
    }

    /** @return age of the store, ms */
    long millis() {
        return millisAtStart + (nanoTime.getAsLong() - nanosAtStart) / NANOS_PER_MILLI;
    }

    /** @return the clock, ns */
    long nanos() {
        return nanoTime.getAsLong();
    }
}
