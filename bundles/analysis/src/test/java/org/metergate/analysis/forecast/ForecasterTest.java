package org.metergate.analysis.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForecasterTest {
    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    @ParameterizedTest // powers of two change no digit; nothing but 0 has no scale of its own yet
    @CsvSource({"0, 0.0009765625", "0, 1024", "480, 0.0009765625", "480, 1024"})
    void theUnitDoesNotMatter(int zeros, double unit) {
        IntToDoubleFunction load = noisy(5);
        IntToDoubleFunction watts = i -> i < zeros ? 0 : load.applyAsDouble(i);
        double[] all =
                IntStream.range(0, 24 * 50).mapToDouble(watts::applyAsDouble).toArray();
        Forecast one =
                fed(all.length, i -> all[i], ZoneOffset.UTC, 24).forecast().orElseThrow();
        Forecast other = fed(all.length, i -> all[i] * unit, ZoneOffset.UTC, 24)
                .forecast()
                .orElseThrow();
        assertEquals(one.receipt(), other.receipt());
        for (int i = 0; i < 24; i++) {
            Forecast.Point point = one.points().get(i);
            assertEquals(point.value() * unit, other.points().get(i).value());
            assertEquals(point.lower95() * unit, other.points().get(i).lower95());
            assertEquals(point.upper80() * unit, other.points().get(i).upper80());
        }
    }

    @Nested
    class OfASeriesWithoutNoise {
        @Test
        void repeatsTheWeekExactly() {
            Forecast forecast = fed(24 * 70, ForecasterTest::workingDays, ZoneOffset.UTC, 24)
                    .forecast()
                    .orElseThrow();
            assertEquals(24, forecast.points().size());
            assertEquals(START.plus(Duration.ofDays(70)), forecast.origin());
            for (int i = 0; i < 24; i++) {
                assertEquals(
                        START.plus(Duration.ofHours(24 * 70 + i)),
                        forecast.points().get(i).time());
                assertEquals(workingDays(24 * 70 + i), forecast.points().get(i).value(), 0.5);
            }
        }

        @Test
        void ofOneValueForecastsIt() {
            Forecast forecast =
                    fed(24 * 40, i -> 7.5, ZoneOffset.UTC, 48).forecast().orElseThrow();
            for (Forecast.Point point : forecast.points()) {
                assertEquals(7.5, point.value(), 1e-9);
                assertEquals(7.5, point.lower95(), 1e-9);
                assertEquals(7.5, point.upper95(), 1e-9);
            }
            assertTrue(forecast.receipt().mase().isEmpty());
        }

        @Test // summer time begins on 2025-03-30 in Paris: the load follows the clocks
        void followsTheClocksOfItsZone() {
            IntToDoubleFunction load = i -> localHour(i) >= 8 && localHour(i) < 18 ? 100 : 20;
            int origin = 24 * 90 - 2; // local midnight of 2025-04-01
            Forecast forecast = fed(origin, load, PARIS, 24).forecast().orElseThrow();
            for (int i = 0; i < 24; i++) {
                assertEquals(
                        load.applyAsDouble(origin + i), forecast.points().get(i).value(), 6, "hour " + i);
            }
        }
    }

    @Nested
    class OfANoisySeries {
        @Test
        void beatsItsBaselineAndCoversWhatItSays() {
            int[] hits = new int[2];
            double[] errors = new double[2];
            IntToDoubleFunction load = noisy(3);
            Forecaster forecaster = fed(24 * 140, load, ZoneOffset.UTC, 24);
            int days = 60;
            for (int day = 0; day < days; day++) {
                int origin = forecaster.size();
                Forecast forecast = forecaster.forecast().orElseThrow();
                for (int i = 0; i < 24; i++) {
                    Forecast.Point point = forecast.points().get(i);
                    double actual = load.applyAsDouble(origin + i);
                    errors[0] += Math.abs(point.value() - actual);
                    errors[1] += Math.abs(point.baseline() - actual);
                    hits[0] += actual >= point.lower80() && actual <= point.upper80() ? 1 : 0;
                    hits[1] += actual >= point.lower95() && actual <= point.upper95() ? 1 : 0;
                    forecaster.add(actual);
                }
            }
            assertTrue(errors[0] < 0.8 * errors[1], errors[0] + " of " + errors[1]);
            assertEquals(0.80, hits[0] / (24.0 * days), 0.04);
            assertEquals(0.95, hits[1] / (24.0 * days), 0.04);
        }

        @Test
        void bridgesGaps() {
            IntToDoubleFunction load = noisy(4);
            Forecast whole = fed(24 * 100, load, ZoneOffset.UTC, 24).forecast().orElseThrow();
            Forecast gappy = fed(
                            24 * 100,
                            i -> i % 97 < 5 || i > 2000 && i < 2040 ? Double.NaN : load.applyAsDouble(i),
                            ZoneOffset.UTC,
                            24)
                    .forecast()
                    .orElseThrow();
            for (int i = 0; i < 24; i++) {
                assertEquals(
                        whole.points().get(i).value(), gappy.points().get(i).value(), 8);
            }
        }

        @Test
        void takesANewLevelWithinDays() {
            IntToDoubleFunction load = i -> noisy(5).applyAsDouble(i) + (i >= 24 * 100 ? 60 : 0);
            Forecast forecast =
                    fed(24 * 104, load, ZoneOffset.UTC, 24).forecast().orElseThrow();
            double mean = forecast.points().stream()
                    .mapToDouble(Forecast.Point::value)
                    .average()
                    .orElseThrow();
            double expected = 0;
            for (int i = 0; i < 24; i++) {
                expected += load.applyAsDouble(24 * 104 + i) / 24;
            }
            assertEquals(expected, mean, 15);
        }

        @Test
        void carriesItsReceipt() {
            Receipt receipt = fed(24 * 100, noisy(6), ZoneOffset.UTC, 24)
                    .forecast()
                    .orElseThrow()
                    .receipt();
            assertEquals(28, receipt.days());
            assertFalse(receipt.fellBack());
            assertTrue(receipt.mase().orElseThrow() < receipt.baselineMase().orElseThrow());
            assertEquals(0.8, receipt.coverage80().orElseThrow(), 0.12);
            assertEquals(0.95, receipt.coverage95().orElseThrow(), 0.06);
        }

        @Test
        void saysTheSameWhenAskedTwiceOrAfterAReplay() {
            Forecaster forecaster = fed(24 * 60, noisy(7), ZoneOffset.UTC, 36);
            assertEquals(forecaster.forecast(), forecaster.forecast());
            assertEquals(
                    forecaster.forecast(),
                    fed(24 * 60, noisy(7), ZoneOffset.UTC, 36).forecast());
            assertEquals(36, forecaster.forecast().orElseThrow().points().size());
        }

        @Test // a day's total depends on nothing but the weekday, in this series, but for the noise
        void mayHaveOneStepADay() {
            Random noise = new Random(8);
            Forecaster forecaster = new Forecaster(START, Duration.ofDays(1), ZoneOffset.UTC, 2, 1, 0);
            for (int i = 0; i < 210; i++) {
                forecaster.add((i % 7 < 5 ? 100 : 40) + noise.nextGaussian());
            }
            Forecast forecast = forecaster.forecast().orElseThrow();
            assertEquals(100, forecast.points().get(0).value(), 5);
            assertEquals(100, forecast.points().get(1).value(), 5);
        }

        @Test
        void usesWhatIsKnownOfAColumnBesideIt() {
            Random random = new Random(9);
            double[] warmth = new double[24 * 200];
            for (int i = 0; i < warmth.length; i++) {
                warmth[i] = i % 24 != 0 ? warmth[i - 1] : random.nextGaussian() * 10;
            }
            double[] errors = new double[2];
            for (int columns = 0; columns < 2; columns++) {
                Forecaster forecaster = new Forecaster(START, Duration.ofHours(1), ZoneOffset.UTC, 24, 1, columns);
                for (int i = 0; i < warmth.length; i++) {
                    // the warmth of a day is felt on the next one
                    double load = 200 + 3 * (i >= 24 ? warmth[i - 24] : 0) + 20 * Math.sin(i % 24 * Math.PI / 12);
                    if (i >= 24 * 180 && i % 24 == 0) {
                        Forecast forecast = forecaster.forecast().orElseThrow();
                        for (int j = 0; j < 24; j++) {
                            double comes = 200 + 3 * warmth[i + j - 24] + 20 * Math.sin(j * Math.PI / 12);
                            errors[columns] += Math.abs(forecast.points().get(j).value() - comes);
                        }
                    }
                    forecaster.add(load, columns == 0 ? new double[0] : new double[] {warmth[i]});
                }
            }
            assertTrue(errors[1] < 0.4 * errors[0], errors[1] + " of " + errors[0]);
        }
    }

    @Nested
    class Refuses {
        @Test
        void aHistoryThatIsTooShortOrOver() {
            assertTrue(fed(24 * 20, noisy(1), ZoneOffset.UTC, 24).forecast().isEmpty());
            assertTrue(fed(24 * 60, i -> i > 24 * 50 ? Double.NaN : 1, ZoneOffset.UTC, 24)
                    .forecast()
                    .isEmpty());
        }

        @Test
        void stepsAndHorizonsOutOfRange() {
            assertThrows(IllegalArgumentException.class, () -> forecaster(Duration.ofSeconds(1), 1, 1));
            assertThrows(IllegalArgumentException.class, () -> forecaster(Duration.ofMinutes(7), 1, 1));
            assertThrows(IllegalArgumentException.class, () -> forecaster(Duration.ofDays(7), 1, 1));
            assertThrows(IllegalArgumentException.class, () -> forecaster(Duration.ofHours(1), 0, 1));
            assertThrows(IllegalArgumentException.class, () -> forecaster(Duration.ofHours(1), 145, 1));
            assertThrows(IllegalArgumentException.class, () -> forecaster(Duration.ofHours(1), 24, 0));
        }

        @Test
        void whatIsNoValue() {
            Forecaster forecaster = forecaster(Duration.ofHours(1), 24, 1);
            assertThrows(IllegalArgumentException.class, () -> forecaster.add(Double.POSITIVE_INFINITY));
            assertThrows(IllegalArgumentException.class, () -> forecaster.add(1, 2));
        }
    }

    private static Forecaster forecaster(Duration step, int horizon, int retrainDays) {
        return new Forecaster(START, step, ZoneOffset.UTC, horizon, retrainDays, 0);
    }

    private static Forecaster fed(int steps, IntToDoubleFunction load, ZoneId zone, int horizon) {
        Forecaster forecaster = new Forecaster(START, Duration.ofHours(1), zone, horizon, 1, 0);
        for (int i = 0; i < steps; i++) {
            forecaster.add(load.applyAsDouble(i));
        }
        return forecaster;
    }

    private static int localHour(int i) {
        return START.plus(Duration.ofHours(i)).atZone(PARIS).getHour();
    }

    private static double workingDays(int i) {
        ZonedDateTime time = START.plus(Duration.ofHours(i)).atZone(ZoneOffset.UTC);
        boolean works = time.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0;
        return 50 + (works && time.getHour() > 6 && time.getHour() < 19 ? 80 : 0) + time.getHour();
    }

    /** Working days and a slow wave, with noise that a step always has again. */
    private static IntToDoubleFunction noisy(long seed) {
        return i -> workingDays(i)
                + 10 * Math.sin(i / 24 * 0.9 + seed)
                + 4 * new Random(seed * 1_000_003 + i * 7919L).nextGaussian();
    }
}
