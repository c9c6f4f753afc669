package org.metergate.model;

/** How far a reading can be trusted. Only {@link #GOOD} readings carry a value to a publisher. */
public enum Quality {
    /** The frame's check held, the digits are valid, the meter did not complain. */
    GOOD,
    /** The meter did not answer. */
    NO_ANSWER,
    /** Bytes came that fail a check of the protocol or hold digits that are none. */
    CORRUPT,
    /** The meter answered and said no: unknown register, no right, temporarily busy. */
    REFUSED,
    /** What was asked for cannot be asked: a wrong setting. */
    MISCONFIGURED
}
