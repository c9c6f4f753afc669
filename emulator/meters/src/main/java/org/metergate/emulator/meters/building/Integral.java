package org.metergate.emulator.meters.building;

/** The exact integral of a step function over its day, positive and negative parts apart. Any thread may call. */
final class Integral {
    private static final double HOUR = 3_600;

    private final Steps steps;
    private final double[] positive;
    private final double[] negative;

    Integral(Steps steps) {
        this.steps = steps;
        positive = new double[steps.count()];
        negative = new double[steps.count()];
        for (int i = 1; i < positive.length; i++) {
            double hours = (steps.start(i) - steps.start(i - 1)) / HOUR;
            positive[i] = positive[i - 1] + Math.max(steps.value(i - 1), 0) * hours;
            negative[i] = negative[i - 1] + Math.max(-steps.value(i - 1), 0) * hours;
        }
    }

    /**
     * @param second of the day, 0 to {@link Steps#DAY}
     * @return the function there
     */
    double at(double second) {
        return steps.at(second);
    }

    /**
     * @param second of the day, 0 to {@link Steps#DAY}
     * @return integral of the positive part since midnight, in the function's unit times hours
     */
    double positiveUntil(double second) {
        int index = steps.index(second);
        return positive[index] + Math.max(steps.value(index), 0) * (second - steps.start(index)) / HOUR;
    }

    /**
     * @param second of the day, 0 to {@link Steps#DAY}
     * @return integral of the negative part since midnight, as a positive number
     */
    double negativeUntil(double second) {
        int index = steps.index(second);
        return negative[index] + Math.max(-steps.value(index), 0) * (second - steps.start(index)) / HOUR;
    }
}
