package org.metergate.analysis.forecast;

import java.util.Arrays;

/**
 * Three ridge regressions for every time of day: one with a long memory, one with a short one, and one of values divided
 * by their level. Samples far off what was forecast weigh less (Huber), so that a strange day is not learned.
 */
final class DayRidges {
    /** How many forecasts there are. */
    static final int COUNT = 3;

    private static final int LONG = 0;
    private static final int SHORT = 1;
    private static final int RELATIVE = 2;
    private static final double[] HALF_LIFE_DAYS = {730, 100, 365};
    private static final double[] PENALTY = {0.002, 0.01, 0.005};
    private static final double HUBER = 1.5;
    private static final int FEWEST_DAYS = 14;
    private static final int DAYS_OF_A_YEAR = 400;
    private static final double YEARLY_PENALTY = 10;

    private final LocalSteps steps;
    private final Past past;
    private final Features features;
    private final int ahead;
    private final NormalEquations[][] equations;
    private final double[][][] coefficients;
    private final double[][] spread;
    private final double[] x;
    private final double[] scaled;
    private int learned;

    DayRidges(LocalSteps steps, Past past, Features features, int ahead) {
        this.steps = steps;
        this.past = past;
        this.features = features;
        this.ahead = ahead;
        this.equations = new NormalEquations[COUNT][steps.slots()];
        this.coefficients = new double[COUNT][steps.slots()][];
        this.spread = new double[COUNT][steps.slots()];
        this.x = new double[features.size()];
        this.scaled = new double[features.size()];
    }

    /** Learns from {@code [first, first + length)}, all of which are known by now. */
    void learn(int origin, int first, int length) {
        double relative = relative(origin);
        for (int target = first; target < first + length; target++) {
            double actual = past.given(target);
            if (Double.isNaN(actual)) {
                continue;
            }
            features.fill(x, origin, target, ahead);
            double above = actual - features.base(origin, target);
            int slot = steps.slot(target);
            add(LONG, slot, x, above);
            add(SHORT, slot, x, above);
            if (relative > 0) {
                features.divide(x, relative, scaled);
                add(RELATIVE, slot, scaled, above / relative);
            }
        }
        learned++;
    }

    /** Finds the coefficients for all that was learned. */
    void solve() {
        if (learned < FEWEST_DAYS) {
            return;
        }
        double[] penalty = new double[x.length];
        for (int one = 0; one < COUNT; one++) {
            for (int slot = 0; slot < coefficients[one].length; slot++) {
                NormalEquations known = equations[one][slot];
                if (known == null) {
                    continue;
                }
                Arrays.fill(penalty, PENALTY[one] + 0.4 / known.weight());
                if (learned < DAYS_OF_A_YEAR) {
                    Arrays.fill(penalty, Features.YEARLY, Features.YEARLY_END, YEARLY_PENALTY);
                }
                coefficients[one][slot] = known.solve(penalty);
            }
        }
    }

    /** Forecasts into three arrays. */
    void forecast(int origin, int first, double[] longMemory, double[] shortMemory, double[] ofLevel) {
        double relative = relative(origin);
        for (int i = 0; i < longMemory.length; i++) {
            int target = first + i;
            int slot = steps.slot(target);
            features.fill(x, origin, target, ahead);
            double base = features.base(origin, target);
            longMemory[i] = base + product(coefficients[LONG][slot], x);
            shortMemory[i] = base + product(coefficients[SHORT][slot], x);
            ofLevel[i] = base;
            if (relative > 0) {
                features.divide(x, relative, scaled);
                ofLevel[i] += relative * product(coefficients[RELATIVE][slot], scaled);
            }
        }
    }

    private void add(int one, int slot, double[] sample, double target) {
        if (equations[one][slot] == null) {
            equations[one][slot] = new NormalEquations(sample.length);
        }
        double weight = 1;
        if (coefficients[one][slot] != null) {
            double residual = Math.abs(target - product(coefficients[one][slot], sample));
            double usual = spread[one][slot];
            spread[one][slot] = usual == 0 ? residual : usual + 0.03 * (residual - usual);
            weight = usual == 0 ? 1 : Math.min(1, HUBER * usual / Math.max(residual, Double.MIN_NORMAL));
        }
        equations[one][slot].add(sample, target, weight, Math.pow(0.5, 1 / HALF_LIFE_DAYS[one]));
    }

    /** @return what values are divided by; 0 if there has been nothing but 0 */
    private double relative(int origin) {
        double year = Math.abs(past.mean(origin - 365 * steps.slots(), origin));
        return Math.max(Math.abs(features.level(origin)), 0.2 * year);
    }

    private static double product(double[] coefficients, double[] x) {
        if (coefficients == null) {
            return 0;
        }
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += coefficients[i] * x[i];
        }
        return sum;
    }
}
