package org.metergate.analysis;

/**
 * How good a power factor is. The limits are those of the user's glossary (ideal 1.0, acceptable above 0.9, critical
 * below 0.8); the gap between them, both ends included, is named here.
 */
public enum PowerFactorClass {
    /** 1.0 as far as a meter with two decimals can tell: 0.995 and more. */
    IDEAL,
    /** More than 0.9 and less than 0.995. */
    ACCEPTABLE,
    /** 0.8 to 0.9, both included. */
    DEGRADED,
    /** Less than 0.8. */
    CRITICAL;

    private static final double IDEAL_FROM = 0.995;
    private static final double ACCEPTABLE_ABOVE = 0.9;
    private static final double CRITICAL_BELOW = 0.8;

    /**
     * Finds the class. The direction of the power does not matter.
     *
     * @param factor -1 to 1
     * @return the class
     * @throws IllegalArgumentException if it is out of that range, or no number
     */
    public static PowerFactorClass of(double factor) {
        double size = Math.abs(factor);
        if (!(size <= 1)) {
            throw new IllegalArgumentException("a power factor is -1 to 1, not " + factor);
        }
        if (size >= IDEAL_FROM) {
            return IDEAL;
        }
        if (size > ACCEPTABLE_ABOVE) {
            return ACCEPTABLE;
        }
        return size < CRITICAL_BELOW ? CRITICAL : DEGRADED;
    }
}
