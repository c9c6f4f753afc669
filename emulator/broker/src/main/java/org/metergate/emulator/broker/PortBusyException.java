package org.metergate.emulator.broker;

import java.io.IOException;

/** The address cannot be listened on; nothing was started. Trying again later may work. */
final class PortBusyException extends IOException {

    private static final long serialVersionUID = 1;

    PortBusyException(String message, Throwable cause) {
        super(message, cause);
    }
}
