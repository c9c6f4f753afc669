package org.metergate.mbus;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.metergate.transport.MalformedFrameException;

/**
 * Encryption as the configuration field announces it (EN 13757-7:2018, 7.6 and 9.4). Only the announced blocks are
 * encrypted; the first two plain bytes are 2F 2F, which is how a wrong key shows.
 *
 * @param header address, access number and configuration field
 * @param mode 0 to 31
 * @param encrypted length of the encrypted part in bytes, a multiple of 16
 */
record Security(Header header, int mode, int encrypted) {

    private static final int BLOCK = 16;
    private static final int DES_KEY = 8;
    /** Purpose of a derived key, from the meter: encryption or authentication. */
    private static final byte ENCRYPTION = 0x00;

    private static final byte AUTHENTICATION = 0x01;
    private static final byte DERIVATION_FILL = 0x07;

    static Security of(Header header) {
        int configuration = header.signature();
        return new Security(header, configuration >> 8 & 0x1F, (configuration >> 4 & 0x0F) * BLOCK);
    }

    /** @return bytes of the configuration field beyond the first two: modes 7 and 13 have one, 8 to 10 as well */
    static int extension(int signature) {
        return switch (signature >> 8 & 0x1F) {
            case 7, 8, 9, 10, 13 -> 1;
            default -> 0;
        };
    }

    /** @return the mode, empty if the code is reserved */
    Optional<SecurityMode> known() {
        return SecurityMode.of(mode);
    }

    /**
     * Tells whether the data have to be opened before they are read. Who can forge a telegram could send it in clear: a
     * mode that encrypts is taken at its word even if the bytes look clear. Old wired meters put other things into the
     * field, so that there only modes 5 and 7 count.
     */
    boolean conceals(boolean wireless) {
        if (mode == SecurityMode.AES_CBC_DERIVED_KEY.code()) {
            return true;
        }
        if (mode == SecurityMode.AES_CBC.code()) {
            return encrypted > 0;
        }
        if (!wireless) {
            return false;
        }
        return known().map(known -> known != SecurityMode.NONE && (known.code() > 4 || encrypted > 0))
                .orElse(false);
    }

    /**
     * Opens the data.
     *
     * @param payload what follows the header
     * @param key the meter's key; must {@link #fits fit}
     * @param counter message counter, for a derived key
     * @param offset of the payload in the frame, for messages
     * @return the payload in clear
     * @throws WrongKeyException if the key does not open it
     * @throws MalformedFrameException if less came than is announced
     */
    byte[] reveal(byte[] payload, byte[] key, Optional<byte[]> counter, int offset) throws MalformedFrameException {
        if (encrypted > payload.length) {
            throw new MalformedFrameException(
                    offset + payload.length, encrypted + " encrypted bytes", payload.length + " bytes");
        }
        byte[] plain = payload.clone();
        if (encrypted == 0) {
            return plain;
        }
        switch (known().orElseThrow()) {
            case AES_CBC -> decrypt("AES", key, initialVector(), payload, plain);
            case AES_CBC_DERIVED_KEY -> decrypt(
                    "AES", derived(key, ENCRYPTION, counter.orElseThrow()), new byte[BLOCK], payload, plain);
            case AES_CBC_ZERO_IV -> decrypt("AES", key, new byte[BLOCK], payload, plain);
            case DES_CBC_ZERO_IV -> decrypt("DES", key, new byte[8], payload, plain);
            case NONE, MANUFACTURER, DES_CBC, AES_CTR_CMAC, AES_GCM, AES_CCM, TLS -> throw new IllegalStateException(
                    "asked for a mode that does not open");
        }
        if (plain[0] != 0x2F || plain[1] != 0x2F) {
            throw new WrongKeyException(offset, "2F2F after decryption");
        }
        return plain;
    }

    /** @return whether the key is as long as the cipher of this mode takes: 8 bytes for DES, 16 for AES-128 */
    boolean fits(byte[] key) {
        return key.length == (mode == SecurityMode.DES_CBC_ZERO_IV.code() ? DES_KEY : BLOCK);
    }

    /** @return the key that authenticates the message with this counter */
    byte[] authenticationKey(byte[] key, byte[] counter) {
        return derived(key, AUTHENTICATION, counter);
    }

    /** CMAC over purpose, message counter, identification number of the meter and fill bytes (EN 13757-7, 9.6.3). */
    private byte[] derived(byte[] key, byte purpose, byte[] counter) {
        byte[] message = new byte[BLOCK];
        Arrays.fill(message, DERIVATION_FILL);
        message[0] = purpose;
        System.arraycopy(counter, 0, message, 1, 4);
        System.arraycopy(header.address(), 2, message, 5, 4);
        return Cmac.of(key, message);
    }

    private void decrypt(String cipher, byte[] key, byte[] vector, byte[] payload, byte[] plain) {
        try {
            Cipher cbc = Cipher.getInstance(cipher + "/CBC/NoPadding");
            cbc.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, cipher), new IvParameterSpec(vector));
            cbc.doFinal(payload, 0, encrypted, plain, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + cipher + "/CBC", e);
        }
    }

    private byte[] initialVector() {
        byte[] vector = new byte[BLOCK];
        System.arraycopy(header.address(), 0, vector, 0, 8);
        Arrays.fill(vector, 8, BLOCK, (byte) header.access());
        return vector;
    }
}
