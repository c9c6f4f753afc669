package org.metergate.analysis.spectrum;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.metergate.analysis.series.RegularSeries;

/**
 * The dominant periods of a series. First its straight line is taken away, then the profile of the local day, and, from three
 * weeks on, that of the local week: what these explain are the cycles of the calendar, at whatever harmonics. In what is
 * left, cycles are found one after the other, the strongest first, each taken away before the next is looked for. A cycle of
 * a machine that is not locked to the calendar stays where it was, because a profile over many days averages it out.
 *
 * @param periods of the periodogram, longest first
 * @param powers of each period, 0 to 1: the part of the variance of the series that a sinusoid of it explains
 * @param rest the same once the calendar is taken away, as a part of what is left then
 * @param cycles found, the strongest first
 */
public record Spectrum(double[] periods, double[] powers, double[] rest, List<Cycle> cycles) {

    private static final int FEWEST = 16;
    private static final int MOST_CYCLES = 8;
    private static final double SIGNIFICANT = 0.01;
    private static final double DOMINANT = 0.001;
    private static final double DAYS_FOR_WEEK = 21;
    private static final double DAYS_FOR_DAY = 3;

    /**
     * Analyses a series.
     *
     * @param series 16 known values or more; gaps are left out of every sum
     * @param zone of the days and weeks
     * @return its spectrum; without cycles if the series is constant
     * @throws IllegalArgumentException if fewer values are known
     */
    public static Spectrum of(RegularSeries series, ZoneId zone) {
        int known = series.size() - series.gaps();
        if (known < FEWEST) {
            throw new IllegalArgumentException(known + " values are known; expected " + FEWEST + " or more");
        }
        double[] straight = straight(series.values());
        double whole = variance(straight);
        Periodogram all = Periodogram.of(straight);
        double[] left = straight.clone();
        List<Cycle> cycles = new ArrayList<>();
        double level = Arrays.stream(series.values())
                .filter(value -> !Double.isNaN(value))
                .map(Math::abs)
                .max()
                .orElse(0);
        if (whole > 1e-20 * level * level) {
            calendar(series, zone, straight, left, all, whole, cycles);
            own(series, left, whole, cycles);
        }
        cycles.sort((one, other) -> Double.compare(other.strength(), one.strength()));
        Periodogram rest = Periodogram.of(left);
        double seconds = series.step().toNanos() / 1e9;
        int first = Math.max((int) Math.ceil(1.0 / (series.size() * all.step())), 1);
        int count = all.power().length - first;
        double[] periods = new double[count];
        for (int k = 0; k < count; k++) {
            periods[k] = seconds / (all.step() * (first + k));
        }
        return new Spectrum(
                periods,
                Arrays.copyOfRange(all.power(), first, first + count),
                Arrays.copyOfRange(rest.power(), first, first + count),
                List.copyOf(cycles));
    }

    /** Takes the profiles of day and week away. */
    private static void calendar(
            RegularSeries series,
            ZoneId zone,
            double[] straight,
            double[] left,
            Periodogram all,
            double whole,
            List<Cycle> cycles) {
        double perDay = 86_400e9 / series.step().toNanos();
        double days = series.size() / perDay;
        int slots = (int) Math.min(Math.rint(perDay), 96);
        if (perDay >= 2 && days >= DAYS_FOR_DAY) {
            profile(series, zone, left, slots, false, whole, 1 / perDay, all, cycles);
        }
        if (days >= DAYS_FOR_WEEK && perDay >= 1) {
            profile(
                    series,
                    zone,
                    left,
                    Math.max(slots, 1),
                    true,
                    whole,
                    1 / (7 * perDay),
                    Periodogram.of(left),
                    cycles);
        }
        double mean = Arrays.stream(left)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(0);
        for (int i = 0; i < left.length; i++) {
            left[i] -= mean;
        }
    }

