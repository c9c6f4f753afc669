package org.metergate.mbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.metergate.testkit.Hex;
import org.metergate.transport.MalformedFrameException;

/**
 * Frames that only their makers describe. None was sent by a meter or taken from another program: each byte was put in its
 * place by hand from the publicly known layout, with numbers of our own, as the remark beside it tells. The two hidden ones of
 * Diehl were hidden by a script apart from this project, whose shift register is a list of bits.
 */
class ManufacturerFramesTest {

    private static Answer.Telegram read(String fromC, Keys keys) throws MalformedFrameException {
        byte[] telegram = Hex.bytes("00 " + fromC);
        telegram[0] = (byte) (telegram.length - 1);
        return assertInstanceOf(Answer.Telegram.class, Telegrams.decodeWireless(telegram, keys, new Formats()));
    }

    private static Answer.Telegram read(String fromC) throws MalformedFrameException {
        return read(fromC, Keys.NONE);
    }

    private static String values(Answer.Telegram telegram) {
        return telegram.records().stream()
                .map(record -> (record.storage() == 0 ? "" : "[" + record.storage() + "] ")
                        + (record.valueText() + " " + record.unit()).strip())
                .toList()
                .toString();
    }

    /**
     * One byte of kind, the day on which the last period ended (low byte first: day in bits 0 to 4, month in 5 to 8, year in 9
     * to 15), its consumption, a day of the present period that is not read (00 00), the present consumption, then what the
     * version adds; the water and heat meters fill up with 00.
     */
    @Nested
    class TechemMeters {
        private static final String LINK = "44 68 50 64 53 42 31 "; // TCH 31425364, then version and medium

        @ParameterizedTest(name = "{0}")
        @CsvSource(
                delimiter = '|',
                value = {
                    // 2024-05-31: 24 * 512 + 5 * 32 + 31 = 30BF; 1203 = 04B3; 88 = 58; 20.61 = 080D; 31.90 = 0C76
                    "69 80 A0 01 BF 30 B3 04 00 00 58 00 0D 08 76 0C"
                            + "| [88 Units for H.C.A., [1] 1203 Units for H.C.A., [1] 2024-05-31 -, 20.61 °C, 31.90 °C]",
                    // kind 0F has one byte more (AA); 2021-09-30 = 2B3E; 47 = 2F; 512 = 0200
                    // 18.05 = 070D; 19.99 = 07CF
                    "94 80 A1 0F 3E 2B 2F 00 00 00 00 02 AA 0D 07 CF 07"
                            + "| [512 Units for H.C.A., [1] 47 Units for H.C.A., [1] 2021-09-30 -, 18.05 °C, 19.99 °C]",
                    // kWh of three bytes, the day of the present period in one: 70123 = 0111EB, 4567 = 0011D7
                    "45 04 A2 10 7F 32 EB 11 01 00 D7 11 00 00" + "| [74690000 Wh, [1] 70123000 Wh, 4567000 Wh]",
                    // 999 = 03E7 and 1
                    "39 0C A2 10 7F 32 E7 03 00 00 01 00 00 00" + "| [1000000 Wh, [1] 999000 Wh, 1000 Wh]",
                    // MJ of two bytes: 4660 = 1234, 321 = 0141
                    "27 04 A2 10 7F 32 34 12 00 00 41 01 00 00" + "| [4981000000 J, [1] 4660000000 J, 321000000 J]",
                    // tenths of m^3: 1507 = 05E3, 246 = F6; 2026-10-31 = 355F
                    "74 06 A2 10 5F 35 E3 05 00 00 F6 00 00 00" + "| [175.3 m^3, [1] 150.7 m^3, [1] 2026-10-31 -]",
                    // 65 = 41 and 7; these versions tell no day
                    "70 07 A2 10 00 00 41 00 00 00 07 00 00 00" + "| [7.2 m^3, [1] 6.5 m^3]",
                    "95 07 A2 10 00 00 41 00 00 00 07 00 00 00" + "| [7.2 m^3, [1] 6.5 m^3]"
                })
        void tellTheLastPeriodAndThePresentOne(String telegram, String values) throws Exception {
            assertEquals(values.strip(), values(read(LINK + telegram)));
        }

        @ParameterizedTest // another version; allocators of another medium, another kind, or cut off
        @CsvSource({
            "99 99 A2 10 5F 35 E3 05 00 00 F6 00 00 00",
            "69 08 A0 01 BF 30 B3 04 00 00 58 00 0D 08 76 0C",
            "69 80 A0 02 BF 30 B3 04 00 00 58 00 0D 08 76 0C",
            "69 80 A0 01 BF 30 B3 04 00 00 58 00 0D 08 76"
        })
        void ofAnotherLayoutStayRaw(String telegram) throws Exception {
            Answer.Telegram raw = read(LINK + telegram);
            assertEquals(List.of(), raw.records());
            assertEquals(Hex.bytes(telegram).length - 3, raw.manufacturerData().length);
        }
    }

    @Nested
    class WalkByBlocksOfQundis {
        private static final String BLOCK = "0D FF 5F 35" // LVAR: 53 bytes
                + " 90 81 72 63 54 45 36 27 18 %s" // nine that are not read, the VIF of all registers
                + " FF FF 78 56 04 00" // no day of an error, register 00045678
                + " 3F 3C 05 00 04 00" // 2025-12-31: day 31, year 25 in 3 and 4 bits, month 12; then 00040005
                + " 5F 3A 20 50 04 00" // 2026-10-31, 00045020
                + " 92 02 00 80 FF 01" // increments 658, none, 511
                + " 04 00 05 00 06 00 07 00 08 00 09 00 0A 00 0B 00 0C 00" // and those of nine months more
                + " 5A"; // one that is not read

