package org.metergate.iec62056p21;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.metergate.model.ObisCode;
import org.metergate.model.Value;
import org.metergate.testkit.Hex;
import org.metergate.transport.MalformedFrameException;

/** Against files of real meters; no encoder of ours made them. Numbers were worked out by hand from the digits. */
class SmlFileTest {
    private static final String ISK = "sml-isk-mt681-published.hex";

    private static byte[] frame(String name) {
        return Hex.frame(SmlFileTest.class, name);
    }

    private static String text(SmlList list, String code) {
        Value value = list.find(ObisCode.parse(code)).orElseThrow().value().orElseThrow();
        return value instanceof Value.Measured measured ? measured.quantity().toString() : ((Value.Text) value).text();
    }

    /** CRC-16/X.25 bit by bit, apart from the code under test. */
    static int x25(byte[] bytes, int length) {
        int crc = 0xFFFF;
        for (int i = 0; i < length; i++) {
            crc ^= bytes[i] & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >> 1 : crc >> 1 ^ 0x8408;
            }
        }
        return crc ^ 0xFFFF;
    }

    @Test // the check values that catalogues of CRCs give
    void reckonsTheCrcsAsTheRestOfTheWorldDoes() {
        byte[] digits = "123456789".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        assertEquals(0x906E, Check.crcX25(digits, 0, 9));
        assertEquals(0x2189, Check.crcKermit(digits, 0, 9));
    }

    @Nested
    class RealMeters {
        @Test
        void iskMt681() throws Exception {
            SmlList list = SmlFile.decode(frame(ISK)).lists().get(0);
            assertEquals("0A0149534B000516465C", list.serverId());
            assertEquals(Optional.of(ObisCode.parse("1-0:98.10.255*255")), list.listName());
            assertEquals(Optional.of(0x04A2A208L), list.secondIndex());
            assertEquals(5, list.entries().size());
            assertEquals("ISK", text(list, "1-0:96.50.1*1"));
            assertEquals("6702756.2 Wh", text(list, "1-0:1.8.0*255")); // 03FEC26A, tenths
            assertEquals("0.0 Wh", text(list, "1-0:2.8.0*255"));
            assertEquals("383 W", text(list, "1-0:16.7.0*255")); // 017F
            assertEquals(
                    0x00080104,
                    list.find(ObisCode.parse("1-0:1.8.0*255"))
                            .orElseThrow()
                            .status()
                            .orElseThrow()
                            .intValue());
        }

        @Test
        void iskWithAPublicKey() throws Exception {
            SmlList list =
                    SmlFile.decode(frame("sml-isk-mt175-published.hex")).lists().get(0);
            assertEquals("22462413.6 Wh", text(list, "1-0:1.8.0*255")); // 000000000D637E08
            assertEquals("168 W", text(list, "1-0:16.7.0*255"));
            assertEquals("117 W", text(list, "1-0:36.7.0*255"));
            assertEquals("22 W", text(list, "1-0:56.7.0*255"));
            assertEquals("29 W", text(list, "1-0:76.7.0*255"));
            assertEquals(96, text(list, "129-129:199.130.5*255").length()); // 48 bytes
            assertEquals(10, list.entries().size());
        }

        @Test
        void emh() throws Exception {
            SmlList list =
                    SmlFile.decode(frame("sml-emh-published.hex")).lists().get(0);
            assertEquals("15338555.7 Wh", text(list, "1-0:1.8.0*255")); // 0009247A55
            assertEquals("563.5 W", text(list, "1-0:16.7.0*255")); // 00001603, tenths
            assertEquals("EMH", text(list, "129-129:199.130.3*255"));
            assertEquals("0901454D48000041F045", text(list, "1-0:0.0.9*255"));
        }
    }

    @Nested
    class Damage {
        @ParameterizedTest
        @ValueSource(strings = {ISK, "sml-isk-mt175-published.hex", "sml-emh-published.hex"})
        void ofAnyByteIsSeen(String name) {
            byte[] good = frame(name);
            for (int i = 0; i < good.length; i++) {
                byte[] damaged = good.clone();
                damaged[i] ^= 0x10;
                assertThrows(MalformedFrameException.class, () -> SmlFile.decode(damaged), "byte " + i);
            }
        }

        @Test
        void byCuttingIsSeen() {
            byte[] good = frame(ISK);
            for (int length = 0; length < good.length; length++) {
                byte[] cut = Arrays.copyOf(good, length);
                assertThrows(MalformedFrameException.class, () -> SmlFile.decode(cut), length + " bytes");
            }
        }

        @Test // the outer CRC made right again: that of the message tells
        void ofAMessageIsSeenBehindARightTransport() {
            byte[] forged = frame(ISK);
            forged[Hex.text(forged).replace(" ", "").indexOf("53017F") / 2 + 2] ^= 1; // 383 W become 382 W
            int crc = x25(forged, forged.length - 2);
            forged[forged.length - 2] = (byte) crc;
            forged[forged.length - 1] = (byte) (crc >> 8);
            MalformedFrameException damaged = assertThrows(MalformedFrameException.class, () -> SmlFile.decode(forged));
            assertTrue(damaged.getMessage().contains("of a message"), damaged.getMessage());
        }

        @Test
        void ofALengthIsNoReasonToTakeMemory() {
            for (byte[] content :
                    List.of(Hex.bytes("7F FF FF FF"), Hex.bytes("F0 8F 8F 0F"), Hex.bytes("76 ".repeat(40)))) {
                byte[] forged = transported(content);
                assertThrows(MalformedFrameException.class, () -> SmlFile.decode(forged));
            }
        }
    }

    @Nested
    class Escapes {
        @Test // SML 1.04, 4.2: 1B1B1B1B in the file is sent twice
        void inTheFileAreSentTwice() throws Exception {
            byte[] file = Hex.bytes("76 05 1B 1B 1B 1B 62 00 1B 1B 1B 1B 1B 00");
            assertEquals(Hex.text(file), Hex.text(SmlTransport.file(transported(file))));
        }

        @Test
        void aloneAreRefused() {
            byte[] frame = closed(Hex.bytes("1B1B1B1B 01010101 76 00 00 00 1B1B1B1B 02 00 00 00 1B1B1B1B 1A 00"));
            assertThrows(MalformedFrameException.class, () -> SmlTransport.file(frame));
        }

        @Test // Holley DTZ541: CRC-16/KERMIT, the high byte first
        void endWithTheCrcOfOneMaker() throws Exception {
            byte[] frame = transported(Hex.bytes("76 05 00 00"));
            int crc = Check.crcKermit(frame, 0, frame.length - 2);
            frame[frame.length - 2] = (byte) (crc >> 8);
            frame[frame.length - 1] = (byte) crc;
            assertEquals(4, SmlTransport.file(frame).length);
        }
    }

    /** The transport, written from its description. */
    static byte[] transported(byte[] file) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(Hex.bytes("1B1B1B1B01010101"));
        for (int i = 0; i < file.length; i++) {
            boolean escape =
                    i + 4 <= file.length && Arrays.equals(Arrays.copyOfRange(file, i, i + 4), Hex.bytes("1B1B1B1B"));
            if (escape) {
                out.writeBytes(Hex.bytes("1B1B1B1B1B1B1B1B"));
                i += 3;
            } else {
                out.write(file[i]);
            }
        }
        int fill = (4 - out.size() % 4) % 4;
        out.writeBytes(new byte[fill]);
        out.writeBytes(Hex.bytes("1B1B1B1B1A"));
        out.write(fill);
        return closed(out.toByteArray());
    }

    private static byte[] closed(byte[] unchecked) {
        byte[] frame = Arrays.copyOf(unchecked, unchecked.length + 2);
        int crc = x25(unchecked, unchecked.length);
        frame[unchecked.length] = (byte) crc;
        frame[unchecked.length + 1] = (byte) (crc >> 8);
        return frame;
    }
}
