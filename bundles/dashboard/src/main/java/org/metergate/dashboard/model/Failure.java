package org.metergate.dashboard.model;

import java.time.Instant;

/**
 * Why there is no forecast or spectrum, or none of this reading.
 *
 * @param kind of analysis
 * @param channel that was to be analysed
 * @param time when it was told
 * @param text for people
 */
public record Failure(String meter, Kind kind, String channel, Instant time, String text) implements Analysis {

    /** Analyses that look at the past of one channel. */
    public enum Kind {
        FORECAST,
        SPECTRUM
    }
}