        private static String values(String vif) throws MalformedFrameException {
            // LSE 98071605
            return ManufacturerFramesTest.values(read("44 65 32 05 16 07 98 20 07 78" + BLOCK.formatted(vif)));
        }

        @Test
        void haveOneVifForAllRegisters() throws Exception {
            String volumes = values("14");
            assertTrue(
                    volumes.contains("456.78 m^3, [1] 2025-12-31 -, [1] 400.05 m^3, [17] 2026-10-31 -, [17] 450.20 m^3,"
                            + " [2] 6.58 m^3, [3] m^3, [4] 5.11 m^3, [5] 0.04 m^3"),
                    volumes);
            assertTrue(volumes.endsWith("[13] 0.12 m^3]"), volumes);
            String units = values("6E");
            assertTrue(units.contains("45678 Units for H.C.A., [1] 2025-12-31 -, [1] 40005 Units for H.C.A."), units);
        }

        @Test // 5A, a temperature
        void ofAnotherVifStayRaw() throws Exception {
            String values = values("5A");
            assertTrue(!values.contains(","), values);
        }
    }

    /** Codes A2, 44, B0 and 71 have 1, 3, 5 and 9 bytes; 10 is the register: 98765 l = 000181CD. */
    @Nested
    class ApatorModules {
        private static final String START = "44 14 06 64 53 42 31 02 07 7A 81 00 00 00 0F" // APT 31425364, DIF 0F
                + " 5A 00 11 07 C0 21 90 "; // state

        @ParameterizedTest // fill bytes, or a check sum of 2 or 4 bytes; the register first, last, between
        @CsvSource({
            "10 CD 81 01 00 A2 3C 44 09 08 07 FF FF FF FF FF",
            "44 09 08 07 A2 3C 10 CD 81 01 00 1E 5D",
            "B0 05 04 03 02 01 10 CD 81 01 00 A2 3C 1E 5D 6C 70",
            "71 E1 D2 C3 B4 A5 96 87 78 69 10 CD 81 01 00 1E 5D"
        })
        void giveTheRegister(String fields) throws Exception {
            assertEquals("[98.765 m^3]", values(read(START + fields)));
        }

        @ParameterizedTest // a code without a known length, no register, an end inside a field
        @CsvSource({"99 10 CD 81 01 00 1E 5D", "44 09 08 07 1E 5D", "10 CD 81 01 00 40 01 02 03 04 05"})
        void stayRawIfTheirFieldsAreNotKnownToTheEnd(String fields) throws Exception {
            assertEquals("[]", values(read(START + fields)));
        }
    }

    @Nested
    class DiehlMeters {
        // CI A1, 4 * 2^3 s between transmissions, battery of 24 (18) half years; hidden: check byte 4B, 12345 l = 3039,
        // 12000 l = 2EE0, 2027-12-31 (type G: 7F 3C)
        private static final String PRIOS =
                "44 A5 11 78 07 78 56 34 12 A1 03 18 13 00 3D EB EF C8 B0 A1 A6 F2 D1 71 C5";
        // short header: access 2A, status 0, bit 12 and the sum of the clear bytes; hidden: 0C 13, 12.345 m^3
        private static final String HIDDEN = "44 A5 11 78 07 78 56 34 12 7A 2A 00 00 98 AF 18 B0 B6 1F 1E";

        @Test
        void openWithAPublicKey() throws Exception {
            Answer.Telegram telegram = read(PRIOS);
            assertEquals("[12.345 m^3, [1] 12.000 m^3, [1] 2027-12-31 -, 32 s, 144 months]", values(telegram));
        }

        @Test // version and medium before the identification
        void haveTheirAddressInTheOrderOfTheStandard() throws Exception {
            assertEquals("12345678", read(PRIOS).header().id());
            assertEquals(0x78, read(PRIOS).header().version());
            assertEquals("Water", read(PRIOS).header().medium().text());
        }

        @Test
        void stayRawIfNoKeyOpensThem() throws Exception {
            Answer.Telegram telegram = read(PRIOS.replace("00 3D", "00 3C"));
            assertEquals(List.of(), telegram.records());
        }

        @Test
        void hideRecordsOfTheStandard() throws Exception {
            Answer.Telegram telegram = read(HIDDEN);
            assertEquals("[12.345 m^3]", values(telegram));
            assertEquals("12345678", telegram.header().id());
        }

        @Test
        void areEncryptedIfTheSumDoesNotHold() throws Exception {
            byte[] telegram = Hex.bytes("14 " + HIDDEN.replace("1F 1E", "1F 1F"));
            assertInstanceOf(Answer.Encrypted.class, Telegrams.decodeWireless(telegram, Optional.empty()));
        }
    }

    @ParameterizedTest // 1E is 30 steps of 2 dB above -130 dBm; BA is -70
    @CsvSource({"1E, -70", "BA, -70"})
    void signalStrengthComesInStepsOrAsItIs(String register, String value) throws Exception {
        Answer.Telegram telegram = read("44 24 40 78 56 34 12 01 07 78 01 FD 71 " + register);
        assertEquals("[" + value + " dBm]", values(telegram));
    }
}
