package org.metergate.emulator.meters.dlms;

import static org.metergate.emulator.meters.dlms.Encoder.concat;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-GCM as DLMS uses it: nonce of system title and counter, tag of 12 bytes (IEC 62056-5-3, 5.3.4). */
final class Seal {
    static final int AUTHENTICATED = 0x10;
    static final int ENCRYPTED = 0x20;
    private static final int TAG = 12;

    private Seal() {}

    /**
     * Closes an APDU.
     *
     * @param key encryption key
     * @param authenticationKey goes into the tag
     * @param title system title of the sender
     * @param control security control byte
     * @param counter invocation counter
     * @param plain the APDU
     * @param header what general-ciphering authenticates besides
     * @return text and tag, each as far as the control byte asks for it
     */
    static byte[] close(
            byte[] key,
            byte[] authenticationKey,
            byte[] title,
            int control,
            long counter,
            byte[] plain,
            byte[] header) {
        if ((control & ENCRYPTED) == 0) {
            return (control & AUTHENTICATED) == 0
                    ? plain
                    : concat(plain, tag(key, authenticationKey, title, control, counter, concat(header, plain)));
        }
        byte[] additional = (control & AUTHENTICATED) == 0
                ? new byte[0]
                : concat(new byte[] {(byte) control}, authenticationKey, header);
        byte[] sealed = gcm(key, title, counter, additional, plain);
        return (control & AUTHENTICATED) == 0 ? Arrays.copyOf(sealed, plain.length) : sealed;
    }

    /** Opens what {@link #close} made. @return empty if the tag does not hold */
    static Optional<byte[]> open(
            byte[] key, byte[] authenticationKey, byte[] title, int control, long counter, byte[] text, byte[] header) {
        boolean tagged = (control & AUTHENTICATED) != 0;
        int length = text.length - (tagged ? TAG : 0);
        if (length < 0) {
            return Optional.empty();
        }
        byte[] closed = Arrays.copyOf(text, length);
        // counter mode is its own inverse
        byte[] plain = (control & ENCRYPTED) == 0
                ? closed
                : Arrays.copyOf(gcm(key, title, counter, new byte[0], closed), length);
        byte[] again = close(key, authenticationKey, title, control, counter, plain, header);
        return MessageDigest.isEqual(again, text) ? Optional.of(plain) : Optional.empty();
    }

    /** The tag over bytes in clear. */
    static byte[] tag(byte[] key, byte[] authenticationKey, byte[] title, int control, long counter, byte[] clear) {
        return gcm(key, title, counter, concat(new byte[] {(byte) control}, authenticationKey, clear), new byte[0]);
    }

    private static byte[] gcm(byte[] key, byte[] title, long counter, byte[] additional, byte[] plain) {
        byte[] nonce = ByteBuffer.allocate(12)
                .put(Arrays.copyOf(title, 8))
                .putInt((int) counter)
                .array();
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(8 * TAG, nonce));
            cipher.updateAAD(additional);
            return cipher.doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java offers no AES-GCM", e);
        }
    }
}
