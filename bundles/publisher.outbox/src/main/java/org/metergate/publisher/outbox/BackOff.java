package org.metergate.publisher.outbox;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait after a failure: twice as long after each one up to a limit, and of that a random share between half and
 * all, so that many gateways do not come back together. Used by one thread.
 */
public final class BackOff {

    private static final int MOST_DOUBLINGS = 30;

    private final Duration first;
    private final Duration longest;
    private final DoubleSupplier random;
    private int failures;

    /**
     * @param first longest wait after the first failure
     * @param longest longest wait ever
     * @param random numbers from 0 to less than 1
     */
    public BackOff(Duration first, Duration longest, DoubleSupplier random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    /** @return how long to wait after one more failure */
    public Duration next() {
        double doubled = first.toNanos() * Math.pow(2, Math.min(failures, MOST_DOUBLINGS));
        failures++;
        double whole = Math.min(doubled, longest.toNanos());
        return Duration.ofNanos((long) (whole * (1 + random.getAsDouble()) / 2));
    }

    /**
     * A receiver said itself how long to wait.
     *
     * @param asked what it said
     * @return at least that, and at least what {@link #next} says
     */
    public Duration atLeast(Duration asked) {
        Duration own = next();
        return own.compareTo(asked) < 0 ? asked : own;
    }

    /** It worked. */
    public void reset() {
        failures = 0;
    }

    /** @return failures since it worked last */
    public int failures() {
        return failures;
    }
}
