package org.metergate.mbus;

import org.metergate.transport.MalformedFrameException;

/**
 * The telegram came in whole, and does not open with the key at hand: the check inside does not hold. The line survives.
 * Neither the message nor a cause holds a byte of the key.
 */
public final class WrongKeyException extends MalformedFrameException {
    private static final long serialVersionUID = 1L;

    /**
     * @param offset index of the byte where the check stands
     * @param check what a right key would have given, such as {@code 2F2F after decryption}
     */
    WrongKeyException(int offset, String check) {
        super(offset, check, "other bytes: the key is wrong");
    }
}
