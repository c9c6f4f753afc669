package org.metergate.mbus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.metergate.model.Quality;
import org.metergate.model.Unit;
import org.metergate.testkit.Hex;
import org.metergate.transport.MalformedFrameException;

/** Records put together by hand from EN 13757-3; none was taken from a meter or from another program. */
class TelegramsTest {
    private static final String HEADER = "08 05 72 78 56 34 12 24 40 01 07 55 00 00 00 ";

    private static Answer.Telegram telegram(String records) throws MalformedFrameException {
        byte[] body = Hex.bytes(HEADER + records);
        byte[] data = java.util.Arrays.copyOfRange(body, 3, body.length);
        byte[] frame = new LinkFrame.Long(body[0], body[1], body[2], data).encode();
        return assertInstanceOf(Answer.Telegram.class, Telegrams.decode(frame));
    }

    private static DataRecord record(String hex) throws MalformedFrameException {
        return telegram(hex).records().get(0);
    }

    @Test
    void readsTheHeader() throws Exception {
        Header header = telegram("2F").header();
        assertEquals("12345678", header.id());
        assertEquals("PAD", header.manufacturer());
        assertEquals(1, header.version());
        assertEquals("Water", header.medium().text());
        assertEquals(0x55, header.access());
    }

    @ParameterizedTest(name = "{0} is {1} {2} {3}")
    @CsvSource({
        "01 03 7F, Energy, 127, Wh",
        "01 03 FF, Energy, -1, Wh",
        "02 06 10 27, Energy, 10000000, Wh",
        "03 13 15 31 00, Volume, 12.565, m^3",
        "04 2B 18 FC FF FF, Power, -1000, W",
        "06 0E 01 00 00 00 00 80, Energy, -140737488355327000000, J",
        "07 FB 00 01 00 00 00 00 00 00 00, Energy, 100000, Wh",
        "05 5B 00 00 C0 41, Flow temperature, 24.0, °C",
        "09 22 12, On time, 43200, s",
        "0A 41 34 12, Volume flow, 0.074040, m^3/h",
        "0B 3B 13 01 00, Volume flow, 0.113, m^3/h",
        "0C 06 45 23 01 F0, Energy, -12345000, Wh",
        "0E 03 56 34 12 00 00 00, Energy, 123456, Wh",
        "02 FD 48 FC 08, Voltage, 230.0, V",
        "02 FD 59 E8 03, Current, 1.000, A",
        "02 FB 2E F4 01, Frequency, 50.0, Hz",
        "02 FB 97 72 01 00, Reactive power, 0.1, var",
        "02 FB 34 05 00, Apparent power, 5, VA",
        "01 93 7D 05, Volume, 5.000, m^3",
        "01 E7 7B 05, External temperature, 6, °C",
        "0D 13 C2 34 12, Volume, 1.234, m^3",
        "0D 13 D2 34 12, Volume, -1.234, m^3",
        "0D 13 E2 34 12, Volume, 4.660, m^3",
        "01 7C 03 48 52 25 05, %RH, 5, -",
        "01 FD 74 C8, Remaining battery life time, 17280000, s",
        "02 FB 68 00 F0, Resulting rating factor K, 15.000000000000, ''",
        "01 93 FC 11 FE, Volume, 0.254, m^3",
        "01 93 FC 12 FF, Volume, 0.255, m^3",
        "02 FD 17 FF FF, Error flags, 65535, ''",
        "01 FD 1B FF, Digital Input, 255, ''",
        "02 FC 03 48 52 25 74 15 22, %RH, 87.25, -"
    })
    void readsNumbersExactly(String hex, String quantity, BigDecimal value, String unit) throws Exception {
        DataRecord record = record(hex);
        assertEquals(quantity, record.quantity());
        assertEquals(unit, record.unit());
        assertEquals(value, record.value().orElseThrow());
    }

    @Test // storage 5 (DIF bit and DIFE), tariff 2, subunit 1, maximum
    void readsTheDataInformationBlock() throws Exception {
        DataRecord record = record("D1 62 3B 01");
        assertEquals(Function.MAXIMUM, record.function());
        assertEquals(5, record.storage());
        assertEquals(2, record.tariff());
        assertEquals(1, record.subunit());
    }

    @Test
    void namesPhasesAndDirections() throws Exception {
        assertEquals(
                java.util.List.of("L2", "negative contributions only"),
                record("01 AB FC 82 3C 05").meaning().qualifiers());
    }

    @Test
    void convertsToTheUnitsOfTheGateway() throws Exception {
        assertEquals(
                Unit.CUBIC_METRE, record("01 13 05").measured().orElseThrow().unit());
        assertEquals(
                Unit.PERCENT,
                record("01 7C 03 48 52 25 05").measured().orElseThrow().unit());
        assertEquals(Unit.ONE, record("01 FD 17 05").measured().orElseThrow().unit());
    }

    @Nested
    class Times {
        @Test
        void typeG() throws Exception {
            assertEquals(
                    new Content.Day(LocalDate.of(2007, 1, 1)),
                    record("02 6C E1 01").content());
        }

