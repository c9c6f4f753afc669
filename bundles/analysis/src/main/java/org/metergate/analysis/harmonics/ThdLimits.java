package org.metergate.analysis.harmonics;

/**
 * Where the classes of the THD begin, in %.
 *
 * @param normal what a normal THD is below
 * @param acceptable what an acceptable one is below
 * @param critical what a critical one is above; between the two it is degraded
 */
public record ThdLimits(double normal, double acceptable, double critical) {

    /** The limits of the user's glossary. */
    public static final ThdLimits GLOSSARY = new ThdLimits(5, 8, 10);

    /** @throws IllegalArgumentException unless 0 < normal ≤ acceptable ≤ critical */
    public ThdLimits {
        if (!(normal > 0 && normal <= acceptable && acceptable <= critical && critical <= 1000)) {
            throw new IllegalArgumentException("the limits of the THD are " + normal + ", " + acceptable + ", "
                    + critical + " percent; expected more than 0, each no less than the one before");
        }
    }

    /**
     * @param percent of the fundamental, 0 or more
     * @return its class
     * @throws IllegalArgumentException if it is negative or no number
     */
    public ThdClass classOf(double percent) {
        if (!(percent >= 0)) {
            throw new IllegalArgumentException("a THD is 0 % or more, not " + percent);
        }
        if (percent < normal) {
            return ThdClass.NORMAL;
        }
        if (percent < acceptable) {
            return ThdClass.ACCEPTABLE;
        }
        return percent > critical ? ThdClass.CRITICAL : ThdClass.DEGRADED;
    }
}
