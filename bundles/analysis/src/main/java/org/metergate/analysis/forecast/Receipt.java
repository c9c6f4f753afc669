package org.metergate.analysis.forecast;

import java.util.OptionalDouble;

/**
 * How the forecasts of the last 28 days did that were made as this one was, at the same time of day and over the same
 * horizon. Those from before a forecaster was asked were made later, but from no later value.
 *
 * @param days how many days could be looked at, 0 to 28
 * @param baseline which baseline stands beside the forecast
 * @param fellBack whether the baseline did better, so that it is the forecast
 * @param mase mean absolute error over that of the same time one day before in the whole history; empty if nothing is
 *     known, or if that is 0
 * @param baselineMase the same of the baseline
 * @param coverage80 part of the values within the 80 % interval
 * @param coverage95 part of the values within the 95 % interval
 */
public record Receipt(
        int days,
        Baseline baseline,
        boolean fellBack,
        OptionalDouble mase,
        OptionalDouble baselineMase,
        OptionalDouble coverage80,
        OptionalDouble coverage95) {

    /** What a forecast has to beat. */
    public enum Baseline {
        /** The same time of the nearest day that is known. */
        LAST_DAY,
        /** The same time of the same weekday of last week. */
        LAST_WEEK
    }
}
