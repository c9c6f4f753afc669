package org.metergate.analysis;

/** Direction of active and reactive power (IEC 62053-23, annex C). A power of 0 counts as positive. */
public enum Quadrant {
    /** Active power from the grid, inductive. */
    I,
    /** Active power to the grid, reactive power positive. */
    II,
    /** Active power to the grid, reactive power negative. */
    III,
    /** Active power from the grid, capacitive. */
    IV;

    /**
     * Finds the quadrant.
     *
     * @param active in W, positive from the grid
     * @param reactive in var, positive inductive
     * @return the quadrant
     */
    public static Quadrant of(double active, double reactive) {
        if (active >= 0) {
            return reactive >= 0 ? I : IV;
        }
        return reactive >= 0 ? II : III;
    }
}
