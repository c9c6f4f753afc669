package org.metergate.mbus.wireless;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.metergate.testkit.Hex;

class ReceiversTest {
    private static final String HEX = Hex.text(LinkCrcTest.BARE).replace(" ", "");

    private static List<Reception> heard(List<Receiver.Message> messages) {
        List<Reception> heard = new ArrayList<>();
        for (Receiver.Message message : messages) {
            if (message instanceof Receiver.Message.Heard telegram) {
                heard.add(telegram.reception());
            }
        }
        return heard;
    }

    private static void assertTelegram(OptionalInt rssi, List<Receiver.Message> messages) {
        List<Reception> heard = heard(messages);
        assertEquals(1, heard.size(), messages.toString());
        assertArrayEquals(LinkCrcTest.BARE, heard.get(0).telegram());
        assertEquals(rssi, heard.get(0).rssi());
    }

    private static List<Receiver.Message> byteByByte(Receiver receiver, byte[] bytes) {
        List<Receiver.Message> messages = new ArrayList<>();
        for (byte b : bytes) {
            messages.addAll(receiver.take(new byte[] {b}));
        }
        return messages;
    }

    @Nested
    class Imst {
        private final byte[] frame = Hex.frame(ReceiversTest.class, "receiver-imst.hex");
        private final Receiver receiver = new ImstReceiver();

        @Test
        void findsATelegram() {
            assertTelegram(OptionalInt.of(-60), receiver.take(frame));
        }

        @Test
        void findsItWhenTheBytesComeOneByOneAfterNoise() {
            receiver.take(Hex.bytes("00 11 A5 FF"));
            assertTelegram(OptionalInt.of(-60), byteByByte(receiver, frame));
        }

        @Test // a start byte of noise announces 255 bytes: the CRC tells, and the telegram inside is found
        void findsATelegramBehindAFalseStart() {
            receiver.take(Hex.bytes("A5 81 03 05"));
            assertTelegram(OptionalInt.of(-60), receiver.take(frame));
        }

        @Test
        void refusesEveryFlippedBit() {
            for (int bit = 8; bit < 8 * frame.length; bit++) {
                byte[] bad = frame.clone();
                bad[bit / 8] ^= (byte) (1 << bit % 8);
                List<Reception> heard = heard(new ImstReceiver().take(bad));
                // a flip of the control bits takes the CRC away: then the rest is another frame
                boolean control = bit / 8 == 1;
                assertTrue(control || heard.isEmpty(), "bit " + bit);
            }
        }

        @Test
        void takesNoticeOfConfirmations() {
            Receiver.Message message =
                    receiver.take(Hex.bytes("A5 01 04 01 00")).get(0);
            assertEquals(
                    4,
                    assertInstanceOf(Receiver.Message.Confirmed.class, message).command());
        }

        @Test // CRC-16/X-25 of the digits 1 to 9
        void computesItsCrc() {
            assertEquals(0x906E, ImstReceiver.crc("123456789".getBytes(StandardCharsets.US_ASCII)));
        }

        @ParameterizedTest
        @CsvSource({"S, 00", "T, 03", "C, 07", "C_AND_T, 0A"})
        void isToldItsModeAndToGiveTheSignalStrength(LinkMode mode, String code) {
            List<Receiver.Command> commands = receiver.start(mode);
            assertEquals(1, commands.size());
            assertArrayEquals(
                    Hex.bytes("A5 01 03 06 00 02 " + code + " 30 01 00"),
                    commands.get(0).bytes());
        }
    }

    @Nested
    class Amber {
        private final byte[] frame = Hex.frame(ReceiversTest.class, "receiver-amber.hex");
        private final Receiver receiver = new AmberReceiver();

        @Test
        void findsATelegram() {
            assertTelegram(OptionalInt.of(-130), receiver.take(frame));
        }

