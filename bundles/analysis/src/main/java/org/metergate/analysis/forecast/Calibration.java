package org.metergate.analysis.forecast;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Intervals from how far forecasts were off, by the time after the origin (conformal prediction). Errors are taken in units
 * of the usual error of the last days, so intervals widen when the series becomes restless; and the nominal coverage is
 * moved a little after every day that was covered too often or too seldom (adaptive conformal inference).
 */
final class Calibration {
    /** Nominal coverage of the intervals. */
    static final double[] COVERAGE = {0.80, 0.95};

    private static final int MOST_DAYS = 120;
    private static final int GROUPS = 6;
    private static final double KEEP = Math.pow(0.5, 1 / 10.0);
    private static final double GAIN = 0.075;

    private final int length;
    private final Deque<double[]> scores = new ArrayDeque<>();
    private final double[] usual = new double[GROUPS];
    private final double[] misses = {1 - COVERAGE[0], 1 - COVERAGE[1]};

    Calibration(int length) {
        this.length = length;
    }

    /** @return how many days it knows */
    int days() {
        return scores.size();
    }

    /**
     * Learns how a forecast was off.
     *
     * @param actual what came, NaN for what is not known
     * @param forecast what was forecast
     * @param bounds the intervals that were given, lower and upper of each; empty if none were
     */
    void learn(double[] actual, double[] forecast, double[][] bounds) {
        boolean scaled = hasScale();
        double[] score = new double[length];
        double[] sum = new double[GROUPS];
        int[] count = new int[GROUPS];
        for (int i = 0; i < length; i++) {
            double error = actual[i] - forecast[i];
            score[i] = error / scale(i);
            if (!Double.isNaN(error)) {
                sum[group(i)] += Math.abs(error);
                count[group(i)]++;
            }
        }
        scores.addLast(score);
        if (scores.size() > MOST_DAYS) {
            scores.removeFirst();
        }
        for (int group = 0; group < GROUPS; group++) {
            if (count[group] > 0) {
                double mean = sum[group] / count[group];
                usual[group] = scaled ? KEEP * usual[group] + (1 - KEEP) * mean : mean;
            }
        }
        if (!scaled) { // the first errors had no scale yet
            for (int i = 0; i < length; i++) {
                score[i] = (actual[i] - forecast[i]) / scale(i);
            }
        }
        for (int level = 0; bounds.length > 0 && level < COVERAGE.length; level++) {
            adapt(level, actual, bounds[2 * level], bounds[2 * level + 1]);
        }
    }

    /**
     * Gives the intervals around a forecast.
     *
     * @param forecast of every step
     * @return lower and upper bound of the first interval, lower and upper of the second; empty before anything is known
     */
    double[][] bounds(double[] forecast) {
        if (scores.isEmpty()) {
            return new double[0][];
        }
        double[][] bounds = new double[2 * COVERAGE.length][length];
        int window = Math.max(length / 16, scores.size() < 30 ? length / 4 : 0);
        for (int i = 0; i < length; i++) {
            double[] pool = pool(Math.max(i - window, 0), Math.min(i + window + 1, length));
            for (int level = 0; level < COVERAGE.length; level++) {
                double tail = misses[level] / 2;
                bounds[2 * level][i] = forecast[i] + scale(i) * Math.min(quantile(pool, tail), 0);
                bounds[2 * level + 1][i] = forecast[i] + scale(i) * Math.max(quantile(pool, 1 - tail), 0);
            }
            bounds[2][i] = Math.min(bounds[2][i], bounds[0][i]);
            bounds[3][i] = Math.max(bounds[3][i], bounds[1][i]);
        }
        return bounds;
    }

    private void adapt(int level, double[] actual, double[] lower, double[] upper) {
        int known = 0;
        int missed = 0;
        for (int i = 0; i < length; i++) {
            if (!Double.isNaN(actual[i])) {
                known++;
                missed += actual[i] < lower[i] || actual[i] > upper[i] ? 1 : 0;
            }
        }
        double nominal = 1 - COVERAGE[level];
        if (known > 0) {
            double moved = misses[level] + GAIN * nominal * 2 * (nominal - (double) missed / known);
            misses[level] = Math.min(Math.max(moved, nominal / 5), nominal * 2);
        }
    }

    private double[] pool(int from, int to) {
        double[] pool = new double[scores.size() * (to - from)];
        int count = 0;
        for (double[] score : scores) {
            for (int i = from; i < to; i++) {
                if (!Double.isNaN(score[i])) {
                    pool[count++] = score[i];
                }
            }
        }
        double[] known = Arrays.copyOf(pool, count);
        Arrays.sort(known);
        return known;
    }

    /** The order statistic that a new score lies below with that probability or a little more. */
    private static double quantile(double[] sorted, double part) {
        if (sorted.length == 0) {
            return 0;
        }
        double position =
                part < 0.5 ? part * (sorted.length + 1) - 1 : sorted.length - (1 - part) * (sorted.length + 1);
        int low = (int) Math.floor(position);
        if (low < 0) {
            return sorted[0];
        }
        if (low >= sorted.length - 1) {
            return sorted[sorted.length - 1];
        }
        return sorted[low] + (position - low) * (sorted[low + 1] - sorted[low]);
    }

    private boolean hasScale() {
        return Arrays.stream(usual).anyMatch(one -> one > 0);
    }

    private double scale(int i) {
        double all = Arrays.stream(usual).average().orElse(0);
        double scale = 0.7 * usual[group(i)] + 0.3 * all;
        return scale > 0 ? scale : 1;
    }

    private int group(int i) {
        return i * GROUPS / length;
    }
}
