package org.metergate.analysis.electricity;

import org.metergate.analysis.PowerFactorClass;

/**
 * Where the classes of the power factor begin.
 *
 * @param ideal least factor that is ideal, up to 1
 * @param acceptable what an acceptable factor is above
 * @param critical what a critical factor is below; between the two it is degraded
 */
public record PowerFactorLimits(double ideal, double acceptable, double critical) {

    /** The limits of the user's glossary; see {@link PowerFactorClass}. */
    public static final PowerFactorLimits GLOSSARY = new PowerFactorLimits(0.995, 0.9, 0.8);

    /** @throws IllegalArgumentException unless 0 ≤ critical ≤ acceptable ≤ ideal ≤ 1 */
    public PowerFactorLimits {
        if (!(critical >= 0 && critical <= acceptable && acceptable <= ideal && ideal <= 1)) {
            throw new IllegalArgumentException("the limits of the power factor are " + ideal + ", " + acceptable + ", "
                    + critical + "; expected 1 or less, each no more than the one before");
        }
    }

    /**
     * @param factor -1 to 1; its sign does not matter
     * @return its class
     * @throws IllegalArgumentException if it is out of range, or no number
     */
    public PowerFactorClass classOf(double factor) {
        double size = Math.abs(factor);
        if (!(size <= 1)) {
            throw new IllegalArgumentException("a power factor is -1 to 1, not " + factor);
        }
        if (size >= ideal) {
            return PowerFactorClass.IDEAL;
        }
        if (size > acceptable) {
            return PowerFactorClass.ACCEPTABLE;
        }
        return size < critical ? PowerFactorClass.CRITICAL : PowerFactorClass.DEGRADED;
    }
}
