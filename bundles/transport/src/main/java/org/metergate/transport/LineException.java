package org.metergate.transport;

import java.io.IOException;

/** The line could not carry the bytes: it cannot be opened, is closed, or broke. Names the line in its message. */
public class LineException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param message what, where and what to do */
    public LineException(String message) {
        super(message);
    }

    /**
     * @param message what, where and what to do
     * @param cause what the system said
     */
    public LineException(String message, Throwable cause) {
        super(message, cause);
    }
}
