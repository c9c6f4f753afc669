package org.metergate.analysis.forecast;

import java.time.Instant;
import java.util.List;

/**
 * A forecast of the steps after its origin.
 *
 * @param origin end of what was known: the time of the first step that is forecast
 * @param points one for each step, in order of time
 * @param receipt how such forecasts did
 */
public record Forecast(Instant origin, List<Point> points, Receipt receipt) {

    /** Makes the list unmodifiable. */
    public Forecast {
        points = List.copyOf(points);
    }

    /**
     * One step, in the unit of the series.
     *
     * @param time of the step
     * @param value most likely
     * @param lower80 the true value lies below with a probability of 10 %
     * @param upper80 the true value lies above with a probability of 10 %
     * @param lower95 likewise with 2.5 %
     * @param upper95 likewise with 2.5 %
     * @param baseline what the baseline says
     */
    public record Point(
            Instant time,
            double value,
            double lower80,
            double upper80,
            double lower95,
            double upper95,
            double baseline) {}
}
