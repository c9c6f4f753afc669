package org.metergate.mbus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.metergate.testkit.Hex;
import org.metergate.transport.MalformedFrameException;

/** What the CI field tells apart, compact frames and profiles. */
class FramesOfAllKindsTest {
    private static final String LONG = "78 56 34 12 24 40 01 07 55 08 00 00 ";

    private static Answer wired(String ci, String data) throws MalformedFrameException {
        return Telegrams.decode(frame(ci, data));
    }

    private static byte[] frame(String ci, String data) {
        return new LinkFrame.Long(0x08, 5, Integer.parseInt(ci, 16), Hex.bytes(data)).encode();
    }

    private static Answer wireless(Formats formats, String fromCi) throws MalformedFrameException {
        byte[] telegram = Hex.bytes("00 44 24 40 78 56 34 12 01 07 " + fromCi);
        telegram[0] = (byte) (telegram.length - 1);
        return Telegrams.decodeWireless(telegram, Keys.NONE, formats);
    }

    @Nested
    class OneOfEachKind {
        @ParameterizedTest
        @ValueSource(strings = {"70|02", "6E|55 00 00 00 02", "6F|" + LONG + "02"})
        void anErrorOfTheApplication(String frame) throws Exception {
            Answer answer = wired(frame.substring(0, 2), frame.substring(3));
            Answer.ApplicationError error = assertInstanceOf(Answer.ApplicationError.class, answer);
            assertEquals(2, error.code());
            assertEquals("Buffer too long, truncated", error.text());
        }

        @ParameterizedTest
        @ValueSource(strings = {"71|81", "74|55 00 00 00 81", "75|" + LONG + "81"})
        void anAlarm(String frame) throws Exception {
            Answer answer = wired(frame.substring(0, 2), frame.substring(3));
            assertEquals(0x81, assertInstanceOf(Answer.Alarm.class, answer).code());
        }

        @ParameterizedTest
        @CsvSource({"72, true", "76, true", "7A, false", "78, false"})
        void records(String ci, boolean hasIdentity) throws Exception {
            String header = hasIdentity ? LONG : ci.equals("7A") ? "55 08 00 00 " : "";
            String value = ci.equals("76") ? "0C 13 00 01 23 45" : "0C 13 45 23 01 00";
            Answer.Telegram telegram = assertInstanceOf(Answer.Telegram.class, wired(ci, header + value));
            assertEquals(
                    new BigDecimal("12.345"), telegram.records().get(0).value().orElseThrow());
            assertEquals(hasIdentity ? "12345678" : "", telegram.header().id());
        }

        @Test
        void dlmsIsLeftToWhoKnowsIt() throws Exception {
            Answer.Foreign foreign = assertInstanceOf(Answer.Foreign.class, wired("7C", LONG + "C4 01"));
            assertEquals("DLMS/COSEM", foreign.protocol());
            assertArrayEquals(Hex.bytes("C4 01"), foreign.data());
        }

        @Test
        void aManufacturersOwnIsKeptRaw() throws Exception {
            Answer.Telegram telegram = assertInstanceOf(Answer.Telegram.class, wired("A2", "01 02"));
            assertEquals(Answer.Structure.MANUFACTURER_SPECIFIC, telegram.structure());
            assertArrayEquals(Hex.bytes("01 02"), telegram.manufacturerData());
        }

        @ParameterizedTest
        @ValueSource(strings = {"51", "5A", "6C", "B8", "FF"})
        void whatIsNoAnswerIsRefused(String ci) {
            assertThrows(MalformedFrameException.class, () -> wired(ci, LONG));
        }

        @Test
        void aFragmentSaysSo() throws Exception {
            Answer.Fragment fragment =
                    assertInstanceOf(Answer.Fragment.class, wireless(new Formats(), "90 02 01 40 7A 55 00 00 00"));
            assertEquals(1, fragment.number());
            assertTrue(!fragment.last());
        }
    }

    @Nested
    class MessagesInParts {
        private final Fragments fragments = new Fragments();

