package org.metergate.dlms;

/** The meter has no connection to us, or ends it. The line is well; connecting anew may help. */
final class LinkLostException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Trouble trouble;

    LinkLostException(String message) {
        this(Trouble.NO_CONNECTION, message);
    }

    LinkLostException(Trouble trouble, String message) {
        super(message);
        this.trouble = trouble;
    }

    Trouble trouble() {
        return trouble;
    }
}
