package org.metergate.transport;

import java.time.Instant;

/**
 * One thing that happened on a line.
 *
 * @param time when
 * @param kind what
 * @param bytes how many were sent or received, 0 for other kinds
 * @param text of a frame: its bytes in hex, {@code 2F 3F 21}, secret ones as {@code **}, what goes beyond the limit of
 *     the trace as {@code +123 bytes}; otherwise a clause
 */
public record TraceEntry(Instant time, Kind kind, int bytes, String text) {

    /** What happened. */
    public enum Kind {
        /** A frame went out. */
        SENT,
        /** A whole frame came. */
        RECEIVED,
        /** Bytes came that no frame was made of. */
        UNFINISHED,
        /** The port was opened. */
        OPENED,
        /** Speed or format changed. */
        CHANGED,
        /** The port was closed by this side. */
        CLOSED,
        /** The port could not be opened, or broke. */
        FAILED
    }
}