        private Answer part(String fromCi) throws MalformedFrameException {
            byte[] telegram = Hex.bytes("00 44 24 40 78 56 34 12 01 07 " + fromCi);
            telegram[0] = (byte) (telegram.length - 1);
            return Telegrams.decodeWireless(telegram, Keys.NONE, new Formats(), fragments);
        }

        @Test // first part: number 1, more follow, message length 11 bytes; second: the last one
        void areReadWhenTheLastPartIsHere() throws Exception {
            assertInstanceOf(Answer.Fragment.class, part("90 04 01 50 0B 00 7A 55 00 00 00 0C 13"));
            assertEquals(1, fragments.size());
            Answer.Telegram whole = assertInstanceOf(Answer.Telegram.class, part("90 02 02 00 45 23 01 00"));
            assertEquals(
                    new BigDecimal("12.345"), whole.records().get(0).value().orElseThrow());
            assertEquals(0x55, whole.header().access());
            assertEquals(0, fragments.size());
        }

        @Test
        void areDroppedIfAPartIsMissing() throws Exception {
            part("90 02 01 40 7A 55 00 00 00");
            assertInstanceOf(Answer.Fragment.class, part("90 02 03 00 45 23 01 00"));
            assertInstanceOf(Answer.Fragment.class, part("90 02 02 00 45 23 01 00"));
            assertEquals(0, fragments.size());
        }

        @Test
        void areRefusedIfTheyAreNotAsLongAsTheySay() throws Exception {
            part("90 04 01 50 0C 00 7A 55 00 00 00 0C 13");
            assertThrows(MalformedFrameException.class, () -> part("90 02 02 00 45 23 01 00"));
        }

        @Test
        void ofManySendersAreBounded() throws Exception {
            for (int i = 0; i < 100; i++) {
                byte[] telegram = Hex.bytes("00 44 24 40 78 56 34 12 01 07 90 02 01 40 7A 55 00 00 00");
                telegram[0] = (byte) (telegram.length - 1);
                telegram[4] = (byte) i;
                Telegrams.decodeWireless(telegram, Keys.NONE, new Formats(), fragments);
            }
            assertEquals(32, fragments.size());
        }
    }

