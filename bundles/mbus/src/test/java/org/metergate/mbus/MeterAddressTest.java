package org.metergate.mbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.metergate.testkit.Hex;

class MeterAddressTest {

    @ParameterizedTest
    @CsvSource({"5, 5", "250, 250", "12345678, 12345678", "1234fffF-pad-01-*, 1234FFFF-PAD-01-*"})
    void readsAndWritesWhatAUserWrites(String text, String written) {
        assertEquals(written, MeterAddress.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "251", "1234", "123456789", "12345678-ELS", "1234567G", "12345678-E1S-33-07"})
    void saysWhatWouldBeRight(String text) {
        var refused = assertThrows(IllegalArgumentException.class, () -> MeterAddress.parse(text));
        assertTrue(refused.getMessage().contains("address"), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "12345678, 78 56 34 12 FF FF FF FF",
        "12345678-PAD-01-07, 78 56 34 12 24 40 01 07",
        "1234FFFF-*-*-07, FF FF 34 12 FF FF FF 07"
    })
    void makesTheBytesOfTheSelection(String text, String hex) {
        assertEquals(hex, Hex.text(((MeterAddress.Secondary) MeterAddress.parse(text)).selection()));
    }

    @ParameterizedTest
    @CsvSource({
        "12345678, true",
        "1234FFFF-PAD-01-07, true",
        "12345679, false",
        "12345678-PAD-02-07, false",
        "12345678-ELS-*-*, false"
    })
    void knowsWhoWasMeant(String text, boolean fits) {
        Header header = new Header("12345678", "PAD", 1, new Medium(7), 0, 0, 0);
        MeterAddress.Secondary address = (MeterAddress.Secondary) MeterAddress.parse(text);
        if (fits) {
            assertTrue(address.fits(header));
        } else {
            assertFalse(address.fits(header));
        }
    }
}
