package org.metergate.analysis.finding;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What rules see of a row.
 *
 * @param time of the row
 * @param since time since the row before; zero for the first, and when the clock went back
 * @param values finite, by channel
 * @param total active power over all phases; empty if there is none, or if it cannot be trusted
 */
record Row(Instant time, Duration since, Map<String, Double> values, OptionalDouble total) {

    /** @return the value of a channel, NaN if the row has none */
    double value(String channel) {
        return values.getOrDefault(channel, Double.NaN);
    }

    double hours() {
        return since.toMillis() / 3.6e6;
    }

    long day() {
        return Math.floorDiv(time.getEpochSecond(), 86400L);
    }

    int hour() {
        return (int) Math.floorMod(Math.floorDiv(time.getEpochSecond(), 3600L), 24L);
    }
}
