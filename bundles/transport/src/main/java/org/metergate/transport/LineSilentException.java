package org.metergate.transport;

/**
 * The meter said nothing, or stopped in the middle of a frame. The line stays usable. The condition tells whether
 * nothing came, an answer stopped, or what came is no answer at all but an echo or the garbage of wrong settings.
 */
public class LineSilentException extends LineException {
    private static final long serialVersionUID = 1L;

    private final byte[] received;

    /**
     * @param message which line, and how long was waited
     * @param received the bytes of the unfinished frame, empty if none came
     */
    public LineSilentException(String message, byte[] received) {
        this(received.length == 0 ? LineCondition.SILENT : LineCondition.INCOMPLETE, message, received);
    }

    /**
     * @param condition what the bytes received look like
     * @param message which line, and how long was waited
     * @param received the bytes of the unfinished frame, empty if none came
     */
    public LineSilentException(LineCondition condition, String message, byte[] received) {
        super(condition, message);
        this.received = received.clone();
    }

    /** @return the bytes of the unfinished frame, empty if none came */
    public byte[] received() {
        return received.clone();
    }
}
