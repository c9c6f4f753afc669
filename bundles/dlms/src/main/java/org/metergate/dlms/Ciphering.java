package org.metergate.dlms;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.metergate.transport.MalformedFrameException;

/** Opens and seals ciphered APDUs: AES-GCM with a tag of 12 bytes (IEC 62056-5-3, 5.3.4 and NIST SP 800-38D). */
final class Ciphering {
    private static final int TAG = 12;
    static final int COMPRESSED = 0x80;
    static final int BROADCAST = 0x40;
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
     * @throws WrongKeyException if a key is not the one that closed it
     * @throws MalformedFrameException if the tag does not hold for another reason, or a key that is needed is missing
     */
    static byte[] open(Keys keys, byte[] systemTitle, int control, long counter, byte[] payload)
            throws MalformedFrameException {
        return open(keys, systemTitle, control, counter, payload, new byte[0]);
    }

    /**
     * @param header what general-ciphering authenticates between the authentication key and the text: the transaction
     *     identifier, the system titles, the date and the other information, with their lengths
     */
    static byte[] open(Keys keys, byte[] systemTitle, int control, long counter, byte[] payload, byte[] header)
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
        int text = authenticated ? payload.length - TAG : payload.length;
        if (text < 0) {
            throw new MalformedFrameException(payload.length, "a tag of 12 bytes", payload.length + " bytes");
        }
        if (systemTitle.length > 8) {
            throw new MalformedFrameException(0, "a system title of 8 bytes at most", systemTitle.length + " bytes");
        }
        byte[] plain =
                encrypted ? counterMode(keys, systemTitle, counter, payload, text) : Arrays.copyOf(payload, text);
        if (!authenticated || keys.tagIgnored()) {
            if (encrypted && !Plausible.isApdu(plain)) {
                throw new WrongKeyException(WrongKeyException.Which.ENCRYPTION, 0, "a key that opens no APDU");
            }
            return plain;
        }
        byte[] authentication = keys.authentication()
                .orElseThrow(() -> new MalformedFrameException(
                        0, "an authentication key for security control " + Bytes.hex(control), "none"));
        byte[] aad = additional(control, authentication, header, encrypted ? new byte[0] : plain);
        byte[] tag = tagOf(keys, systemTitle, counter, aad, encrypted ? plain : new byte[0]);
        byte[] came = Arrays.copyOfRange(payload, text, payload.length);
        if (!MessageDigest.isEqual(tag, came)) {
            throw whyNot(keys, encrypted, plain, tag, came);
        }
        return plain;
    }

    /** A wrong key makes noise of everything; damage leaves most of an APDU as it was. */
    private static MalformedFrameException whyNot(Keys keys, boolean encrypted, byte[] plain, byte[] tag, byte[] came) {
        int at = plain.length;
        byte[] difference = new byte[TAG];
        for (int index = 0; index < TAG; index++) {
            difference[index] = (byte) (tag[index] ^ came[index]);
        }
        boolean oneBit = encrypted && OneBit.explains(hashKey(keys), difference, plain.length);
        if (!encrypted || oneBit || !Plausible.isApdu(plain) && Plausible.isDamagedApdu(plain)) {
            return new MalformedFrameException(
                    at,
                    "an authentication tag that holds with these keys",
                    oneBit ? "one with a changed bit: the text was damaged" : "another tag");
        }
        return Plausible.isApdu(plain)
                ? new WrongKeyException(
                        WrongKeyException.Which.AUTHENTICATION, at, "a tag that does not hold over an APDU that opens")
                : new WrongKeyException(WrongKeyException.Which.ENCRYPTION, at, "a key that opens no APDU");
    }

    private static byte[] hashKey(Keys keys) {
        try {
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(keys.encryption(), "AES"));
            return cipher.doFinal(new byte[16]);
        } catch (GeneralSecurityException e) {
            throw noAes(e);
        }
    }

    /**
     * Closes an APDU.
     *
     * @param control security control byte, as in {@link #open}
     * @return ciphertext (or the plain APDU, if it is only authenticated) and tag
     */
    static byte[] seal(Keys keys, byte[] systemTitle, int control, long counter, byte[] plain, byte[] header) {
        boolean encrypted = (control & ENCRYPTED) != 0;
        boolean authenticated = (control & AUTHENTICATED) != 0;
        if (!authenticated) {
            return encrypted ? counterMode(keys, systemTitle, counter, plain, plain.length) : plain;
        }
        byte[] authentication = keys.authentication()
                .orElseThrow(() -> new IllegalArgumentException("an APDU with a tag needs an authentication key"));
        try {
            Cipher cipher = gcm(Cipher.ENCRYPT_MODE, keys, systemTitle, counter);
            cipher.updateAAD(additional(control, authentication, header, encrypted ? new byte[0] : plain));
            byte[] sealed = cipher.doFinal(encrypted ? plain : new byte[0]);
            return encrypted ? sealed : Bytes.concat(plain, sealed);
        } catch (GeneralSecurityException e) {
            throw noAes(e);
        }
    }

    /** The tag over a challenge: what mechanism 5 proves itself with (IEC 62056-5-3, table of HLS). */
    static byte[] tag(Keys keys, byte[] systemTitle, int control, long counter, byte[] challenge) {
        byte[] authentication = keys.authentication()
                .orElseThrow(() -> new IllegalArgumentException("GMAC needs an authentication key"));
        try {
            Cipher cipher = gcm(Cipher.ENCRYPT_MODE, keys, systemTitle, counter);
            cipher.updateAAD(additional(control, authentication, new byte[0], challenge));
            return cipher.doFinal();
        } catch (GeneralSecurityException e) {
            throw noAes(e);
        }
    }

    private static byte[] tagOf(Keys keys, byte[] systemTitle, long counter, byte[] aad, byte[] plain) {
        try {
            Cipher cipher = gcm(Cipher.ENCRYPT_MODE, keys, systemTitle, counter);
            cipher.updateAAD(aad);
            byte[] sealed = cipher.doFinal(plain);
            return Arrays.copyOfRange(sealed, plain.length, sealed.length);
        } catch (GeneralSecurityException e) {
            throw noAes(e);
        }
    }

    private static byte[] additional(int control, byte[] authentication, byte[] header, byte[] text) {
        return Bytes.concat(new byte[] {(byte) control}, authentication, header, text);
    }

    private static Cipher gcm(int mode, Keys keys, byte[] systemTitle, long counter) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                mode,
                new SecretKeySpec(keys.encryption(), "AES"),
                new GCMParameterSpec(TAG * 8, initial(systemTitle, counter, 12)));
        return cipher;
    }

    /** GCM's counter mode alone: the data start at counter 2 (SP 800-38D, 7.1). */
    private static byte[] counterMode(Keys keys, byte[] systemTitle, long counter, byte[] payload, int length) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            byte[] block = initial(systemTitle, counter, 16);
            block[15] = 2;
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(keys.encryption(), "AES"), new IvParameterSpec(block));
            return cipher.doFinal(payload, 0, length);
        } catch (GeneralSecurityException e) {
            throw noAes(e);
        }
    }

    /** System title and counter; a meter that names no title has zeros in its place. */
    private static byte[] initial(byte[] systemTitle, long counter, int length) {
        return ByteBuffer.allocate(length)
                .put(Arrays.copyOf(systemTitle, 8))
                .putInt((int) counter)
                .array();
    }

    private static IllegalStateException noAes(GeneralSecurityException e) {
        return new IllegalStateException("this Java offers no AES-GCM", e);
    }
}
