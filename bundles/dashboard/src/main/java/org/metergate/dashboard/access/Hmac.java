package org.metergate.dashboard.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Codes (HMAC-SHA-256, RFC 2104) that nobody makes without the key. Any thread. */
final class Hmac {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /** @param key 32 bytes */
    Hmac(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** @return the code over both texts, the one after the other, in Base64 */
    String of(String before, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(before.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", e);
        }
    }

    /** @return whether it is the code over both texts; takes as long for every code */
    boolean matches(String code, String before, String text) {
        return MessageDigest.isEqual(
                code.getBytes(StandardCharsets.UTF_8), of(before, text).getBytes(StandardCharsets.UTF_8));
    }
}