        @Test
        void typeF() throws Exception {
            assertEquals(
                    new Content.Moment(LocalDateTime.of(2007, 2, 6, 13, 58), false, false),
                    record("04 6D 3A 0D E6 02").content());
        }

        @Test
        void typeIWithSeconds() throws Exception {
            assertEquals(
                    new Content.Moment(LocalDateTime.of(2026, 11, 23, 21, 0, 3), true, false),
                    record("06 6D 03 00 15 57 3B 00").content());
        }

        @Test // VIFE 6F: the time of the value, not the value
        void ofAMaximum() throws Exception {
            DataRecord record = record("14 AB 6F 3A 0D E6 02");
            assertEquals("Power", record.quantity());
            assertInstanceOf(Content.Moment.class, record.content());
            assertTrue(record.value().isEmpty());
        }

        @ParameterizedTest
        @CsvSource({"02 6C 00 00", "02 6C FF FF", "04 6D BA 0D E6 02", "04 6D 3A 1F E6 02", "06 6D 03 80 15 57 3B 00"})
        void thatAreNoneGiveNoValue(String hex) throws Exception {
            assertEquals(Quality.CORRUPT, record(hex).quality());
        }
    }

    @Nested
    class Invalid {
        @ParameterizedTest
        @CsvSource({
            "0C 13 EE EE 00 00",
            "0A 5A FF FF",
            "0B 3B 0A 00 00",
            "0C 06 45 23 01 A0",
            "05 5B 00 00 C0 7F",
            "02 59 00 80",
            "04 13 00 00 00 80"
        })
        void digitsAndRealsGiveNoNumber(String hex) throws Exception {
            DataRecord record = record(hex);
            assertEquals(Quality.CORRUPT, record.quality());
            assertTrue(record.value().isEmpty());
            assertTrue(record.measured().isEmpty());
        }

        @ParameterizedTest // annex A, table A.3: the greatest of type C; FC 11 makes a record one, so do the remarks of
        // table 12
        @CsvSource({
            "01 93 FC 11 FF",
            "02 93 FC 11 FF FF",
            "03 93 FC 11 FF FF FF",
            "04 93 FC 11 FF FF FF FF",
            "06 93 FC 11 FF FF FF FF FF FF",
            "07 93 FC 11 FF FF FF FF FF FF FF FF",
            "0D 93 FC 11 E3 FF FF FF",
            "02 FD 74 FF FF",
            "01 7A FF"
        })
        void allOnesWithoutASignGiveNoNumber(String hex) throws Exception {
            DataRecord record = record(hex);
            assertEquals(Quality.CORRUPT, record.quality());
            assertTrue(record.value().isEmpty());
            assertTrue(
                    ((Content.Invalid) record.content()).reason().startsWith("the unsigned integer is the greatest"));
        }

        @Test // VIFE 18: the meter itself says so
        void dataMarkedAsWrongByTheMeter() throws Exception {
            assertEquals(Quality.CORRUPT, record("01 93 18 05").quality());
        }

        @Test
        void oneRecordLeavesItsNeighboursAlone() throws Exception {
            Answer.Telegram telegram = telegram("0A 5A FF FF 01 13 05");
            assertEquals(
                    new BigDecimal("0.005"), telegram.records().get(1).value().orElseThrow());
        }
    }

    @Nested
    class Unknown {
        @Test
        void codesKeepTheirBytes() throws Exception {
            DataRecord record = record("01 FD 7A 05");
            assertEquals("Unknown (VIF=FD7A)", record.quantity());
            assertArrayEquals(Hex.bytes("01 FD 7A 05"), record.bytes());
        }

        @Test
        void blocksThatDoNotPrintAreNoText() throws Exception {
            assertInstanceOf(Content.Raw.class, record("0D 7F 03 01 02 41").content());
            assertEquals(new Content.Text("ABC"), record("0D FD 11 03 43 42 41").content());
        }

        @Test
        void manufacturersDataFollowThe0F() throws Exception {
            assertArrayEquals(
                    Hex.bytes("01 02 03"), telegram("01 13 05 0F 01 02 03").manufacturerData());
        }
    }

    @Nested
    class Refused {
        @ParameterizedTest
        @CsvSource({
            "04 13 01 02 03",
            "04",
            "84",
            "04 93",
            "3F 01",
            "0D 13 CA 01",
            "0D 13 05 01",
            "01 7C 09 41",
            "81 81 81 81 81 81 81 81 81 81 81 01 13 05",
            "01 93 BA BA BA BA BA BA BA BA BA BA 3A 05"
        })
        void whenARecordDoesNotEndInsideTheData(String hex) {
            assertThrows(MalformedFrameException.class, () -> telegram(hex));
        }

        @Test
        void whenItIsARequest() {
            assertThrows(MalformedFrameException.class, () -> Telegrams.decode(Hex.bytes("10 7B 05 80 16")));
        }
    }

