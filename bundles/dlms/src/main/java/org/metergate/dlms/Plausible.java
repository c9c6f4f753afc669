package org.metergate.dlms;

import java.util.Optional;
import org.metergate.transport.MalformedFrameException;

/**
 * Tells an APDU from noise. A wrong key turns every byte into noise, and noise is read as an APDU to its last byte less
 * than once in ten thousand times; a changed bit leaves all but one field as it was.
 */
final class Plausible {
    /** Noise of this length after the first field that cannot be read would not be noticed by chance. */
    private static final int READ_ENOUGH = 8;

    private Plausible() {}

    /** @return whether the bytes are one APDU, or a telegram of a P1 port, to the last byte */
    static boolean isApdu(byte[] plain) {
        return readable(plain) == plain.length && plain.length > 0;
    }

    /** @return whether the bytes are most likely an APDU of which something was changed on the way */
    static boolean isDamagedApdu(byte[] plain) {
        if (readable(plain) >= READ_ENOUGH) {
            return true;
        }
        for (int index = 0; index < Math.min(plain.length, READ_ENOUGH); index++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] mended = plain.clone();
                mended[index] ^= (byte) (1 << bit);
                if (isApdu(mended)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Tells how many bytes can be read before the first that cannot. */
    private static int readable(byte[] plain) {
        if (plain.length > 0 && plain[0] == '/') {
            return P1Text.isWhole(plain) ? plain.length : 0;
        }
        try {
            new ApduTree(Optional.empty()).read(plain);
            return plain.length;
        } catch (MalformedFrameException e) {
            return Math.min(e.offset(), plain.length - 1);
        }
    }
}
