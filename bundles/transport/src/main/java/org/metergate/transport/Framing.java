package org.metergate.transport;

/** Tells a line where a frame ends, and nothing about what it says. */
@FunctionalInterface
public interface Framing {

    /** What {@link #end} answers while the frame is not complete. */
    int INCOMPLETE = -1;

    /**
     * Looks for the end of the frame that starts with the first byte.
     *
     * @param received what has come until now; bytes from {@code length} on have no meaning
     * @param length how many bytes have come, 1 or more
     * @return the number of bytes that make the frame, up to {@code length}, or {@link #INCOMPLETE}
     */
    int end(byte[] received, int length);
}