    @Nested
    class Wireless {
        // L, C 44, PAD 12345678 version 1 water, CI 7A, access 2A, status 0, no encryption, 12.345 m3 BCD
        private static final String CLEAR = "14 44 24 40 78 56 34 12 01 07 7A 2A 00 00 00 0C 13 45 23 01 00";

        @Test
        void readsATelegramInClear() throws Exception {
            Answer.Telegram telegram = assertInstanceOf(
                    Answer.Telegram.class, Telegrams.decodeWireless(Hex.bytes(CLEAR), Optional.empty()));
            assertEquals("12345678", telegram.header().id());
            assertEquals(0x2A, telegram.header().access());
            assertEquals(
                    new BigDecimal("12.345"), telegram.records().get(0).value().orElseThrow());
        }

        @Test
        void announcedEncryptionNeedsAKeyEvenIfTheBytesAreClear() throws Exception {
            byte[] announced = Hex.bytes(
                    "1E 44 24 40 78 56 34 12 01 07 7A 2A 00 10 05" + "2F 2F 0C 13 45 23 01 00 2F 2F 2F 2F 2F 2F 2F 2F");
            assertInstanceOf(Answer.Encrypted.class, Telegrams.decodeWireless(announced, Optional.empty()));
            assertThrows(
                    MalformedFrameException.class,
                    () -> Telegrams.decodeWireless(announced, Optional.of(new byte[16])));
        }

        @Test // check value of CRC-16/EN-13757 for the digits 1 to 9
        void computesThePayloadCrc() {
            assertEquals(0xC2B7, Crc16.of("123456789".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        }

        @Test
        void readsThroughAnExtendedLinkLayerInClear() throws Exception {
            byte[] bytes = Hex.bytes("19 44 24 40 78 56 34 12 01 07 8D 20 2A 01 00 00 00 BC B6 78 0C 13 45 23 01 00");
            Answer.Telegram telegram =
                    assertInstanceOf(Answer.Telegram.class, Telegrams.decodeWireless(bytes, Optional.empty()));
            assertEquals(
                    new BigDecimal("12.345"), telegram.records().get(0).value().orElseThrow());
            bytes[bytes.length - 3] ^= 1;
            assertThrows(MalformedFrameException.class, () -> Telegrams.decodeWireless(bytes, Optional.empty()));
        }

        @ParameterizedTest
        @ValueSource(strings = {"wireless-mode-5.hex", "wireless-extended-link-aes-ctr.hex"})
        void readsWithTheKeyAndWithNoOther(String file) throws Exception {
            byte[] bytes = Hex.frame(TelegramsTest.class, file);
            byte[] key = Hex.bytes("00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F");
            Answer.Telegram telegram =
                    assertInstanceOf(Answer.Telegram.class, Telegrams.decodeWireless(bytes, Optional.of(key)));
            assertEquals(
                    new BigDecimal("12.345"), telegram.records().get(0).value().orElseThrow());
            assertInstanceOf(Answer.Encrypted.class, Telegrams.decodeWireless(bytes, Optional.empty()));
            key[0] ^= 1;
            assertThrows(MalformedFrameException.class, () -> Telegrams.decodeWireless(bytes, Optional.of(key)));
        }

        @Test
        void theLengthMustBeThatOfTheTelegram() {
            byte[] longer = Hex.bytes("15" + CLEAR.substring(2));
            assertThrows(MalformedFrameException.class, () -> Telegrams.decodeWireless(longer, Optional.empty()));
        }

        @Test
        void anUnfinishedLastRecordIsToldBesideTheGoodOnes() throws Exception {
            byte[] unfinished = Hex.bytes("16" + CLEAR.substring(2) + "04 13");
            Answer.Telegram telegram =
                    assertInstanceOf(Answer.Telegram.class, Telegrams.decodeWireless(unfinished, Optional.empty()));
            assertEquals(1, telegram.records().size());
            assertTrue(telegram.damage().contains("4 bytes of data"), telegram.damage());
        }
    }

    @Nested
    class Fixed {
        /**
         * EN 1434-3: 87654321, access 31, status 0 (BCD); 29 and 3E are litres now and historic, the upper bits of both make
         * medium 7; 14570 l and 14012 l. The sum of the 19 bytes is 71.
         */
        @Test
        void readsBothCounters() throws Exception {
            Answer.Telegram telegram = assertInstanceOf(
                    Answer.Telegram.class,
                    Telegrams.decode(
                            Hex.bytes("68 13 13 68 08 05 73 21 43 65 87 31 00 E9 7E 70 45 01 00 12 40 01 00 71 16")));
            assertEquals(Answer.Structure.FIXED, telegram.structure());
            assertEquals("Water", telegram.header().medium().text());
            assertEquals(
                    new BigDecimal("14.570"),
                    telegram.records().get(0).measured().orElseThrow().value());
            assertEquals(1, telegram.records().get(1).storage());
            assertEquals(
                    new BigDecimal("14012"), telegram.records().get(1).value().orElseThrow());
        }
    }
}
