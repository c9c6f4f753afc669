package org.metergate.emulator.cloud.data;

import java.util.function.LongSupplier;

/**
 * Limits the rate of messages: a token comes in each period, at most some are kept, each message takes one. Full at the
 * start. Not safe for several threads.
 */
final class TokenBucket {

    private final LongSupplier nanoTime;
    private final long capacity;
    private final long period;
    private long tokens;
    private long filledAt;

    /**
     * @param capacity most tokens kept, at least 1
     * @param period time between two tokens in nanoseconds, at least 1
     * @param nanoTime the time in nanoseconds, from any origin
     */
    TokenBucket(int capacity, long period, LongSupplier nanoTime) {
        this.capacity = capacity;
        this.period = period;
        this.nanoTime = nanoTime;
        this.tokens = capacity;
        this.filledAt = nanoTime.getAsLong();
    }

    /** @return whether there was a token; it is gone now */
    boolean take() {
        fill();
        if (tokens == 0) {
            return false;
        }
        tokens--;
        return true;
    }

    /** @return nanoseconds until the next token comes */
    long untilNext() {
        return Math.max(0, filledAt + period - nanoTime.getAsLong());
    }

    private void fill() {
        long periods = (nanoTime.getAsLong() - filledAt) / period;
        if (periods > 0) {
            tokens = Math.min(capacity, tokens + periods);
            filledAt += periods * period;
        }
    }
}
