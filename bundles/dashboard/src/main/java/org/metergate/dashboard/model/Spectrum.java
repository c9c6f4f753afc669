package org.metergate.dashboard.model;

import java.time.Instant;
import java.util.List;

/**
 * The periods of a channel.
 *
 * @param time of the last reading that it knew
 * @param cycles the strongest first; empty if there is none
 */
public record Spectrum(String meter, String channel, Instant time, List<Cycle> cycles) implements Analysis {

    public Spectrum {
        cycles = List.copyOf(cycles);
    }

    /**
     * A period; a number that is not known is NaN.
     *
     * @param period s
     * @param kind {@code DAY}, {@code WEEK}, {@code OWN} or {@code HARMONIC}
     * @param strength % of the variance
     * @param amplitude in the unit
     * @param unit of the amplitude
     * @param falseAlarm how likely noise looks like this, 0 to 1
     */
    public record Cycle(
            double period, String kind, double strength, double amplitude, String unit, double falseAlarm) {}
}
