package org.metergate.mbus;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.metergate.transport.MalformedFrameException;

/**
 * Encryption as the configuration field announces it (EN 13757-7, 7.6): mode 5, AES-128-CBC with an initial vector of
 * address and access number. Only the announced blocks are encrypted; the first two plain bytes are 2F 2F.
 *
 * @param header address, access number and configuration field
 * @param mode 0 to 31
 * @param encrypted length of the encrypted part in bytes, a multiple of 16
 */
record Security(Header header, int mode, int encrypted) {

    private static final int AES_CBC = 5;
    private static final int AES_CBC_WITH_DERIVED_KEY = 7;
    private static final int BLOCK = 16;

    static Security of(Header header) {
        int configuration = header.signature();
        return new Security(header, configuration >> 8 & 0x1F, (configuration >> 4 & 0x0F) * BLOCK);
    }

    /**
     * Old wired meters put other things into the field: only modes that encrypt records are taken at their word. These
     * are, even if the bytes look clear, because who can forge a telegram could send it in clear.
     */
    boolean conceals() {
        return mode == AES_CBC && encrypted > 0 || mode == AES_CBC_WITH_DERIVED_KEY;
    }

    boolean known() {
        return mode == AES_CBC;
    }

    byte[] reveal(byte[] payload, byte[] key, int offset) throws MalformedFrameException {
        if (encrypted > payload.length) {
            throw new MalformedFrameException(
                    offset + payload.length, encrypted + " encrypted bytes", payload.length + " bytes");
        }
        byte[] plain = payload.clone();
        try {
            Cipher aes = Cipher.getInstance("AES/CBC/NoPadding");
            aes.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(initialVector()));
            aes.doFinal(payload, 0, encrypted, plain, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the key is no AES-128 key of 16 bytes", e);
        }
        if (plain[0] != 0x2F || plain[1] != 0x2F) {
            throw new MalformedFrameException(offset, "2F2F after decryption", "other bytes: the key is wrong");
        }
        return plain;
    }

    private byte[] initialVector() {
        byte[] vector = new byte[BLOCK];
        System.arraycopy(header.address(), 0, vector, 0, 8);
        Arrays.fill(vector, 8, BLOCK, (byte) header.access());
        return vector;
    }
}
