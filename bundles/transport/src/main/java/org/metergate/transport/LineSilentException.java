package org.metergate.transport;

/** The meter said nothing, or stopped in the middle of a frame. The line stays usable. */
public class LineSilentException extends LineException {
    private static final long serialVersionUID = 1L;

    private final byte[] received;

    /**
     * @param message which line, and how long was waited
     * @param received the bytes of the unfinished frame, empty if none came
     */
    public LineSilentException(String message, byte[] received) {
        super(message);
        this.received = received.clone();
    }

    /** @return the bytes of the unfinished frame, empty if none came */
    public byte[] received() {
        return received.clone();
    }
}