    private static void profile(
            RegularSeries series,
            ZoneId zone,
            double[] left,
            int slots,
            boolean weekly,
            double whole,
            double frequency,
            Periodogram periodogram,
            List<Cycle> cycles) {
        int phases = weekly ? 7 * slots : slots;
        int[] phase = new int[left.length];
        double[] sums = new double[phases];
        int[] counts = new int[phases];
        for (int i = 0; i < left.length; i++) {
            ZonedDateTime local = series.time(i).atZone(zone);
            int slot = (int) (local.toLocalTime().toNanoOfDay() / (86_400_000_000_000.0 / slots));
            phase[i] = weekly ? (local.getDayOfWeek().getValue() - 1) * slots + slot : slot;
            if (!Double.isNaN(left[i])) {
                sums[phase[i]] += left[i];
                counts[phase[i]]++;
            }
        }
        double before = variance(left);
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < phases; i++) {
            if (counts[i] > 0) {
                least = Math.min(least, sums[i] / counts[i]);
                greatest = Math.max(greatest, sums[i] / counts[i]);
            }
        }
        double[] without = new double[left.length];
        for (int i = 0; i < left.length; i++) {
            without[i] = left[i] - (counts[phase[i]] > 0 ? sums[phase[i]] / counts[phase[i]] : 0);
        }
        int known =
                (int) Arrays.stream(left).filter(value -> !Double.isNaN(value)).count();
        // a profile of noise explains phases / values of it, which is not counted
        double unbiased = variance(without) * known / Math.max(known - phases, 1.0);
        double strength = Math.max(before - unbiased, 0) / whole;
        double falseAlarm = 1;
        for (int harmonic = 1; harmonic <= 6; harmonic++) {
            int k = (int) Math.rint(harmonic * frequency / periodogram.step());
            if (k < periodogram.power().length - 1) {
                Significance test = new Significance(periodogram, left.length, known);
                double one = Math.min(Math.min(test.single(k - 1), test.single(k)), test.single(k + 1));
                falseAlarm = Math.min(falseAlarm, Math.min(18 * one, 1));
            }
        }
        if (falseAlarm < SIGNIFICANT && strength >= DOMINANT) {
            cycles.add(new Cycle(
                    weekly ? Duration.ofDays(7) : Duration.ofDays(1),
                    Math.min(strength, 1),
                    (greatest - least) / 2,
                    falseAlarm,
                    weekly ? Cycle.Kind.WEEK : Cycle.Kind.DAY));
            System.arraycopy(without, 0, left, 0, left.length);
        }
    }

    /** Finds what is in the rest, the strongest first. */
    private static void own(RegularSeries series, double[] left, double whole, List<Cycle> cycles) {
        double seconds = series.step().toNanos() / 1e9;
        int known =
                (int) Arrays.stream(left).filter(value -> !Double.isNaN(value)).count();
        List<Double> found = new ArrayList<>();
        double[] remaining = left.clone();
        for (int round = 0; round < MOST_CYCLES; round++) {
            Periodogram periodogram = Periodogram.of(remaining);
            Significance test = new Significance(periodogram, left.length, known);
            int peak = test.strongest();
            double falseAlarm = peak < 0 ? 1 : test.falseAlarm(peak);
            double before = variance(remaining);
            if (falseAlarm >= SIGNIFICANT || before <= 1e-9 * whole) {
                return;
            }
            double frequency = refined(periodogram, peak);
            double amplitude = subtract(remaining, frequency);
            double strength = Math.max(before - variance(remaining), 0) / whole;
            boolean harmonic = found.stream().anyMatch(base -> {
                double times = frequency / base;
                double off = Math.abs(times - Math.rint(times)) * base;
                return times > 1.5 && off < 1.0 / left.length;
            });
            boolean beside = found.stream().anyMatch(base -> Math.abs(base - frequency) < 2.0 / left.length);
            found.add(frequency);
            if (!beside && strength >= DOMINANT) { // what is left beside a cycle is its own wandering
                cycles.add(new Cycle(
                        Duration.ofMillis(Math.round(seconds / frequency * 1000)),
                        strength,
                        amplitude,
                        falseAlarm,
                        harmonic ? Cycle.Kind.HARMONIC : Cycle.Kind.OWN));
            }
        }
    }

    /** The top of the parabola through a peak and its neighbours, in cycles per step. */
    private static double refined(Periodogram periodogram, int peak) {
        double[] power = periodogram.power();
        if (peak + 1 >= power.length) {
            return peak * periodogram.step();
        }
        double before = power[peak - 1];
        double after = power[peak + 1];
        double bend = before - 2 * power[peak] + after;
        double shift = bend < 0 ? Math.max(-0.5, Math.min(0.5 * (before - after) / bend, 0.5)) : 0;
        return (peak + shift) * periodogram.step();
    }

    /** Takes the best sinusoid of a frequency away, and gives its amplitude. */
    private static double subtract(double[] values, double frequency) {
        double[][] sums = new double[3][4];
        for (int i = 0; i < values.length; i++) {
            if (Double.isNaN(values[i])) {
                continue;
            }
            double[] x = {1, Math.cos(2 * Math.PI * frequency * i), Math.sin(2 * Math.PI * frequency * i), values[i]};
            for (int row = 0; row < 3; row++) {
                for (int column = 0; column < 4; column++) {
                    sums[row][column] += x[row] * x[column];
                }
            }
        }
        for (int row = 0; row < 3; row++) {
            for (int other = 0; other < 3; other++) {
                double factor = other == row || sums[row][row] == 0 ? 0 : sums[other][row] / sums[row][row];
                for (int column = row; column < 4; column++) {
                    sums[other][column] -= factor * sums[row][column];
                }
            }
        }
        double[] fit = new double[3];
        for (int row = 0; row < 3; row++) {
            fit[row] = sums[row][row] == 0 ? 0 : sums[row][3] / sums[row][row];
        }
        for (int i = 0; i < values.length; i++) {
            double angle = 2 * Math.PI * frequency * i;
            values[i] -= fit[0] + fit[1] * Math.cos(angle) + fit[2] * Math.sin(angle);
        }
        return Math.hypot(fit[1], fit[2]);
    }

    private static double[] straight(double[] values) {
        double count = 0;
        double x = 0;
        double xx = 0;
        double y = 0;
        double xy = 0;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                count++;
                x += i;
                xx += (double) i * i;
                y += values[i];
                xy += i * values[i];
            }
        }
        double spread = xx - x * x / count;
        double slope = spread > 0 ? (xy - x * y / count) / spread : 0;
        double[] straight = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            straight[i] = values[i] - y / count - slope * (i - x / count);
        }
        return straight;
    }

    private static double variance(double[] values) {
        double[] known =
                Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
        double mean = Arrays.stream(known).average().orElse(0);
        return Arrays.stream(known)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(0);
    }
}
