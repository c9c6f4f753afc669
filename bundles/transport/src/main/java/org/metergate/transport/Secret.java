package org.metergate.transport;

/**
 * Bytes of a frame that nobody may read in a trace or a log, such as a password.
 *
 * @param from index of the first secret byte in the frame, from 0
 * @param to index after the last one; not before {@code from}
 */
public record Secret(int from, int to) {
    /** @throws IllegalArgumentException if the end is before the start, or the start before the frame */
    public Secret {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("secret bytes are " + from + " to " + to + "; expected 0 <= from <= to");
        }
    }

    /**
     * @param index of a byte in the frame
     * @return whether that byte is secret
     */
    public boolean covers(int index) {
        return index >= from && index < to;
    }
}
