package org.metergate.dashboard.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A meter at a glance.
 *
 * @param seen when it last said anything, a failure included; empty if it has said nothing yet
 * @param answered when a channel last had a value; empty if never
 * @param interval between its readings, as observed; empty before the third
 * @param channels by name
 */
public record Meter(
        String name,
        Optional<Instant> seen,
        Optional<Instant> answered,
        Optional<Duration> interval,
        List<Channel> channels) {

    /** How a meter is. */
    public enum State {
        /** Every channel has a value of now. */
        OK,
        /** Some channels failed. */
        PARTLY,
        /** Every channel failed. */
        FAILED,
        /** Nothing has come for three intervals. */
        STALE,
        /** Nothing has come yet. */
        NEW
    }

    /** An interval that is not known yet counts as this. */
    private static final Duration UNKNOWN = Duration.ofMinutes(1);

    /** Late by less is not late: what comes at once may be on its way for a while. */
    private static final Duration SHORTEST = Duration.ofSeconds(5);

    public Meter {
        channels = List.copyOf(channels);
    }

    /** @return a meter that has said nothing yet */
    public static Meter unheard(String name) {
        return new Meter(name, Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    }

    public State state(Instant now) {
        if (seen.isEmpty()) {
            return State.NEW;
        }
        if (Duration.between(seen.get(), now).compareTo(patience()) > 0) {
            return State.STALE;
        }
        long failed = channels.stream().filter(one -> !one.error().isEmpty()).count();
        if (failed == 0) {
            return State.OK;
        }
        return failed == channels.size() ? State.FAILED : State.PARTLY;
    }

    /** @return after how long without a word the meter counts as stale */
    public Duration patience() {
        return patience(interval);
    }

    /** @return after how long without a word a meter counts as stale whose readings come at that interval */
    public static Duration patience(Optional<Duration> interval) {
        Duration known = interval.orElse(UNKNOWN);
        return (known.compareTo(SHORTEST) < 0 ? SHORTEST : known).multipliedBy(3);
    }
}
