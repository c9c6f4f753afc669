package org.metergate.dlms;

import org.metergate.transport.MalformedFrameException;

/**
 * A ciphered APDU that a key does not open. The frame came as it was sent (its check sequences hold, where it has any),
 * so receiving it again changes nothing: the key must be set right. The line survives.
 */
public final class WrongKeyException extends MalformedFrameException {
    private static final long serialVersionUID = 1L;

    /** Which key does not fit. */
    public enum Which {
        /** The encryption key: what it opens is no APDU. */
        ENCRYPTION,
        /** The authentication key: the encryption key opens an APDU, but the tag does not hold. */
        AUTHENTICATION
    }

    private final Which which;

    WrongKeyException(Which which, int offset, String found) {
        super(
                offset,
                which == Which.ENCRYPTION ? "the encryption key of this meter" : "the authentication key of this meter",
                found);
        this.which = which;
    }

    /** @return which key */
    public Which which() {
        return which;
    }
}
