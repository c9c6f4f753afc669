package org.metergate.analysis.spectrum;

import java.time.Duration;

/**
 * A cycle found in a series.
 *
 * @param period of it
 * @param strength 0 to 1: the part of the variance of the series, its trend left out, that it explains
 * @param amplitude half of what it moves from least to greatest, in the unit of the series
 * @param falseAlarm probability that noise alone shows such a cycle somewhere in the spectrum, 0 to 1
 * @param kind whose it is
 */
public record Cycle(Duration period, double strength, double amplitude, double falseAlarm, Kind kind) {

    /** Whose a cycle is. */
    public enum Kind {
        /** Of the local day: the profile of its hours, whatever its shape. */
        DAY,
        /** Of the local week: what weekdays differ from each other. */
        WEEK,
        /** Of neither: a machine's own. */
        OWN,
        /** A whole part of the period of a cycle of its own: not a cycle more, but the shape of that one. */
        HARMONIC
    }
}
