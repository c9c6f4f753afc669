package org.metergate.wire.analysis.series;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.metergate.settings.Properties;

/**
 * Which series is kept, and how often it is analysed.
 *
 * @param channel name of the channel
 * @param step of the series
 * @param how what the readings of a step become
 * @param zone of the calendar
 * @param historyDays how long it is kept
 * @param every time between two analyses, counted in readings
 * @param emitInput whether the readings received go on
 */
public record SeriesSettings(
        String channel, Duration step, How how, ZoneId zone, int historyDays, Duration every, boolean emitInput) {

    /** What the readings of a step become. */
    public enum How {
        /** Their mean; for powers, voltages, temperatures. */
        MEAN,
        /** Their sum; for amounts of intervals. */
        SUM,
        /** How far the reading rose since the last of the step before; for counters. */
        RISE
    }

    private static final int SECONDS_A_DAY = 86_400;

    /**
     * Reads what all components of series have.
     *
     * @param properties of the component; what is wrong is noted there
     * @param stepAbsent s
     * @param stepLeast s
     * @param historyAbsent days
     * @param historyLeast days
     * @param everyAbsent min
     * @return the settings
     */
    public static SeriesSettings from(
            Properties properties,
            int stepAbsent,
            int stepLeast,
            int historyAbsent,
            int historyLeast,
            int everyAbsent) {
        int step = properties.integer("step", stepAbsent, stepLeast, SECONDS_A_DAY);
        if (SECONDS_A_DAY % step != 0) {
            properties.note("step", "is '" + step + "'; expected a whole part of a day, such as 300, 900 or 3600 s");
        }
        return new SeriesSettings(
                properties.text("channel", "P"),
                Duration.ofSeconds(step),
                properties.choice("aggregation", How.MEAN),
                properties.parsed("zone", "UTC", SeriesSettings::zone).orElse(ZoneOffset.UTC),
                properties.integer("history", historyAbsent, historyLeast, 1_100),
                Duration.ofMinutes(properties.integer("interval", everyAbsent, 1, 10_080)),
                properties.flag("emit.input", true));
    }

    /** @return whether a series kept for these settings is one for the other, too */
    boolean keepsTheSame(SeriesSettings other) {
        return channel.equals(other.channel)
                && step.equals(other.step)
                && how == other.how
                && historyDays == other.historyDays;
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("is '" + text + "'; expected a time zone such as Europe/Paris", e);
        }
    }
}
