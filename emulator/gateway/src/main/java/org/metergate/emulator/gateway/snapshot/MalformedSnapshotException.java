package org.metergate.emulator.gateway.snapshot;

/** The text is no snapshot; the message says where and what. */
public final class MalformedSnapshotException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedSnapshotException(String message, Throwable cause) {
        super(message, cause);
    }
}
