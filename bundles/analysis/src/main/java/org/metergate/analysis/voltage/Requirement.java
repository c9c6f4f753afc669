package org.metergate.analysis.voltage;

import java.time.Duration;

/**
 * What EN 50160 asks of a low voltage supply that is connected to others, over each week; the part of the means of the
 * frequency is one of a year in the standard.
 */
public enum Requirement {
    /** 95 % of the means of 10 minutes within 10 % of the nominal voltage. */
    VOLTAGE(-10, 10, 0.95),
    /** All of them within 10 % above and 15 % below. */
    VOLTAGE_ALWAYS(-15, 10, 1),
    /** 99.5 % of the means of 10 s within 1 % of the nominal frequency. */
    FREQUENCY(-1, 1, 0.995),
    /** All of them within 4 % above and 6 % below. */
    FREQUENCY_ALWAYS(-6, 4, 1),
    /** 95 % of the means of 10 minutes of the negative sequence within 2 % of the positive. */
    UNBALANCE(0, 2, 0.95),
    /** 95 % of the means of 10 minutes of the voltage's THD to order 40 within 8 %. */
    THD(0, 8, 0.95);

    private final double least;
    private final double most;
    private final double part;

    Requirement(double least, double most, double part) {
        this.least = least;
        this.most = most;
        this.part = part;
    }

    /** @return part of the values that must be within the limits, above 0 to 1 */
    public double part() {
        return part;
    }

    /** @return what one mean is to be made of */
    public Duration interval() {
        return this == FREQUENCY || this == FREQUENCY_ALWAYS ? Duration.ofSeconds(10) : Duration.ofMinutes(10);
    }

    /** @return whether a value, in % (of the nominal one its deviation), is within the limits */
    public boolean isWithin(double value) {
        return value >= least && value <= most;
    }

    /**
     * The limit for one order of the voltage, which 95 % of the means of 10 minutes must be within.
     *
     * @param order 2 to 25
     * @return in % of the fundamental
     * @throws IllegalArgumentException for another order: the standard gives no limit
     */
    public static double harmonic(int order) {
        return switch (order) {
            case 2 -> 2;
            case 3, 7 -> 5;
            case 4 -> 1;
            case 5 -> 6;
            case 9 -> 1.5;
            case 11 -> 3.5;
            case 13 -> 3;
            case 15, 21 -> 0.5;
            case 17 -> 2;
            case 19, 23, 25 -> 1.5;
            default -> {
                if (order < 2 || order > 24 || order % 2 != 0) {
                    throw new IllegalArgumentException("EN 50160 gives no limit for order " + order);
                }
                yield 0.5;
            }
        };
    }
}
