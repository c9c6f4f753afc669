package org.metergate.mbus;

/** The function field of a DIF: what kind of value of the quantity this is (EN 13757-3, 6.3.3). */
public enum Function {
    /** The value now, or at the storage time. */
    INSTANTANEOUS("Instantaneous value"),
    /** The largest value of the period. */
    MAXIMUM("Maximum value"),
    /** The smallest value of the period. */
    MINIMUM("Minimum value"),
    /** The value while the meter was in an error state. */
    ERROR_STATE("Value during error state");

    private static final Function[] OF_DIF = values();

    private final String text;

    Function(String text) {
        this.text = text;
    }

    /** @return the usual English name */
    public String text() {
        return text;
    }

    static Function ofDif(int dif) {
        return OF_DIF[dif >> 4 & 0x03];
    }
}
