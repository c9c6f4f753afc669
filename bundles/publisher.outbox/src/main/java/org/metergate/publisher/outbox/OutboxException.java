package org.metergate.publisher.outbox;

/** The outbox could not do it; the message says why. It can be used further. */
public final class OutboxException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what failed and what to do
     * @param cause what the disk said
     */
    public OutboxException(String message, Throwable cause) {
        super(message, cause);
    }
}
