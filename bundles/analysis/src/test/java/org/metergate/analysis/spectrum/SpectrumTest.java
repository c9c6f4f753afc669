package org.metergate.analysis.spectrum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.metergate.analysis.series.RegularSeries;

class SpectrumTest {
    private static final double[] NOISE =
            new Random(1).doubles(20_000, -Math.sqrt(3), Math.sqrt(3)).toArray(); // variance 1
    private static final Instant START = Instant.parse("2025-01-06T00:00:00Z"); // a Monday

    @Nested
    class Calendar {
        @Test
        void isToldFromAMachinesOwnCycle() {
            List<Cycle> cycles = cycles(96 * 42, i -> calendar(i) + 6 * machine(i) + noise(i));
            assertKinds(cycles, Cycle.Kind.DAY, Cycle.Kind.WEEK, Cycle.Kind.OWN);
            Cycle machine = of(cycles, Cycle.Kind.OWN);
            assertEquals(50.7, machine.period().toMillis() / 60_000.0, 0.1);
            assertEquals(6, machine.amplitude(), 0.5);
            assertTrue(machine.falseAlarm() < 1e-6);
            assertTrue(of(cycles, Cycle.Kind.DAY).strength()
                    > of(cycles, Cycle.Kind.WEEK).strength());
        }

        @Test // a profile with corners has many harmonics, none of which is a cycle of its own
        void hasNoCyclesBesideDayAndWeek() {
            assertKinds(cycles(96 * 35, i -> calendar(i) + noise(i)), Cycle.Kind.DAY, Cycle.Kind.WEEK);
        }

        @Test
        void followsTheClocksOfItsZone() {
            ZoneId paris = ZoneId.of("Europe/Paris");
            IntToDoubleFunction load = i -> {
                int hour = START.plus(Duration.ofMinutes(15L * i)).atZone(paris).getHour();
                return (hour >= 8 && hour < 18 ? 50 : 0) + noise(i);
            };
            RegularSeries series = series(96 * 168, load);
            Cycle local = of(Spectrum.of(series, paris).cycles(), Cycle.Kind.DAY);
            Cycle universal = of(Spectrum.of(series, ZoneOffset.UTC).cycles(), Cycle.Kind.DAY);
            assertTrue(local.strength() > 0.99, "" + local);
            assertTrue(universal.strength() < 0.95, "" + universal);
        }
    }

    @Nested
    class Gaps {
        @Test
        void doNotMoveOrMakeACycle() {
            Random random = new Random(5);
            double[] values = new double[96 * 20];
            boolean gap = false;
            for (int i = 0; i < values.length; i++) {
                gap = random.nextDouble() < 0.02 != gap;
                values[i] = gap ? Double.NaN : 20 + 3 * machine(i) + noise(i);
            }
            List<Cycle> cycles = Spectrum.of(new RegularSeries(START, Duration.ofMinutes(15), values), ZoneOffset.UTC)
                    .cycles();
            assertKinds(cycles, Cycle.Kind.OWN);
            assertEquals(50.7, cycles.get(0).period().toMillis() / 60_000.0, 0.2);
            assertEquals(3, cycles.get(0).amplitude(), 0.3);
        }
    }

    @Nested
    class Noise {
        @Test
        void showsAlmostNeverACycle() {
            int found = 0;
            for (int seed = 0; seed < 60; seed++) {
                Random random = new Random(seed);
                found += cycles(600, i -> random.nextGaussian()).isEmpty() ? 0 : 1;
            }
            assertTrue(found <= 4, found + " of 60");
        }

        @Test // each value is the one before and a little more
        void ofOneColourShowsAlmostNeverACycle() {
            int found = 0;
            for (int seed = 0; seed < 40; seed++) {
                Random random = new Random(seed);
                double[] last = new double[1];
                found += cycles(600, i -> last[0] = 0.9 * last[0] + random.nextGaussian())
                                .isEmpty()
                        ? 0
                        : 1;
            }
            assertTrue(found <= 5, found + " of 40");
        }
    }

    @Test
    void harmonicsAreNamed() {
        List<Cycle> cycles = cycles(
                3000, i -> 10 * Math.sin(2 * Math.PI * i / 37.3) + 4 * Math.sin(4 * Math.PI * i / 37.3) + noise(i));
        assertKinds(cycles, Cycle.Kind.OWN, Cycle.Kind.HARMONIC);
        assertEquals(37.3 * 15 / 2, of(cycles, Cycle.Kind.HARMONIC).period().toMillis() / 60_000.0, 0.3);
    }

    @Test
    void aConstantSeriesHasNoCycle() {
        assertTrue(cycles(1000, i -> 230.1).isEmpty());
        assertTrue(cycles(1000, i -> 5 + 0.25 * i).isEmpty());
    }

    @Test
    void tooFewValuesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> cycles(15, i -> i));
        assertThrows(IllegalArgumentException.class, () -> cycles(100, i -> Double.NaN));
    }

    private static void assertKinds(List<Cycle> cycles, Cycle.Kind... kinds) {
        assertEquals(
                List.of(kinds).stream().sorted().toList(),
                cycles.stream().map(Cycle::kind).sorted().toList(),
                cycles.toString());
    }

    private static Cycle of(List<Cycle> cycles, Cycle.Kind kind) {
        return cycles.stream().filter(one -> one.kind() == kind).findFirst().orElseThrow();
    }

    private static List<Cycle> cycles(int steps, IntToDoubleFunction load) {
        return Spectrum.of(series(steps, load), ZoneOffset.UTC).cycles();
    }

    private static RegularSeries series(int steps, IntToDoubleFunction load) {
        double[] values = new double[steps];
        for (int i = 0; i < steps; i++) {
            values[i] = load.applyAsDouble(i);
        }
        return new RegularSeries(START, Duration.ofMinutes(15), values);
    }

    /** An office: from 7 to 19 h on working days. */
    private static double calendar(int i) {
        int slot = i % 96;
        return 30 + (slot >= 28 && slot < 76 ? i / 96 % 7 < 5 ? 80 : 25 : 0);
    }

    /** A compressor: 50.7 minutes. */
    private static double machine(int i) {
        return Math.sin(2 * Math.PI * 15 * i / 50.7);
    }

    private static double noise(int i) {
        return NOISE[i];
    }
}
