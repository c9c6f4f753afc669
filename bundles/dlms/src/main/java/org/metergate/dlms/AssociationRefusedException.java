package org.metergate.dlms;

/** The meter does not let this client in. The line is well; asking again changes nothing. */
final class AssociationRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Trouble trouble;
    private final boolean conformance;

    AssociationRefusedException(Trouble trouble, String message) {
        this(trouble, message, false);
    }

    /** @param conformance whether the services that were proposed are the reason */
    AssociationRefusedException(Trouble trouble, String message, boolean conformance) {
        super(message);
        this.trouble = trouble;
        this.conformance = conformance;
    }

    /** @return whether the meter may let the client in if fewer services are proposed */
    boolean conformance() {
        return conformance;
    }

    Trouble trouble() {
        return trouble;
    }
}
