package org.metergate.dashboard.gateway;

/** The gateway did not do what was asked; nothing of it stays, unless the message says so. */
public final class GatewayException extends Exception {
    private static final long serialVersionUID = 1;

    GatewayException(String message, Throwable cause) {
        super(message, cause);
    }
}
