package org.metergate.analysis.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.metergate.analysis.series.Resampling.How;
import org.metergate.analysis.series.Resampling.Interval;

class ResamplingTest {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    @Nested
    class Values {
        private final Instant[] times = {at("00:05"), at("00:10"), at("00:20"), at("01:10")};
        private final double[] values = {1, 3, 8, 20};

        @Test
        void ofAnIntervalBecomeOne() {
            assertValues(How.MEAN, 2, 8, Double.NaN, Double.NaN, 20);
            assertValues(How.SUM, 4, 8, Double.NaN, Double.NaN, 20);
            assertValues(How.MIN, 1, 8, Double.NaN, Double.NaN, 20);
            assertValues(How.MAX, 3, 8, Double.NaN, Double.NaN, 20);
        }

        @Test
        void areBridgedNoFurtherThanAllowed() {
            assertValues(How.LAST, 3, 8, 8, Double.NaN, 20);
            assertEquals(
                    List.of(Double.NaN, 5.5, Double.NaN, Double.NaN, Double.NaN),
                    values(How.LINEAR, Duration.ofMinutes(20)));
            assertEquals(List.of(Double.NaN, 5.5, 10.4, 14.0, 17.6), values(How.LINEAR, Duration.ofHours(1)));
        }

        private void assertValues(How how, double... expected) {
            assertEquals(java.util.Arrays.stream(expected).boxed().toList(), values(how, Duration.ofMinutes(20)));
        }

        private List<Double> values(How how, Duration bridge) {
            return new Resampling(Duration.ofMinutes(15), ZoneOffset.UTC, how, bridge)
                    .of(times, values).stream()
                            .map(one -> Math.rint(one.value() * 1e9) / 1e9)
                            .toList();
        }
    }

    @Nested
    class Days {
        @Test // in 2025 the clocks of Paris go forward on 30 March and back on 26 October
        void haveTwentyThreeTwentyFourOrTwentyFiveHours() {
            assertEquals(List.of(24, 23, 24), counts("2025-03-28T23:00:00Z", 71));
            assertEquals(List.of(24, 25, 24), counts("2025-10-24T22:00:00Z", 73));
        }

        @Test
        void areCutAtMidnightWhenTheClocksChange() {
            Instant start = Instant.parse("2025-03-29T23:00:00Z");
            List<Interval> sixHours = resample(start, 23, Duration.ofHours(6));
            assertEquals(
                    List.of(6, 6, 6, 5), sixHours.stream().map(Interval::count).toList());
        }

        @Test
        void makeWeeksFromMondays() {
            List<Interval> weeks = resample(Instant.parse("2025-01-01T00:00:00Z"), 24 * 14, Duration.ofDays(7));
            assertEquals(Instant.parse("2024-12-29T23:00:00Z"), weeks.get(0).start());
            assertEquals(3, weeks.size());
        }

        private List<Integer> counts(String from, int hours) {
            return resample(Instant.parse(from), hours, Duration.ofDays(1)).stream()
                    .map(Interval::count)
                    .toList();
        }

        private List<Interval> resample(Instant from, int hours, Duration step) {
            Instant[] times = new Instant[hours];
            for (int i = 0; i < hours; i++) {
                times[i] = from.plus(Duration.ofHours(i));
            }
            return new Resampling(step, PARIS, How.SUM, Duration.ZERO).of(times, new double[hours]);
        }
    }

    @Test
    void gapsAreMarked() {
        Instant[] times = {at("00:00"), at("00:15"), at("01:00"), at("01:15")};
        assertEquals(List.of(new Gap(at("00:15"), at("01:00"), 2)), Gap.in(RegularSeries.usualStep(times), times));
        RegularSeries series = RegularSeries.of(times, new double[] {1, 2, 3, 4});
        assertEquals(6, series.size());
        assertEquals(2, series.gaps());
    }

    @Test
    void wrongInputIsRefused() {
        Resampling hourly = new Resampling(Duration.ofHours(1), PARIS, How.MEAN, Duration.ZERO);
        assertTrue(hourly.of(new Instant[0], new double[0]).isEmpty());
        assertThrows(
                IllegalArgumentException.class,
                () -> hourly.of(new Instant[] {at("01:00"), at("00:00")}, new double[2]));
        assertThrows(
                IllegalArgumentException.class,
                () -> hourly.of(new Instant[] {at("01:00"), at("01:00")}, new double[2]));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Resampling(Duration.ofHours(25), PARIS, How.MEAN, Duration.ZERO));
        assertThrows(
                IllegalArgumentException.class, () -> new Resampling(Duration.ZERO, PARIS, How.MEAN, Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> RegularSeries.usualStep(at("00:00")));
        assertThrows(
                IllegalArgumentException.class,
                () -> RegularSeries.of(
                        new Instant[] {at("00:00"), at("00:10"), at("00:25")}, new double[3], Duration.ofMinutes(10)));
    }

    private static Instant at(String time) {
        return Instant.parse("2026-01-01T" + time + ":00Z");
    }
}
