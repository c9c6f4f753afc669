package org.metergate.mbus;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** AES-128-CMAC (RFC 4493). */
final class Cmac {

    private static final int BLOCK = 16;

    private Cmac() {}

    /**
     * @param key 16 bytes
     * @param message any number of bytes
     * @return 16 bytes
     * @throws IllegalArgumentException if the key has another length
     */
    static byte[] of(byte[] key, byte[] message) {
        try {
            Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
            byte[] subkey = doubled(aes.doFinal(new byte[BLOCK]));
            int full = Math.max(0, (message.length - 1) / BLOCK) * BLOCK;
            byte[] last = Arrays.copyOfRange(message, full, full + BLOCK);
            int rest = message.length - full;
            if (rest < BLOCK) {
                last[rest] = (byte) 0x80;
                subkey = doubled(subkey);
            }
            byte[] mac = new byte[BLOCK];
            for (int at = 0; at < full; at += BLOCK) {
                xor(mac, Arrays.copyOfRange(message, at, at + BLOCK));
                mac = aes.doFinal(mac);
            }
            xor(mac, last);
            xor(mac, subkey);
            return aes.doFinal(mac);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the key is no AES-128 key of 16 bytes", e);
        }
    }

    /** Doubling in GF(2^128). */
    private static byte[] doubled(byte[] block) {
        byte[] doubled = new byte[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            int next = i + 1 < BLOCK ? block[i + 1] >> 7 & 1 : 0;
            doubled[i] = (byte) (block[i] << 1 | next);
        }
        if ((block[0] & 0x80) != 0) {
            doubled[BLOCK - 1] ^= (byte) 0x87;
        }
        return doubled;
    }

    private static void xor(byte[] into, byte[] other) {
        for (int i = 0; i < BLOCK; i++) {
            into[i] ^= other[i];
        }
    }
}
