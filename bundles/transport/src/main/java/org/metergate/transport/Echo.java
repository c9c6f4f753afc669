package org.metergate.transport;

/**
 * What becomes of the bytes that come back because the converter hears itself: optical heads and two-wire converters do.
 */
public enum Echo {
    /** Everything received is handed over, an echo too. */
    KEEP,
    /** As many bytes as were sent are dropped from what comes next: the converter always echoes. */
    REMOVE,
    /** What comes next is dropped exactly if it is, byte for byte, what was sent. */
    DETECT
}
