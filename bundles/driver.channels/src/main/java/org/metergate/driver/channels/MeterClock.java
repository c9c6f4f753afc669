package org.metergate.driver.channels;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.metergate.settings.Properties;

/**
 * What the clock of a meter is worth.
 *
 * @param policy which time readings carry
 * @param zone that the meter's clock is set to
 * @param offset added to the meter's time under {@link Policy#OFFSET}; negative if the meter is ahead
 */
public record MeterClock(Policy policy, ZoneId zone, Duration offset) {

    /** Which time readings carry. */
    public enum Policy {
        /** The meter's own; the gateway's where the meter gives none. */
        METER,
        /** The gateway's, at the time of the answer. */
        GATEWAY,
        /** The meter's own, corrected by a number of seconds that is known. */
        OFFSET
    }

    /** The meter's own time, in UTC. */
    public static final MeterClock TRUSTED = new MeterClock(Policy.METER, ZoneOffset.UTC, Duration.ZERO);

    private static final double DAYS_OF_SECONDS = 366 * 86_400.0;

    /**
     * Reads {@code zone}, {@code clock.policy} and {@code clock.offset} (seconds); problems are noted in the properties.
     *
     * @param properties of the driver
     * @return the clock
     */
    public static MeterClock from(Properties properties) {
        ZoneId zone = properties.parsed("zone", "UTC", MeterClock::zoneOf).orElse(ZoneOffset.UTC);
        Policy policy = properties.choice("clock.policy", Policy.METER);
        BigDecimal seconds =
                BigDecimal.valueOf(properties.decimal("clock.offset", 0, -DAYS_OF_SECONDS, DAYS_OF_SECONDS));
        return new MeterClock(
                policy, zone, Duration.ofNanos(seconds.movePointRight(9).longValue()));
    }

    /**
     * Tells which time a reading carries.
     *
     * @param meter what the meter's clock shows; empty if it shows nothing valid
     * @param gateway when the answer came
     * @return the time of the reading
     */
    public Instant time(Optional<Instant> meter, Instant gateway) {
        return switch (policy) {
            case METER -> meter.orElse(gateway);
            case GATEWAY -> gateway;
            case OFFSET -> meter.map(shown -> shown.plus(offset)).orElse(gateway);
        };
    }

    /**
     * Tells the time of a row of a profile, which the meter stamped long ago: the gateway's time means nothing there.
     *
     * @param stamped what the meter's clock showed
     * @return the time of the row; corrected under {@link Policy#OFFSET}
     */
    public Instant ofRow(Instant stamped) {
        return policy == Policy.OFFSET ? stamped.plus(offset) : stamped;
    }

    /**
     * Tells how far the meter's clock is off, whatever the policy.
     *
     * @param meter what its clock shows
     * @param gateway when it showed that
     * @return seconds that it is ahead, negative if behind, with three decimals
     */
    public static BigDecimal drift(Instant meter, Instant gateway) {
        return BigDecimal.valueOf(Duration.between(gateway, meter).toMillis(), 3);
    }

    private static ZoneId zoneOf(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("is '" + text + "'; expected a zone such as UTC or Europe/Vienna", e);
        }
    }
}
