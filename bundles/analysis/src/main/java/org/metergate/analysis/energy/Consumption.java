package org.metergate.analysis.energy;

import java.time.Duration;
import java.time.Instant;

/**
 * What a counter counted between two readings.
 *
 * @param from time of the first
 * @param to time of the second
 * @param wattHours between them, 0 or more; 0 where {@link Kind#isKnown} says that nobody can tell
 * @param kind what became of the counter meanwhile
 */
public record Consumption(Instant from, Instant to, double wattHours, Kind kind) {

    /** What became of a counter between two readings. */
    public enum Kind {
        /** Nothing but counting. */
        MEASURED,
        /** Counting, but for so long that its course is not known. */
        GAP,
        /** It ran over its last digit and began at 0. */
        ROLLOVER,
        /** It fell back a little: the meter restarted and had not stored its last counts. The energy is not known. */
        RESTART,
        /** Another meter counts from another value now. The energy is not known. */
        EXCHANGE;

        /** @return whether the energy is known */
        public boolean isKnown() {
            return this == MEASURED || this == GAP || this == ROLLOVER;
        }
    }

    /** @return mean power over the interval in W */
    public double meanPower() {
        return wattHours / hours();
    }

    /** @return length in hours, above 0 */
    public double hours() {
        return Duration.between(from, to).toNanos() / 3.6e12;
    }
}
