package org.metergate.dlms;

/** The meter does not let this client in. The line is well; asking again changes nothing. */
final class AssociationRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Trouble trouble;

    AssociationRefusedException(Trouble trouble, String message) {
        super(message);
        this.trouble = trouble;
    }

    Trouble trouble() {
        return trouble;
    }
}
