package org.metergate.iec62056p21;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.metergate.model.Value;
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

    @Test // a maker writes the CRC without its leading zero
    void takesACrcOfThreeDigits() throws Exception {
        for (int counter = 0; counter < 100_000; counter++) {
            String body = BODY.replace("000004.426", String.format("%06d.426", counter));
            int crc = Check.crc16(bytes(body), 0, body.length());
            if (crc < 0x1000) {
                assertTrue(Telegram.decode(bytes(body + Integer.toHexString(crc) + "\r\n"))
                        .crc()
                        .orElseThrow()
                        .holds());
                return;
            }
        }
        throw new AssertionError("no such CRC");
    }

    @Test // DSMR 4 and later have a CRC; one without was cut
    void takesNoTelegramOfALaterVersionWithoutCrc() throws Exception {
        String body = BODY.replace("0-0:1.0.0(170102192002W)", "1-3:0.2.8(42)");
        assertEquals(42, Telegram.decode(withCrc(body)).version().orElseThrow());
        assertThrows(MalformedFrameException.class, () -> Telegram.decode(bytes(body + "\r\n")));
        assertEquals(2, Telegram.ofCapture(bytes(body + "\r\n")).dataSets().size()); // a person may have left it out
    }

    @Test
    void doesNotMixATelegramThatWasCutWithTheNext() throws Exception {
        String cut = "/MTG5old\r\n\r\n1-0:1.8.1(1*kWh)\r\n1-0:1.8";
        Telegram telegram = Telegram.decode(bytes(cut + "/MTG5ident\r\n\r\n1-0:2.8.1(2*kWh)\r\n!\r\n"));
        assertEquals("ident", telegram.identification().ident());
        assertEquals(1, telegram.dataSets().size());
    }

    @Test // two meters of a telegram after DSMR 5, one of DSMR 2.2, and one that is not there
    void tellsOfTheMetersBehind() throws Exception {
        Telegram telegram = Telegram.decode(bytes("/MTG5\r\n\r\n0-1:24.1.0(003)\r\n"
                + "0-1:96.1.0(4730303339303031393336393930363139)\r\n0-1:24.2.1(200426223001S)(00246.138*m3)\r\n"
                + "0-2:24.1.0(007)\r\n0-2:96.1.1(3853414731)\r\n0-2:24.2.1(200512134558S)(00872.234*m3)\r\n"
                + "0-3:24.1.0(4)\r\n0-3:24.3.0(161107190000)(00)(60)(1)(0-3:24.2.1)(GJ)\r\n(1.5)\r\n"
                + "0-4:24.1.0(003)\r\n0-4:96.1.0()\r\n0-4:24.2.1(700101010000W)(00000000)\r\n!\r\n"));
        List<BehindMeter> meters = telegram.behind(ZoneId.of("Europe/Amsterdam"));
        assertEquals(List.of(1, 2, 3), meters.stream().map(BehindMeter::channel).toList());
        assertEquals("G0039001936990619", meters.get(0).identification());
        assertEquals(3, meters.get(0).deviceType().orElseThrow());
        assertEquals(Instant.parse("2020-04-26T20:30:01Z"), meters.get(0).time().orElseThrow());
        assertEquals("872.234 m³", measured(meters.get(1)));
        assertEquals("1500000000 J", measured(meters.get(2)));
        assertEquals(Instant.parse("2016-11-07T18:00:00Z"), meters.get(2).time().orElseThrow());
    }

    private static String measured(BehindMeter meter) {
        return ((Value.Measured) meter.value().orElseThrow()).quantity().toString();
    }
}
