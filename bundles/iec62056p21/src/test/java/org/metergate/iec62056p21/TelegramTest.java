package org.metergate.iec62056p21;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.metergate.transport.Framing;
import org.metergate.transport.MalformedFrameException;

class TelegramTest {
    private static final String BODY = "/MTG5ident\r\n\r\n0-0:1.0.0(170102192002W)\r\n1-0:1.8.1(000004.426*kWh)\r\n!";

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] withCrc(String body) {
        return bytes(body + String.format("%04X", Check.crc16(bytes(body), 0, body.length())) + "\r\n");
    }

    @Test // the check value that catalogues of CRCs give for CRC-16/ARC
    void reckonsTheCrcAsTheRestOfTheWorldDoes() {
        assertEquals(0xBB3D, Check.crc16(bytes("123456789"), 0, 9));
    }

    @Test
    void readsATelegramWithItsCrc() throws Exception {
        Telegram telegram = Telegram.decode(withCrc(BODY));
        assertEquals("MTG", telegram.identification().manufacturer());
        assertTrue(telegram.crc().orElseThrow().holds());
        assertEquals(
                List.of("0-0:1.0.0", "1-0:1.8.1"),
                telegram.dataSets().stream().map(DataSet::address).toList());
    }

    @Test
    void readsAnOldTelegramWithoutCrc() throws Exception {
        Telegram telegram = Telegram.decode(bytes(BODY + "\r\n"));
        assertTrue(telegram.crc().isEmpty());
        assertEquals(2, telegram.dataSets().size());
    }

    @Test // DSMR 2.2: the gas reading stands on a line of its own
    void takesALineOfValuesForTheEndOfTheSetBefore() throws Exception {
        Telegram telegram = Telegram.decode(bytes("/MTG5\r\n\r\n0-1:24.3.0(161107190000)(m3)\r\n(00001.001)\r\n!\r\n"));
        assertEquals(1, telegram.dataSets().size());
        assertEquals("00001.001", telegram.dataSets().get(0).values().get(2).raw());
    }

    @Test
    void refusesEveryByteThatWasChanged() {
        byte[] good = withCrc(BODY);
        for (int i = 0; i < good.length - 2; i++) {
            byte[] damaged = good.clone();
            damaged[i] ^= 4;
            assertThrows(MalformedFrameException.class, () -> Telegram.decode(damaged), "byte " + i);
        }
    }

    @Test
    void refusesATelegramThatIsCut() {
        byte[] good = withCrc(BODY);
        for (int length = 0; length < good.length - 2; length++) {
            if (length == BODY.length()) {
                continue; // is a whole telegram of an old meter
            }
            byte[] cut = Arrays.copyOf(good, length);
            assertThrows(MalformedFrameException.class, () -> Telegram.decode(cut), length + " bytes");
        }
    }

    @Test
    void findsTheEndWhateverStandsInFront() {
        byte[] noisy = bytes("5)\r\n!1234\r\n" + BODY + "ABCD\r\n");
        for (int length = 1; length < noisy.length; length++) {
            assertEquals(Framing.INCOMPLETE, Telegram.FRAMING.end(noisy, length), length + " bytes");
        }
        assertEquals(noisy.length, Telegram.FRAMING.end(noisy, noisy.length));
    }

    @Test
    void acceptsACaptureWhoseLineEndsWereChanged() throws Exception {
        String unix = new String(withCrc(BODY), StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
        assertTrue(Telegram.ofCapture(bytes(unix)).crc().orElseThrow().holds());
        assertThrows(MalformedFrameException.class, () -> Telegram.decode(bytes(unix)));
    }

    @Test
    void givesACaptureThatIsBlottedOutWithItsWrongCrc() throws Exception {
        String blotted = BODY.replace("000004.426*kWh", "<redacted>") + "2503\r\n";
        assertFalse(Telegram.ofCapture(bytes(blotted)).crc().orElseThrow().holds());
        assertThrows(MalformedFrameException.class, () -> Telegram.decode(bytes(blotted)));
        assertThrows(MalformedFrameException.class, () -> Telegram.ofCapture(bytes(BODY + "2503\r\n")));
    }
}
