package org.metergate.dashboard.access;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A password as it is kept: PBKDF2 (RFC 8018, 5.2) with HMAC-SHA-512 over a salt of its own.
 *
 * @param iterations 1 and more
 * @param salt 16 bytes in base64
 * @param hash 32 bytes in base64
 */
record PasswordHash(int iterations, String salt, String hash) {

    private static final int BITS = 256;

    /**
     * @param password is left as it is
     * @param random makes the salt
     * @return its hash
     */
    static PasswordHash of(char[] password, SecureRandom random, int iterations) {
        byte[] salt = new byte[16];
        random.nextBytes(salt);
        return new PasswordHash(
                iterations,
                Base64.getEncoder().encodeToString(salt),
                Base64.getEncoder().encodeToString(derived(password, salt, iterations)));
    }

    /** @return whether it is the hash of this password; takes the same time for every wrong one */
    boolean matches(char[] password) {
        byte[] found = derived(password, Base64.getDecoder().decode(salt), iterations);
        return MessageDigest.isEqual(found, Base64.getDecoder().decode(hash));
    }

    private static byte[] derived(char[] password, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java 17 has PBKDF2WithHmacSHA512", e);
        } finally {
            spec.clearPassword();
        }
    }

    @Override
    public String toString() {
        return "password hash";
    }
}
