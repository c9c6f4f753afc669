package org.metergate.transport;

/** Others held the line for longer than the caller would wait. The line itself is well. */
public class LineBusyException extends LineException {
    private static final long serialVersionUID = 1L;

    /** @param message which line, and how long was waited */
    public LineBusyException(String message) {
        super(LineCondition.BUSY, message);
    }
}
