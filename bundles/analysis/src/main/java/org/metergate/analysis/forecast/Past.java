package org.metergate.analysis.forecast;

import java.util.Arrays;

/**
 * What a forecaster has been fed: values, with gaps and filled, sums of them, and companion columns. There is nothing in it
 * from after its end.
 */
final class Past {
    private final LocalSteps steps;
    private final int companions;
    private double[] given = new double[1024];
    private double[] filled = new double[1024];
    private double[] sums = new double[1025];
    private double[][] columns;
    private int size;
    private int latest = -1;
    private int ranged;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;

    Past(LocalSteps steps, int companions) {
        this.steps = steps;
        this.companions = companions;
        this.columns = new double[companions][1024];
    }

    int size() {
        return size;
    }

    int companions() {
        return companions;
    }

    /** @return index of the last step that was not a gap, -1 if there is none */
    int latest() {
        return latest;
    }

    /** Adds a step; NaN for what is not known. A gap is filled from the step's own past. */
    void add(double value, double[] beside) {
        if (size == given.length) {
            given = Arrays.copyOf(given, size * 2);
            filled = Arrays.copyOf(filled, size * 2);
            sums = Arrays.copyOf(sums, size * 2 + 1);
            for (int i = 0; i < companions; i++) {
                columns[i] = Arrays.copyOf(columns[i], size * 2);
            }
        }
        given[size] = value;
        filled[size] = Double.isNaN(value) ? stand() : value;
        sums[size + 1] = sums[size] + filled[size];
        for (int i = 0; i < companions; i++) {
            columns[i][size] = !Double.isNaN(beside[i]) ? beside[i] : size > 0 ? columns[i][size - 1] : 0;
        }
        if (!Double.isNaN(value)) {
            latest = size;
        }
        size++;
    }

    /** What stands in for a missing value: last week's, or yesterday's, or the last one. */
    private double stand() {
        int week = steps.back(size, 7);
        if (week >= 0 && week < size) {
            return filled[week];
        }
        int day = steps.back(size, 1);
        return day >= 0 && day < size ? filled[day] : size > 0 ? filled[size - 1] : 0;
    }

    /** @return the value as it was given, NaN for a gap */
    double given(int index) {
        return given[index];
    }

    /** @return the value, filled; steps before the first have the first's */
    double at(int index) {
        return filled[Math.max(index, 0)];
    }

    /** @return the mean of {@code [from, to)}, clipped to what there is */
    double mean(int from, int to) {
        int first = Math.max(from, 0);
        int last = Math.max(Math.min(to, size), first + 1);
        return (sums[last] - sums[first]) / (last - first);
    }

    /** @return the value of a companion, the last known one where it was missing */
    double beside(int column, int index) {
        return columns[column][Math.max(index, 0)];
    }

    /**
     * Keeps forecasts within half the range of all values above and below it, and a series that was never negative above 0.
     *
     * @param values to be changed in place
     * @param origin only values before it count
     */
    void confine(double[] values, int origin) {
        for (; ranged < origin; ranged++) {
            least = Math.min(least, filled[ranged]);
            greatest = Math.max(greatest, filled[ranged]);
        }
        double spare = (greatest - least) / 2;
        double lowest = least >= 0 ? Math.max(least - spare, 0) : least - spare;
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.min(Math.max(values[i], lowest), greatest + spare);
        }
    }
}
