package org.metergate.analysis.energy;

/** Why a reading of a counter was not counted. */
public enum Refusal {
    /** No finite number, or below 0. */
    NO_NUMBER,
    /** The same time and value as the reading before. */
    DUPLICATE,
    /** Not later than the reading before. */
    OUT_OF_ORDER,
    /** It fell, or rose faster than the supply allows: the next reading tells whether it is to be believed. */
    DOUBTED
}
