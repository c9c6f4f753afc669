package org.metergate.dlms;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.metergate.transport.MalformedFrameException;

/** Opens ciphered APDUs: AES-GCM with a tag of 12 bytes (IEC 62056-5-3, 5.3.4 and NIST SP 800-38D). */
final class Ciphering {
    private static final int TAG = 12;
    static final int COMPRESSED = 0x80;
    static final int ENCRYPTED = 0x20;
    static final int AUTHENTICATED = 0x10;

    private Ciphering() {}

    /**
     * Opens what a security header announces.
     *
     * @param keys the keys
     * @param systemTitle 8 bytes, of the sender
     * @param control security control byte: bits 0 to 3 suite, 4 authenticated, 5 encrypted
     * @param counter invocation counter, as the 32 bits of the wire
     * @param payload ciphertext, and the tag if authenticated
     * @return the plain APDU
     * @throws MalformedFrameException if the tag does not hold or a key that is needed is missing
     */
    static byte[] open(Keys keys, byte[] systemTitle, int control, long counter, byte[] payload)
            throws MalformedFrameException {
        boolean encrypted = (control & ENCRYPTED) != 0;
        boolean authenticated = (control & AUTHENTICATED) != 0;
        if ((control & COMPRESSED) != 0) {
            throw new MalformedFrameException(
                    0, "an APDU without compression", "security control " + Bytes.hex(control));
        }
        if (!encrypted && !authenticated) {
            return payload;
        }
        if (authenticated && payload.length < TAG) {
            throw new MalformedFrameException(payload.length, "a tag of 12 bytes", payload.length + " bytes");
        }
        byte[] initial =
                ByteBuffer.allocate(12).put(systemTitle).putInt((int) counter).array();
        SecretKeySpec key = new SecretKeySpec(keys.encryption(), "AES");
        try {
            if (!authenticated) {
                // counter mode alone: GCM starts the data at counter 2 (SP 800-38D, 7.1)
                Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
                byte[] block = ByteBuffer.allocate(16).put(initial).putInt(2).array();
                cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(block));
                return cipher.doFinal(payload);
            }
            byte[] authentication = keys.authentication()
                    .orElseThrow(() -> new MalformedFrameException(
                            0, "an authentication key for security control " + Bytes.hex(control), "none"));
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG * 8, initial));
            cipher.updateAAD(new byte[] {(byte) control});
            cipher.updateAAD(authentication);
            if (encrypted) {
                return cipher.doFinal(payload);
            }
            int plain = payload.length - TAG;
            cipher.updateAAD(payload, 0, plain);
            cipher.doFinal(payload, plain, TAG);
            return Arrays.copyOf(payload, plain);
        } catch (AEADBadTagException e) {
            throw new MalformedFrameException(
                    payload.length - TAG, "an authentication tag that holds with these keys", "another tag");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java offers no AES-GCM", e);
        }
    }
}
