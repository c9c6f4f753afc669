package org.metergate.analysis.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.metergate.analysis.series.Decomposition.Season;

class DecompositionTest {
    private static final double[] NOISE =
            new Random(1).doubles(20_000, -Math.sqrt(3), Math.sqrt(3)).toArray(); // variance 1
    private static final Instant START = Instant.parse("2025-02-03T00:00:00Z"); // a Monday

    @Test
    void findsTrendDayAndWeek() {
        Decomposition parts = Decomposition.of(series(24 * 56, i -> trend(i) + day(i) + week(i)), ZoneOffset.UTC);
        for (int i = 24 * 7; i < 24 * 49; i++) {
            assertEquals(trend(i), parts.trend()[i], 1, "trend at " + i);
            assertEquals(day(i), parts.seasons().get(Season.DAY)[i], 1, "day at " + i);
            assertEquals(week(i), parts.seasons().get(Season.WEEK)[i], 2, "week at " + i);
            assertEquals(0, parts.rest()[i], 1.5, "rest at " + i);
        }
        assertTrue(parts.strength(Season.DAY) > 0.99);
        assertTrue(parts.strength(Season.WEEK) > 0.95);
    }

    @Test
    void addsUpAndLeavesGapsAsGaps() {
        IntToDoubleFunction load = i -> i % 50 < 3 || i > 300 && i < 340 ? Double.NaN : trend(i) + day(i) + noise(i);
        RegularSeries series = series(24 * 30, load);
        Decomposition parts = Decomposition.of(series, ZoneOffset.UTC);
        for (int i = 0; i < series.size(); i++) {
            double sum = parts.trend()[i]
                    + parts.seasons().get(Season.DAY)[i]
                    + parts.seasons().get(Season.WEEK)[i]
                    + parts.rest()[i];
            assertEquals(series.values()[i], sum, 1e-9);
            assertEquals(Double.isNaN(series.values()[i]), Double.isNaN(parts.rest()[i]));
            assertTrue(Double.isNaN(sum) || Math.abs(parts.rest()[i]) < 8, "rest at " + i);
        }
    }

    @Test
    void leavesAnOutlierInTheRest() {
        Decomposition parts = Decomposition.of(
                series(24 * 30, i -> trend(i) + day(i) + noise(i) + (i == 400 ? 500 : 0)), ZoneOffset.UTC);
        assertEquals(500, parts.rest()[400], 5);
        assertEquals(day(376), parts.seasons().get(Season.DAY)[376], 3);
    }

    @Test // in Paris the same hour of the day is one hour earlier in UTC from 2025-03-30 on
    void followsTheClocks() {
        ZoneId paris = ZoneId.of("Europe/Paris");
        IntToDoubleFunction load = i -> {
            int hour = START.plus(Duration.ofHours(i)).atZone(paris).getHour();
            return 100 + (hour >= 8 && hour < 18 ? 50 : 0);
        };
        RegularSeries series = series(24 * 110, load);
        double local = spread(Decomposition.of(series, paris));
        double universal = spread(Decomposition.of(series, ZoneOffset.UTC));
        assertTrue(local < 0.2 * universal, local + " of " + universal);
    }

    @Test
    void ofAConstantSeriesIsItsLevel() {
        Decomposition parts = Decomposition.of(series(24 * 10, i -> 5), ZoneOffset.UTC);
        assertEquals(5, parts.trend()[100], 1e-9);
        assertEquals(0, parts.strength(Season.DAY));
        assertEquals(0, parts.strength(Season.WEEK));
        assertFalse(parts.seasons().containsKey(Season.WEEK));
    }

    @Test
    void ofTooLittleIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Decomposition.of(series(47, i -> i), ZoneOffset.UTC));
        assertThrows(
                IllegalArgumentException.class,
                () -> Decomposition.of(new RegularSeries(START, Duration.ofDays(1), new double[100]), ZoneOffset.UTC));
    }

    private static double spread(Decomposition parts) {
        double sum = 0;
        for (double rest : parts.rest()) {
            sum += Math.abs(rest);
        }
        return sum;
    }

    private static RegularSeries series(int steps, IntToDoubleFunction load) {
        double[] values = new double[steps];
        for (int i = 0; i < steps; i++) {
            values[i] = load.applyAsDouble(i);
        }
        return new RegularSeries(START, Duration.ofHours(1), values);
    }

    private static double trend(int i) {
        return 200 + i * 0.05;
    }

    private static double day(int i) {
        return 20 * Math.sin(2 * Math.PI * i / 24);
    }

    /** A weekend below, with a mean of 0. */
    private static double week(int i) {
        return i / 24 % 7 < 5 ? 10 : -25;
    }

    private static double noise(int i) {
        return NOISE[i];
    }
}
