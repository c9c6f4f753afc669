package org.metergate.mbus.wireless;

import org.metergate.transport.LineException;

/** The receiver said nothing for too long, or confirms no command. The line was closed; the next conversation opens it. */
public final class ReceiverHungException extends LineException {
    private static final long serialVersionUID = 1L;

    /** @param message which line, and why */
    ReceiverHungException(String message) {
        super(message);
    }
}
