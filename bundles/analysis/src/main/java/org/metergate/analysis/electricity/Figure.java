package org.metergate.analysis.electricity;

/** What can be said about one phase, or all of them, at one moment. */
public enum Figure {
    /** Rms voltage to neutral, 0 or more; of a total, none. */
    VOLTAGE("U", "V"),
    /** Rms current with harmonics, 0 or more; of a total, none. */
    CURRENT("I", "A"),
    /** Active power, positive from the grid. */
    ACTIVE("P", "W"),
    /** Reactive power of the fundamental, positive inductive. */
    REACTIVE("Q", "var"),
    /** Apparent power U·I, 0 or more. */
    APPARENT("S", "VA"),
    /** True power factor P/S, harmonics included, -1 to 1; a meter may leave its sign out. */
    FACTOR("PF", ""),
    /** Displacement factor cos φ1 of the fundamental, -1 to 1. */
    DISPLACEMENT_FACTOR("DPF", ""),
    /** Angle φ1 by which the fundamental current lags its voltage, -180 to 180; negative: it leads. */
    ANGLE("phi", "°"),
    /** Angle of the voltage behind that of L1, 0 to 360; 120 for L2 of a supply with right-hand rotation. */
    VOLTAGE_ANGLE("delta", "°"),
    /** Nonactive power N = sqrt(S² - P²), 0 or more (IEEE 1459, 3.1.2). */
    NONACTIVE("N", "var"),
    /** Distortion power D = sqrt(S² - P² - Q²), 0 or more: what neither does work nor belongs to the fundamental's Q. */
    DISTORTION("D", "var");

    private final String symbol;
    private final String unit;

    Figure(String symbol, String unit) {
        this.symbol = symbol;
        this.unit = unit;
    }

    /** @return the letter of the formulas */
    public String symbol() {
        return symbol;
    }

    /** @return the unit's symbol, empty for a ratio */
    public String unit() {
        return unit;
    }

    /** @return whether the figure is a size, and never negative */
    boolean isSize() {
        return switch (this) {
            case VOLTAGE, CURRENT, APPARENT, NONACTIVE, DISTORTION, VOLTAGE_ANGLE -> true;
            case ACTIVE, REACTIVE, FACTOR, DISPLACEMENT_FACTOR, ANGLE -> false;
        };
    }
}
