package org.metergate.features.deploy;

/** The gateway cannot be used as asked; the message says what to do about it. */
final class GatewayException extends Exception {

    private static final long serialVersionUID = 1;

    GatewayException(String message) {
        super(message);
    }

    GatewayException(String message, Throwable cause) {
        super(message, cause);
    }
}
