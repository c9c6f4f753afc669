package org.metergate.analysis.harmonics;

/** How bad a total harmonic distortion is, see {@link ThdLimits}. */
public enum ThdClass {
    /** Below 5 % by the user's glossary. */
    NORMAL,
    /** Below 8 %. */
    ACCEPTABLE,
    /** From 8 to 10 %, both included: the glossary leaves it without a name. */
    DEGRADED,
    /** Above 10 %. */
    CRITICAL
}
