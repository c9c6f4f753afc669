package org.metergate.analysis.electricity;

/**
 * A figure's value, and where it comes from.
 *
 * @param value in the figure's unit, finite
 * @param formula how it was derived, such as {@code U·I}; empty if the meter gave it
 * @param sinusoidal whether the formula holds on sinusoidal voltage and current only: with harmonics the truth differs
 */
public record Value(double value, String formula, boolean sinusoidal) {

    static Value given(double value) {
        return new Value(value, "", false);
    }

    /** @return whether the meter gave it */
    public boolean isGiven() {
        return formula.isEmpty();
    }
}
