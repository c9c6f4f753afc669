package org.metergate.analysis.series;

import java.time.Instant;

/**
 * One value of a series.
 *
 * @param time when it was measured, to the millisecond
 * @param value finite, in the unit of the series
 */
public record Sample(Instant time, double value) {

    /** @throws IllegalArgumentException if the value is not finite */
    public Sample {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("the value at " + time + " is " + value);
        }
    }
}
