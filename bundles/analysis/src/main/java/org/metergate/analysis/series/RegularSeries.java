package org.metergate.analysis.series;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * Values at even steps; NaN is a gap. The arrays are the caller's own: nobody may change them afterwards.
 *
 * @param start time of the first value
 * @param step between two values, more than 0
 * @param values one for each step, in the unit of the series
 */
public record RegularSeries(Instant start, Duration step, double[] values) {

    /** @throws IllegalArgumentException if the step is not positive or a value is infinite */
    public RegularSeries {
        if (step.isNegative() || step.isZero()) {
            throw new IllegalArgumentException("the step is " + step + "; expected more than 0");
        }
        for (double value : values) {
            if (Double.isInfinite(value)) {
                throw new IllegalArgumentException("a value is " + value + "; expected finite ones, or NaN for a gap");
            }
        }
    }

    /**
     * Puts values on the grid of their usual step, which is the median of all.
     *
     * @param times in order, none twice
     * @param values one for each time; NaN is a gap
     * @return the series, gaps where the grid has no value
     * @throws IllegalArgumentException if there are fewer than two, if they are not in order, or if a time is not on the grid
     */
    public static RegularSeries of(Instant[] times, double[] values) {
        Duration step = usualStep(times);
        return of(times, values, step);
    }

    /**
     * Puts values on a grid that begins with the first of them.
     *
     * @param times in order, none twice
     * @param values one for each time; NaN is a gap
     * @param step of the grid
     * @return the series, gaps where the grid has no value
     * @throws IllegalArgumentException if they are not in order, or if a time is not on the grid
     */
    public static RegularSeries of(Instant[] times, double[] values, Duration step) {
        long size = Duration.between(times[0], times[times.length - 1]).dividedBy(step) + 1;
        if (size > Math.max(100L * times.length, 1_000_000)) {
            throw new IllegalArgumentException(
                    "the steps of " + step + " between " + times[0] + " and " + times[times.length - 1] + " are " + size
                            + " for " + times.length + " values; expected fewer gaps");
        }
        double[] grid = new double[(int) size];
        Arrays.fill(grid, Double.NaN);
        for (int i = 0; i < times.length; i++) {
            Duration since = Duration.between(times[0], times[i]);
            long index = since.dividedBy(step);
            if (!step.multipliedBy(index).equals(since)) {
                throw new IllegalArgumentException(times[i] + " is not on the grid of " + step + " from " + times[0]
                        + "; resample the series first");
            }
            if (i > 0 && !times[i].isAfter(times[i - 1])) {
                throw new IllegalArgumentException(times[i] + " is not later than " + times[i - 1]);
            }
            grid[(int) index] = values[i];
        }
        return new RegularSeries(times[0], step, grid);
    }

    /**
     * Finds the step that a series usually has.
     *
     * @param times in order, none twice
     * @return the median of all differences
     * @throws IllegalArgumentException if there are fewer than two
     */
    public static Duration usualStep(Instant... times) {
        if (times.length < 2) {
            throw new IllegalArgumentException(
                    "a series of " + times.length + " values has no step; expected 2 or more");
        }
        Duration[] steps = new Duration[times.length - 1];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = Duration.between(times[i], times[i + 1]);
        }
        Arrays.sort(steps);
        return steps[steps.length / 2];
    }

    /** @return how many steps there are, gaps included */
    public int size() {
        return values.length;
    }

    /**
     * Gives the time of a step.
     *
     * @param index from 0; may lie outside
     * @return its time
     */
    public Instant time(int index) {
        return start.plus(step.multipliedBy(index));
    }

    /** @return how many steps are gaps */
    public int gaps() {
        return (int) Arrays.stream(values).filter(Double::isNaN).count();
    }

    /** @return whether all values that are known are the same */
    public boolean isConstant() {
        return Arrays.stream(values)
                        .filter(value -> !Double.isNaN(value))
                        .distinct()
                        .count()
                < 2;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RegularSeries that
                && start.equals(that.start)
                && step.equals(that.step)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * start.hashCode() + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return values.length + " steps of " + step + " from " + start;
    }
}