    @Nested
    class TheStatusByte {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "0  | [OK]",
                    "1  | [application busy]",
                    "2  | [application error]",
                    "3  | [abnormal condition]",
                    "4  | [power low]",
                    "28 | [power low, permanent error, temporary error]",
                    "128| [manufacturer bit 7]"
                })
        void isToldInWords(int code, String texts) {
            assertEquals(texts, new Status(code).texts().toString());
        }

        @Test
        void comesWithTheHeader() throws Exception {
            Answer.Telegram telegram = (Answer.Telegram) wired("72", LONG);
            assertTrue(telegram.header().state().permanentError());
        }
    }

    /** Signature 4E2C over 0C 13 04 6D, CRC BB40 over the full frame: computed apart from this project's code. */
    @Nested
    class CompactFrames {
        private static final String FULL = "78 0C 13 45 23 01 00 04 6D 3A 0D E6 02";
        private static final String COMPACT = "79 2C 4E 40 BB 45 23 01 00 3A 0D E6 02";

        @Test
        void withoutTheirFormatKeepTheirBytes() throws Exception {
            Answer.Telegram telegram = assertInstanceOf(Answer.Telegram.class, wireless(new Formats(), COMPACT));
            assertEquals(Answer.Structure.COMPACT, telegram.structure());
            assertEquals(List.of(), telegram.records());
        }

        @Test
        void areReadOnceAFullFrameWasSeen() throws Exception {
            Formats formats = new Formats();
            Answer.Telegram full = (Answer.Telegram) wireless(formats, FULL);
            Answer.Telegram compact = (Answer.Telegram) wireless(formats, COMPACT);
            assertEquals(full.records().size(), compact.records().size());
            for (int i = 0; i < full.records().size(); i++) {
                assertArrayEquals(
                        full.records().get(i).bytes(), compact.records().get(i).bytes());
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"69 2C 4E 0C 13 04 6D", "69 06 2C 4E 0C 13 04 6D"})
        void areReadOnceAFormatFrameWasSeen(String format) throws Exception {
            Formats formats = new Formats();
            assertEquals(
                    0x4E2C,
                    assertInstanceOf(Answer.Format.class, wireless(formats, format))
                            .signature());
            assertEquals(
                    2, ((Answer.Telegram) wireless(formats, COMPACT)).records().size());
        }

        @ParameterizedTest
        @ValueSource(strings = {"7B 55 00 00 00 ", "73 " + LONG})
        void comeWithEveryHeader(String ciAndHeader) throws Exception {
            Formats formats = new Formats();
            wireless(formats, FULL);
            Answer.Telegram telegram =
                    (Answer.Telegram) wireless(formats, ciAndHeader + COMPACT.substring(3) + " 2F 2F");
            assertEquals(2, telegram.records().size());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "79 2C 4E 41 BB 45 23 01 00 3A 0D E6 02",
                    "79 2C 4E 40 BB 46 23 01 00 3A 0D E6 02",
                    "79 2C 4E 40 BB 45 23 01 00 3A 0D E6",
                    "79 2C 4E 40 BB 45 23 01 00 3A 0D E6 02 01"
                })
        void areRefusedIfTheCrcOfTheFullFrameDoesNotHold(String compact) throws Exception {
            Formats formats = new Formats();
            wireless(formats, FULL);
            assertThrows(MalformedFrameException.class, () -> wireless(formats, compact));
        }

        @Test
        void wellKnownFormatsHaveTheSignaturesOfTheirMeters() {
            // Kamstrup Multical 21: its compact frames carry A8ED
            assertTrue(Formats.wellKnown().of(0xA8ED).isPresent());
        }

        @Test
        void theStoreIsBounded() {
            Formats formats = new Formats();
            for (int i = 0; i < 2000; i++) {
                formats.remember(new byte[] {4, 0x13, (byte) i, (byte) (i >> 8)});
            }
            assertEquals(512, formats.size());
        }
    }

    /**
     * EN 13757-3, annex F: LVAR, a byte of control (bits 7 and 6: absolute values, increments, decrements, signed differences;
     * 5 and 4: the unit of the spacing; 3 to 0: the data field of the elements), the spacing, the elements. Put together by
     * hand from the annex, with numbers of our own.
     */
    @Nested
    class Profiles {
        private static final String BASE = "0C 14 00 40 00 00 "; // 40.00 m^3

        private List<DataRecord> records(String records) throws MalformedFrameException {
            return ((Answer.Telegram) wired("72", LONG + records)).records();
        }

        private Optional<DataRecord> at(List<DataRecord> records, long storage, String quantity, String qualifier) {
            return records.stream()
                    .filter(record -> record.storage() == storage
                            && record.quantity().equals(quantity)
                            && record.meaning().qualifiers().contains(qualifier))
                    .findFirst();
        }

        private String volume(List<DataRecord> records, long storage) {
            return at(records, storage, "Volume", "profile").orElseThrow().valueText();
        }

        private String date(List<DataRecord> records, long storage) {
            return at(records, storage, "Time point (date)", "profile")
                    .orElseThrow()
                    .valueText();
        }

        /**
         * Storage 4 (DIFE 02): 2025-09-01 (21 39), 100.00 m^3; then months back (unit 3, spacing FE) 98.70, 91.20, and one that
         * is not used: 9870 = 268E and 9120 = 23A0 in 32 bits, or six digits.
         */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "84 02 14 10 27 00 00 8D 02 94 13 0E 34 FE 8E 26 00 00 A0 23 00 00 FF FF FF FF",
                    "8B 02 14 00 00 01 8D 02 94 13 0B 3B FE 70 98 00 20 91 00 FF FF FF"
                })
        void inverseWithAbsoluteValues(String volumes) throws Exception {
            List<DataRecord> records = records("82 02 6C 21 39 " + volumes);
            assertEquals("98.70", volume(records, 5));
            assertEquals("91.20", volume(records, 6));
            assertEquals("2025-08-01", date(records, 5));
            assertEquals("2025-07-01", date(records, 6));
            assertTrue(at(records, 7, "Volume", "profile").isEmpty());
        }

        @ParameterizedTest // increments, decrements: 25 and 11 hundredths in 8 bits, a quarter apart (unit 2, spacing
        // FE)
        @CsvSource({"61, 39.75, 39.64", "A1, 40.25, 40.36"})
        void inverseWithChanges(String control, String first, String second) throws Exception {
            List<DataRecord> records = records(BASE + "0D 94 13 04 " + control + " FE 19 0B");
            assertEquals(first, volume(records, 1));
            assertEquals(second, volume(records, 2));
            assertEquals(
                    "0.11",
                    at(records, 2, "Volume", "profile increment").orElseThrow().valueText());
        }

        @Test // younger minus older: -12 (F4), then 30 (1E)
        void inverseWithSignedDifferences() throws Exception {
            List<DataRecord> records = records(BASE + "0D 94 13 04 E1 FE F4 1E");
            assertEquals("40.12", volume(records, 1));
            assertEquals("39.82", volume(records, 2));
        }

        /**
         * Storage 11 (DIF bit and DIFE 05): 2023-06-30 (FE 26), 5000 kWh = 1388; increments of 40, 30 and 20 kWh, the last
         * element beside the base value.
         */
        @Test
        void forward() throws Exception {
            List<DataRecord> records =
                    records("C2 05 6C FE 26 C4 05 06 88 13 00 00 CD 05 86 1F 08 72 FE 28 00 1E 00 14 00");
            assertEquals(
                    "5020000",
                    at(records, 12, "Energy", "profile").orElseThrow().valueText());
            assertEquals(
                    "5050000",
                    at(records, 13, "Energy", "profile").orElseThrow().valueText());
            assertEquals(
                    "5090000",
                    at(records, 14, "Energy", "profile").orElseThrow().valueText());
            assertEquals("2023-07-31", date(records, 12));
            assertEquals("2023-09-30", date(records, 14));
        }

        @Test // half months (FD) back from 2025-01-01 (21 31); 7 days back from 2024-03-05 (05 33), over a leap day
        void halfMonthsAndDays() throws Exception {
            List<DataRecord> half = records(BASE + "02 6C 21 31 0D 94 13 04 71 FD 19 0B");
            assertEquals("2024-12-16", date(half, 1));
            assertEquals("2024-12-01", date(half, 2));
            List<DataRecord> days = records(BASE + "02 6C 05 33 0D 94 13 03 71 07 19");
            assertEquals("2024-02-27", date(days, 1));
        }

        @ParameterizedTest // what comes after a value that is none cannot be summed
        @ValueSource(strings = {"71 FE 19 FF 0B", "F1 FE 19 80 0B"})
        void endWithAnElementThatIsNone(String data) throws Exception {
            List<DataRecord> records = records(BASE + "0D 94 13 05 " + data);
            assertTrue(at(records, 1, "Volume", "profile").isPresent());
            assertTrue(at(records, 2, "Volume", "profile").isEmpty());
            assertTrue(at(records, 3, "Volume", "profile").isEmpty());
        }

        @ParameterizedTest // reserved spacings, a size that does not fit
        @ValueSource(strings = {"71 FB 19 0B", "51 FD 19 0B", "41 FE 19 0B", "74 FE 19 0B", "75 FE 19 0B"})
        void thatAreNoneStayRaw(String data) throws Exception {
            List<DataRecord> records = records(BASE + "0D 94 13 04 " + data);
            assertEquals(2, records.size());
            assertInstanceOf(Content.Raw.class, records.get(1).content());
        }

        @Test // spacing 0: the unit is the column
        void columnsOfAnArrayAreSubunits() throws Exception {
            List<DataRecord> records = records(BASE + "0D 94 13 03 21 00 63");
            DataRecord element = at(records, 1, "Volume", "profile").orElseThrow();
            assertEquals(2, element.subunit());
            assertEquals("0.99", element.valueText());
        }
    }
}
