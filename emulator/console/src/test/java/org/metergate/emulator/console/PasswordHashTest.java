package org.metergate.emulator.console;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {

    @Test // RFC 7914, 11: PBKDF2-HMAC-SHA-256, "passwd", salt "salt", 1 iteration, first 32 bytes
    void derivesThePublishedExample() {
        PasswordHash published =
                PasswordHash.parse("pbkdf2-sha256$1$c2FsdA==$VawEblbjCJ/sFpHCJUS2BflBhSFt3gRl5oudV8INrLw=");
        assertTrue(published.matches("passwd".toCharArray()));
        assertFalse(published.matches("salt".toCharArray()));
    }

    @Test
    void comesBackFromItsText() {
        PasswordHash hash = PasswordHash.of("pass word".toCharArray(), new SecureRandom());
        assertTrue(PasswordHash.parse(hash.toString()).matches("pass word".toCharArray()));
        assertFalse(PasswordHash.parse(hash.toString()).matches("password".toCharArray()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "admin",
                "md5$1$c2FsdA==$AAAA",
                "pbkdf2-sha256$x$c2FsdA==$AAAA",
                "pbkdf2-sha256$1$c2FsdA==$AAAA"
            })
    void isNothingElse(String text) {
        assertThrows(IllegalArgumentException.class, () -> PasswordHash.parse(text));
    }
}