        @Test
        void findsItWhenTheBytesComeOneByOneAfterNoise() {
            receiver.take(Hex.bytes("44 FF 10"));
            assertTelegram(OptionalInt.of(-130), byteByByte(receiver, frame));
        }

        @Test
        void refusesEveryFlippedBit() {
            for (int bit = 0; bit < 8 * frame.length; bit++) {
                byte[] bad = frame.clone();
                bad[bit / 8] ^= (byte) (1 << bit % 8);
                assertEquals(List.of(), heard(new AmberReceiver().take(bad)), "bit " + bit);
            }
        }

        @Test
        void asksBeforeItWritesIntoThePermanentMemory() {
            List<String> bytes = receiver.start(LinkMode.C_AND_T).stream()
                    .map(command -> Hex.text(command.bytes()))
                    .toList();
            assertEquals(
                    List.of(
                            "FF 0A 02 05 01 F3",
                            "FF 09 03 05 01 01 F0",
                            "FF 0A 02 45 01 B3",
                            "FF 09 03 45 01 01 B0",
                            "FF 05 00 FA",
                            "FF 04 01 09 F3"),
                    bytes);
        }
    }

    @Nested
    class HexText {
        private final Receiver receiver = new HexTextReceiver();

        private List<Receiver.Message> take(String text) {
            return receiver.take(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        @Test
        void findsBareDigits() {
            assertTelegram(OptionalInt.empty(), take(HEX + "\n"));
            assertTelegram(OptionalInt.empty(), take("0x" + HEX.toLowerCase(java.util.Locale.ROOT) + "\r\n"));
        }

        @Test
        void findsTheFieldsOfRtlWmbus() {
            String line = "T1;1;1;2026-11-28 01:02:03.000;97;148;12345678;0x" + HEX + "\n";
            assertTelegram(OptionalInt.empty(), take(line));
            assertTelegram(OptionalInt.of(-71), take(line.replace("97", "-71")));
        }

        @Test
        void findsTwoTelegramsOfOneLine() {
            String line = "C1;1;1;2026-11-28 01:02:03.000;97;148;12345678;0x" + HEX + ";0x" + HEX + "\n";
            assertEquals(2, heard(take(line)).size());
        }

        @ParameterizedTest
        @ValueSource(strings = {"T1;0;1;", "T1;1;0;"})
        void leavesOutWhatTheReceiverCallsBroken(String start) {
            List<Receiver.Message> messages = take(start + "2026-11-28 01:02:03.000;97;148;12345678;0x" + HEX + "\n");
            assertInstanceOf(Receiver.Message.Damaged.class, messages.get(0));
        }

        @Test
        void testsLinkCrcsThatAreThere() {
            String withCrcs = Hex.text(Hex.frame(ReceiversTest.class, "link-format-a.hex"))
                    .replace(" ", "");
            assertTelegram(OptionalInt.empty(), take(withCrcs + "\n"));
            List<Receiver.Message> broken = take(withCrcs.replace("452301", "452302") + "\n");
            assertInstanceOf(Receiver.Message.Damaged.class, broken.get(0));
        }

        @Test
        void findsATelegramThatComesInPieces() {
            assertEquals(List.of(), take(HEX.substring(0, 15)));
            assertEquals(List.of(), take(HEX.substring(15)));
            assertTelegram(OptionalInt.empty(), take("\n"));
        }

        @Test
        void passesOverRemarksAndLinesWithoutEnd() {
            assertEquals(List.of(), take("rtl_wmbus: starting\n\n"));
            List<Receiver.Message> messages = take("F".repeat(100_000) + "\n" + HEX + "\n");
            assertInstanceOf(Receiver.Message.Damaged.class, messages.get(0));
            assertTelegram(OptionalInt.empty(), messages);
        }

        @ParameterizedTest
        @EnumSource(LinkMode.class)
        void isToldNothing(LinkMode mode) {
            assertEquals(List.of(), receiver.start(mode));
        }
    }
}
