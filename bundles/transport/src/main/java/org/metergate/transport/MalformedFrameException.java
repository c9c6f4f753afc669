package org.metergate.transport;

/** Bytes that are not the protocol. The line survives; the frame is lost. */
public class MalformedFrameException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int offset;
    private final String expected;
    private final String found;

    /**
     * @param offset index of the first wrong byte in the frame, from 0; the frame's length if it is too short
     * @param expected what the standard asks for there
     * @param found what came
     */
    public MalformedFrameException(int offset, String expected, String found) {
        super("byte " + offset + ": expected " + expected + ", found " + found);
        this.offset = offset;
        this.expected = expected;
        this.found = found;
    }

    /** @return index of the first wrong byte in the frame, from 0 */
    public int offset() {
        return offset;
    }

    /** @return what the standard asks for there */
    public String expected() {
        return expected;
    }

    /** @return what came */
    public String found() {
        return found;
    }
}
