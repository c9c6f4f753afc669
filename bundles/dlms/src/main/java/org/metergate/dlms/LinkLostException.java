package org.metergate.dlms;

/** The meter has no connection to us, or ends it. The line is well; connecting anew may help. */
final class LinkLostException extends Exception {
    private static final long serialVersionUID = 1L;

    LinkLostException(String message) {
        super(message);
    }
}
