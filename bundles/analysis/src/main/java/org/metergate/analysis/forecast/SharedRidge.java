package org.metergate.analysis.forecast;

import java.util.Arrays;

/**
 * One ridge regression for all times of day, on how a step differs from the same time of the nearest known day. It has few
 * features and many samples: what it says of a short or noisy history is worth most.
 */
final class SharedRidge {
    private static final int SIZE = 34;
    private static final double PENALTY = 0.001;
    private static final double HUBER = 1.5;
    private static final double FADING = Math.pow(0.5, 1 / 150.0);
    private static final int FEWEST_DAYS = 7;

    private final LocalSteps steps;
    private final Past past;
    private final Features features;
    private final int ahead;
    private final NormalEquations equations = new NormalEquations(SIZE);
    private final double[] x = new double[SIZE];
    private double[] coefficients = new double[SIZE];
    private double usual;
    private int learned;

    SharedRidge(LocalSteps steps, Past past, Features features, int ahead) {
        this.steps = steps;
        this.past = past;
        this.features = features;
        this.ahead = ahead;
    }

    /** Learns from {@code [first, first + length)}, all of which are known by now. */
    void learn(int origin, int first, int length) {
        double fading = FADING;
        for (int i = 0; i < length; i++) {
            double actual = past.given(first + i);
            if (Double.isNaN(actual)) {
                continue;
            }
            double near = fill(origin, first + i, (double) i / length);
            double change = actual - near;
            double weight = 1;
            if (learned >= FEWEST_DAYS) {
                double residual = Math.abs(change - product());
                weight = usual == 0 ? 1 : Math.min(1, HUBER * usual / Math.max(residual, Double.MIN_NORMAL));
                usual = usual == 0 ? residual : usual + 0.002 * (residual - usual);
            }
            equations.add(x, change, weight, fading);
            fading = 1;
        }
        learned++;
    }

    /** Finds the coefficients for all that was learned. */
    void solve() {
        if (learned >= FEWEST_DAYS && equations.weight() > 0) {
            double[] penalty = new double[SIZE];
            Arrays.fill(penalty, PENALTY);
            coefficients = equations.solve(penalty);
        }
    }

    void forecast(int origin, int first, double[] into) {
        for (int i = 0; i < into.length; i++) {
            double near = fill(origin, first + i, (double) i / into.length);
            into[i] = near + product();
        }
    }

    private double fill(int origin, int target, double part) {
        int day = steps.slots();
        int index = features.nearest(origin, target, ahead);
        double near = past.at(index);
        double like = features.base(origin, target) - near;
        double week = past.at(steps.back(target, 7)) - near;
        double lastDay = past.mean(origin - day, origin);
        double dayBefore = past.mean(origin - 2 * day, origin - day);
        double lastWeek = past.mean(origin - 7 * day, origin);
        int hours = Math.max(day / 6, 1);
        int window = Math.max(day / 12, 1);
        int i = 0;
        x[i++] = 1;
        x[i++] = like;
        x[i++] = week;
        x[i++] = past.at(steps.back(target, ahead + 1)) - near;
        x[i++] = past.at(steps.back(target, ahead + 2)) - near;
        x[i++] = past.at(steps.back(target, 14)) - near;
        x[i++] = past.mean(index - window, Math.min(index + window + 1, origin)) - near;
        double last = past.at(origin - 1) - past.at(origin - 1 - day);
        double recent = past.mean(origin - hours, origin) - past.mean(origin - hours - day, origin - day);
        for (double wane : new double[] {1, Math.exp(-3 * part), Math.exp(-12 * part)}) {
            x[i++] = wane * last;
            x[i++] = wane * recent;
            x[i++] = wane * (lastDay - dayBefore);
            x[i++] = wane * (past.at(origin - 1) - lastDay);
        }
        x[i++] = lastDay - lastWeek;
        x[i++] = near - lastDay;
        x[i++] = lastWeek - past.mean(origin - 28 * day, origin);
        int weekday = steps.weekday(target);
        for (int d = 0; d < 6; d++) {
            x[i++] = weekday == d ? 1 : 0;
        }
        for (int d : new int[] {0, 5, 6}) {
            x[i++] = weekday == d ? like : 0;
            x[i++] = weekday == d ? week : 0;
        }
        return near;
    }

    private double product() {
        double sum = 0;
        for (int i = 0; i < SIZE; i++) {
            sum += coefficients[i] * x[i];
        }
        return sum;
    }
}
