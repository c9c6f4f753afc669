package org.metergate.analysis.voltage;

/**
 * Where an rms voltage lies. EN 50160 calls what is short and below 90 % a dip, what is short and above 110 % a swell; how
 * long it lasts one reading does not tell, so what may last has names of its own.
 */
public enum VoltageLevel {
    /** Below 5 % of the nominal voltage. */
    INTERRUPTION,
    /** 5 to 85 %: less than EN 50160 ever allows for a mean of 10 minutes. */
    DIP,
    /** 85 to 90 %: allowed in one value of 10 minutes in twenty. */
    LOW,
    /** 90 to 110 %. */
    NORMAL,
    /** Above 110 to 120 %. */
    HIGH,
    /** Above 120 %. */
    SWELL;

    /**
     * @param voltage rms in V, 0 or more
     * @param nominal in V, above 0
     * @return the level
     * @throws IllegalArgumentException if a value is out of range or no number
     */
    public static VoltageLevel of(double voltage, double nominal) {
        double part = voltage / nominal;
        if (!(nominal > 0) || !(part >= 0) || Double.isInfinite(part)) {
            throw new IllegalArgumentException(voltage + " V of nominal " + nominal + " V is no voltage");
        }
        if (part < 0.05) {
            return INTERRUPTION;
        }
        if (part < 0.85) {
            return DIP;
        }
        if (part < 0.9) {
            return LOW;
        }
        if (part <= 1.1) {
            return NORMAL;
        }
        return part <= 1.2 ? HIGH : SWELL;
    }
}
