package org.metergate.analysis.harmonics;

/** Frequency of the supply, and the cycles of a window: about 200 ms, so that bins are 5 Hz apart (IEC 61000-4-7, 4.4.1). */
public enum Nominal {
    /** 10 cycles at 50 Hz. */
    HZ_50(50, 10),
    /** 12 cycles at 60 Hz. */
    HZ_60(60, 12);

    private final double hertz;
    private final int cycles;

    Nominal(double hertz, int cycles) {
        this.hertz = hertz;
        this.cycles = cycles;
    }

    /**
     * @param hertz 50 or 60
     * @return the supply
     * @throws IllegalArgumentException if it is neither
     */
    public static Nominal of(double hertz) {
        for (Nominal nominal : values()) {
            if (nominal.hertz == hertz) {
                return nominal;
            }
        }
        throw new IllegalArgumentException("the nominal frequency is " + hertz + " Hz; expected 50 or 60");
    }

    /** @return in Hz */
    public double hertz() {
        return hertz;
    }

    /** @return cycles of a window */
    public int cycles() {
        return cycles;
    }
}
