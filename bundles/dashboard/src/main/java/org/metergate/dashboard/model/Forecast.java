package org.metergate.dashboard.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The next hours or days of a channel.
 *
 * @param unit of every value
 * @param made time of the last reading that it knew
 * @param receipt how good forecasts of this channel were; empty if that was not told
 * @param steps the earliest first
 */
public record Forecast(
        String meter, String channel, String unit, Instant made, Optional<Receipt> receipt, List<Step> steps)
        implements Analysis {

    public Forecast {
        steps = List.copyOf(steps);
    }

    /**
     * How good forecasts of the last 28 days were. A number that is not known is NaN.
     *
     * @param days that could be looked at
     * @param baseline {@code LAST_DAY} or {@code LAST_WEEK}; empty if not told
     * @param fellBack whether the baseline did better and is the forecast
     * @param mase mean error over that of the day before
     * @param maseBaseline that of the baseline
     * @param coverage80 % of values that lay within the interval of 80 %
     * @param coverage95 likewise, of 95 %
     */
    public record Receipt(
            double days,
            String baseline,
            boolean fellBack,
            double mase,
            double maseBaseline,
            double coverage80,
            double coverage95) {}

    /** One step; a number that is not known is NaN. */
    public record Step(
            Instant time,
            double value,
            double lower80,
            double upper80,
            double lower95,
            double upper95,
            double baseline) {}
}
