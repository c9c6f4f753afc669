package org.metergate.publisher.outbox.connection;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.metergate.publisher.outbox.BackOff;

/**
 * A connection that is not there. It comes a little later than its publisher, and goes for a moment now and then: no news. When
 * it stays away, the reason is looked for, at first after that time and then ever more seldom. For one thread.
 */
final class Absence {

    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration FIRST_LOOK = Duration.ofMinutes(1);
    private static final Duration RAREST_LOOK = Duration.ofMinutes(30);

    private final BackOff backOff;
    private Optional<Long> since = Optional.empty();
    private Optional<String> found = Optional.empty();
    private long nextLook;

    /** @param random numbers from 0 to less than 1 */
    Absence(DoubleSupplier random) {
        this.backOff = new BackOff(FIRST_LOOK, RAREST_LOOK, random);
    }

    /** @return whether it lasts long enough to be spoken of */
    boolean lasts(long now) {
        if (since.isEmpty()) {
            since = Optional.of(now);
            nextLook = now;
        }
        return now - since.get() >= GRACE.toNanos();
    }

    /**
     * Looks for the reason unless that was done a short time ago.
     *
     * @param now a clock that is never set, ns
     * @param look finds the reason, and may take seconds
     * @return what was found last
     */
    Optional<String> reason(long now, Supplier<Optional<String>> look) {
        if (now - nextLook >= 0) {
            found = look.get();
            nextLook = now + backOff.next().toNanos();
        }
        return found;
    }

    /** It is there. */
    void over() {
        since = Optional.empty();
        found = Optional.empty();
        backOff.reset();
    }
}
