package org.metergate.dlms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.metergate.testkit.Hex;
import org.metergate.transport.MalformedFrameException;

/** The worked example of the security header in IEC 62056-5-3: GET of the clock, three ways of protection. */
class CipheringTest {
    private static final byte[] PLAIN = Hex.bytes("C0010000080000010000FF0200");
    private static final byte[] TITLE = Hex.bytes("4D4D4D0000BC614E");
    private static final long COUNTER = 0x01234567L;
    private static final Keys KEYS = new Keys(
            Hex.bytes("000102030405060708090A0B0C0D0E0F"), Optional.of(Hex.bytes("D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF")));

    @ParameterizedTest
    @CsvSource({
        "16, C0010000080000010000FF0200 06725D910F9221D263877516",
        "32, 411312FF935A47566827C467BC",
        "48, 411312FF935A47566827C467BC 7D825C3BE4A77C3FCC056B6B"
    })
    void opensTheWorkedExample(int control, String payload) throws Exception {
        assertArrayEquals(PLAIN, Ciphering.open(KEYS, TITLE, control, COUNTER, Hex.bytes(payload)));
    }

    @ParameterizedTest
    @CsvSource({
        "16, C0010000080000010000FF0300 06725D910F9221D263877516",
        "48, 411312FF935A47566827C467BD 7D825C3BE4A77C3FCC056B6B",
        "48, 411312FF935A47566827C467BC 7D825C3BE4A77C3FCC056B6A",
        "48, 7D825C3BE4A77C3FCC056B",
        "176, 411312FF935A47566827C467BC 7D825C3BE4A77C3FCC056B6B"
    })
    void givesNothingWhenTheTagDoesNotHold(int control, String payload) {
        assertThrows(
                MalformedFrameException.class, () -> Ciphering.open(KEYS, TITLE, control, COUNTER, Hex.bytes(payload)));
    }

    @Test
    void asksForTheAuthenticationKey() {
        Keys alone = new Keys(KEYS.encryption(), Optional.empty());
        byte[] payload = Hex.bytes("411312FF935A47566827C467BC 7D825C3BE4A77C3FCC056B6B");
        assertThrows(MalformedFrameException.class, () -> Ciphering.open(alone, TITLE, 0x30, COUNTER, payload));
    }

    @Test
    void readsTheHeaderWithoutKeysAndTheContentWithThem() throws Exception {
        byte[] apdu = Hex.bytes(
                "DB 08 4D4D4D0000BC614E 1E 30 01234567" + "411312FF935A47566827C467BC 7D825C3BE4A77C3FCC056B6B");
        assertEquals(
                Map.of(
                        "apdu", "general-glo-cipher",
                        "system_title", "4D4D4D0000BC614E",
                        "security_control", "30",
                        "invocation_counter", COUNTER),
                Frames.decode(apdu, Optional.empty()).get("structure"));
        Map<String, Object> opened = Frames.decode(apdu, Optional.of(KEYS));
        assertEquals(true, opened.get("encrypted"));
        assertEquals("get-request-normal", ((Map<?, ?>) opened.get("structure")).get("apdu"));
    }

    @Test
    void keysSayNothingOfThemselves() {
        assertFalse(KEYS.toString().contains("0"));
        assertThrows(IllegalArgumentException.class, () -> new Keys(new byte[15], Optional.empty()));
    }
}
