package org.metergate.mbus.wireless;

/** The mode of EN 13757-4 that a receiver listens to: meters send in one of them. */
public enum LinkMode {
    /** Stationary, 868.3 MHz. */
    S,
    /** Frequent transmit, 868.95 MHz. */
    T,
    /** Compact, 868.95 MHz. */
    C,
    /** Compact and frequent transmit at the same time, which share a channel. */
    C_AND_T
}
