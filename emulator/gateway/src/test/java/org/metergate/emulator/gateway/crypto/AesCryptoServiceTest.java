package org.metergate.emulator.gateway.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.configuration.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AesCryptoServiceTest {
    // worked out apart from this code: AES-128-GCM checked against test case 2 of the GCM specification, Kura's
    // published
    // key, the iv 00 01 .. 0b
    private static final String KNOWN = "AAECAwQFBgcICQoL-hb8V6r0urA+aFkG6ZjJ1T5Sxpho0pd4W+cgfNw==";

    @TempDir
    Path data;

    @Test
    void decryptsWhatAnotherGatewayEncrypted() throws KuraException {
        assertEquals("meter key é", new String(crypto().decryptAes(KNOWN.toCharArray())));
    }

    @Test
    void decryptsWhatItEncryptedAndNeverEncryptsTheSameWayTwice() throws KuraException {
        AesCryptoService crypto = crypto();
        char[] first = crypto.encryptAes("Zähler 1".toCharArray());

        assertEquals("Zähler 1", new String(crypto.decryptAes(first)));
        assertNotEquals(new String(first), new String(crypto.encryptAes("Zähler 1".toCharArray())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "a-b-c",
                "AAECAwQFBgcICQoL-",
                "AAECAwQFBgcICQoL-hb8V6r0urA+aFkG6ZjJ1T5Sxpho0pd4W+cgfNg=="
            })
    void refusesWhatIsNoCiphertextOfItsKey(String value) {
        KuraException refused = assertThrows(KuraException.class, () -> crypto().decryptAes(value.toCharArray()));
        assertEquals(KuraErrorCode.DECODER_ERROR, refused.getCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hallo-123", "p$x-y", "two-parts"})
    void throwsWhatTheDecoderThrowsAsKuraDoes(String value) {
        assertThrows(IllegalArgumentException.class, () -> crypto().decryptAes(value.toCharArray()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "hallo-123", "p$x-y", "pass-word", "-x"})
    void encryptsPasswordsThatLookLikeCiphertext(String value) throws KuraException {
        Map<String, Object> properties = new HashMap<>(Map.of("password", new Password(value)));
        Passwords.decrypt(properties, crypto());
        assertEquals(value, properties.get("password").toString());
        Passwords.encrypt(properties, crypto());
        char[] encrypted = properties.get("password").toString().toCharArray();
        assertEquals(value, new String(crypto().decryptAes(encrypted)));
    }

    @Test
    void leavesAnEmptyValueEmpty() throws KuraException {
        assertEquals(0, crypto().decryptAes(new char[0]).length);
    }

    @Test
    void keepsKeyStorePasswords() throws KuraException {
        AesCryptoService crypto = crypto();
        assertArrayEquals("changeit".toCharArray(), crypto.getKeyStorePassword("/store"));

        crypto.setKeyStorePassword("/store", "s3cret".toCharArray());

        assertArrayEquals("s3cret".toCharArray(), crypto().getKeyStorePassword("/store"));
    }

    private AesCryptoService crypto() {
        return AesCryptoService.withPublishedKey(data);
    }
}
