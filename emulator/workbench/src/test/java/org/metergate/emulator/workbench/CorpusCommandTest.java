package org.metergate.emulator.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small corpora made here, whose every count is known; and the real one, where it lies beside the checkout. */
class CorpusCommandTest {
    private static final String GOOD = readout("/ABC5TEST\r\n", "1.8.0(000123.456*kWh)\r\n2.8.0(7)\r\n!\r\n");
    private static final String EXPECTED =
            """
            {"schema": "iec62056-21/1", "verdict": "decode",
             "identification": {"manufacturer": "ABC", "baud": "5", "ident": "TEST"}, "bcc": null,
             "asserted": [{"address": "1.8.0", "value": 123.456, "unit": "kWh"}], "unparsed_lines": [],
             "data_sets": [{"address": "1.8.0", "value": "000123.456", "unit": "kWh"},
                           {"address": "2.8.0", "value": "7", "unit": null}]}
            """;
    private static final String REJECT =
            """
            {"schema": "iec62056-21/1", "verdict": "reject", "reason": "one digit changed", "derived_from": "good"}
            """;

    @TempDir
    private Path root;

    private int status;

    @Nested
    class Readouts {
        @Test
        void thatAreAsExpectedGiveOneLineAndStatusZero() throws IOException {
            put("iec62056-21/good", GOOD, EXPECTED);
            put("iec62056-21/damaged", GOOD.replace("123.456", "123.457"), REJECT);
            assertEquals(List.of("iec62056-21: cases 1/1, values 2/2, rejected 1/1, wrong 0"), run(root));
            assertEquals(0, status);
            assertEquals(
                    List.of("iec62056-21: cases 1/1, values 2/2, rejected 1/1, wrong 0"),
                    run(root.resolve("iec62056-21")));
        }

        @Test
        void withAnotherValueAreWrong() throws IOException {
            put("iec62056-21/good", GOOD, EXPECTED.replace("\"7\"", "\"8\""));
            assertEquals(
                    List.of(
                            "iec62056-21/good: wrong 2.8.0(7); missing 2.8.0(8)",
                            "iec62056-21: cases 0/1, values 1/2, rejected 0/0, wrong 1"),
                    run(root));
            assertEquals(1, status);
        }

        @Test
        void withoutAValueThatIsExpectedDiffer() throws IOException {
            put("iec62056-21/good", GOOD, EXPECTED.replace("\"2.8.0\"", "\"3.8.0\""));
            assertEquals(
                    List.of(
                            "iec62056-21/good: missing 3.8.0(7); not expected 2.8.0(7)",
                            "iec62056-21: cases 0/1, values 1/2, rejected 0/0, wrong 0"),
                    run(root));
            assertEquals(1, status);
        }

        @Test
        void ofAnotherMeterOrWithAnotherAssertionDiffer() throws IOException {
            put("iec62056-21/meter", GOOD, EXPECTED.replace("\"ABC\"", "\"ABD\""));
            put("iec62056-21/unit", GOOD, EXPECTED.replace("123.456, \"unit\": \"kWh\"", "123.456, \"unit\": \"Wh\""));
            List<String> lines = run(root);
            assertTrue(lines.get(0).startsWith("iec62056-21/meter: identification is {"), lines.toString());
            assertTrue(lines.get(1).startsWith("iec62056-21/unit: missing as asserted {"), lines.toString());
            assertEquals("iec62056-21: cases 0/2, values 4/4, rejected 0/0, wrong 0", lines.get(2));
        }

        @Test
        void thatAreRefusedMissEveryValue() throws IOException {
            put("iec62056-21/good", GOOD.replace("123.456", "123.457"), EXPECTED);
            List<String> lines = run(root);
            assertTrue(lines.get(0).startsWith("iec62056-21/good: refused: iec62056-21: byte "), lines.toString());
            assertEquals("iec62056-21: cases 0/1, values 0/2, rejected 0/0, wrong 0", lines.get(1));
            assertEquals(1, status);
        }

        @Test
        void thatMustBeRejectedAreWrongValueByValue() throws IOException {
            put("iec62056-21/damaged", GOOD, REJECT);
            assertEquals(
                    List.of(
                            "iec62056-21/damaged: must be rejected (one digit changed) and gives 2 values;"
                                    + " 1.8.0(000123.456*kWh); 2.8.0(7)",
                            "iec62056-21: cases 0/0, values 0/0, rejected 0/1, wrong 2"),
                    run(root));
            assertEquals(1, status);
        }

        @Test
        void thatAreCutMayGiveWhatTheWholeOneHolds() throws IOException {
            String cut = "/ABC5TEST\r\n\u00021.8.0(000123.456*kWh)\r\n";
            String partial = REJECT.replace("\"verdict\"", "\"partial_ok\": true, \"verdict\"");
            put("iec62056-21/good", GOOD, EXPECTED);
            put("iec62056-21/cut", cut, partial);
            assertEquals(List.of("iec62056-21: cases 1/1, values 2/2, rejected 1/1, wrong 0"), run(root));
            put("iec62056-21/cut", cut.replace("3.456", "3.457"), partial);
            assertEquals(
                    List.of(
                            "iec62056-21/cut: 1.8.0(000123.457*kWh)",
                            "iec62056-21: cases 1/1, values 2/2, rejected 1/1, wrong 1"),
                    run(root));
            assertEquals(1, status);
            put("iec62056-21/cut", GOOD, partial); // whole: nothing says that an end is missing
            assertEquals(
                    "iec62056-21: cases 1/1, values 2/2, rejected 0/1, wrong 2",
                    run(root).get(1));
        }
    }

    @Nested
    class Telegrams {
        private static final String EXPECTED =
                """
                {"schema": "dsmr-p1/1", "verdict": "decode", "crc": {"present": false},
                 "data_sets": [{"address": "0-1:24.2.1",
                                "values": [{"value": "200426223001S", "unit": null}, {"value": "00246.138", "unit": "m3"}]}]}
                """;
        private static final String TELEGRAM = "/ABC5\\2TEST\r\n\r\n0-1:24.2.1(200426223001S)(00246.138*m3)\r\n!\r\n";

        @Test
        void areComparedPlaceByPlace() throws IOException {
            put("dsmr-p1/gas", TELEGRAM, EXPECTED);
            assertEquals(List.of("dsmr-p1: cases 1/1, values 2/2, rejected 0/0, wrong 0"), run(root));
            assertEquals(0, status);
            put("dsmr-p1/gas", TELEGRAM.replace("246.138", "246.139"), EXPECTED);
            assertEquals(
                    List.of(
                            "dsmr-p1/gas: wrong 0-1:24.2.1 value 2(00246.139*m3); missing 0-1:24.2.1 value 2(00246.138*m3)",
                            "dsmr-p1: cases 0/1, values 1/2, rejected 0/0, wrong 1"),
                    run(root));
            assertEquals(1, status);
        }

        @Test
        void mustHaveTheCrcThatIsExpected() throws IOException {
            put("dsmr-p1/gas", TELEGRAM, EXPECTED.replace("{\"present\": false}", "{\"present\": true}"));
            assertTrue(run(root).get(0).startsWith("dsmr-p1/gas: crc is {\"present\":false} instead of"));
            assertEquals(1, status);
        }
    }

    @Nested
    class Folders {
        @Test
        void ofSeriesAreSkippedAndOfOtherThingsNotScored() throws IOException {
            put("anomaly/flatline", "timestamp,value", "{\"verdict\": \"score\"}");
            Files.createDirectories(root.resolve("licences"));
            assertEquals(List.of("anomaly: skipped, series of numbers hold nothing to decode"), run(root));
            assertEquals(0, status);
            put("modbus/meter", "00", "{\"verdict\": \"decode\"}");
            assertEquals(
                    "modbus: 1 cases not scored, this is no family that can be decoded",
                    run(root).get(1));
            assertEquals(1, status);
        }

        @Test
        void areKnownByTheirExpectationsToo() throws IOException {
            put("held-out/good", GOOD, EXPECTED);
            assertEquals(
                    List.of("iec62056-21: cases 1/1, values 2/2, rejected 0/0, wrong 0"),
                    run(root.resolve("held-out")));
        }

        @ParameterizedTest
        @ValueSource(strings = {"good.expected.json", "good.txt"})
        void withHalfACaseNameTheOtherHalf(String missing) throws IOException {
            put("iec62056-21/good", GOOD, EXPECTED);
            put("iec62056-21/other", GOOD, EXPECTED);
            Files.delete(root.resolve("iec62056-21").resolve(missing));
            List<String> lines = run(root);
            assertTrue(lines.get(0).startsWith("iec62056-21/good: there is no "), lines.toString());
            assertEquals("iec62056-21: cases 1/2, values 2/2, rejected 0/0, wrong 0", lines.get(1));
            assertEquals(1, status);
        }

        @ParameterizedTest
        @ValueSource(strings = {"{", "[]", "{}", "{\"verdict\": \"perhaps\"}"})
        void withAnUnusableExpectationNameIt(String expectation) throws IOException {
            put("iec62056-21/good", GOOD, expectation);
            List<String> lines = run(root.resolve("iec62056-21"));
            assertTrue(lines.get(0).startsWith("iec62056-21/good: "), lines.toString());
            assertEquals("iec62056-21: cases 0/1, values 0/0, rejected 0/0, wrong 0", lines.get(1));
            assertEquals(1, status);
        }

        @Test
        void thatAreNoneGiveAnErrorInJson() {
            for (Path folder : List.of(root.resolve("nowhere"), root)) {
                List<String> lines = run(folder);
                assertEquals(1, lines.size());
                assertEquals(
                        "input",
                        JsonParser.parseString(lines.get(0))
                                .getAsJsonObject()
                                .getAsJsonObject("error")
                                .get("kind")
                                .getAsString());
                assertEquals(1, status);
            }
        }
    }

    @Nested
    @EnabledIf(
            value = "org.metergate.emulator.workbench.DecodeCorpusTest#present",
            disabledReason = "no folder shared/corpus beside the checkout")
    class RealCaptures {
        @ParameterizedTest
        @ValueSource(strings = {"iec62056-21", "dsmr-p1"})
        void areAllAsExpected(String family) {
            List<String> lines = run(DecodeCorpusTest.corpus().orElseThrow().resolve(family));
            assertEquals(0, status, lines.toString());
            assertEquals(1, lines.size(), lines.toString());
        }
    }

    /** Meter 12345678 PAD: volume 12.345 m3, a flow with VIFE 56, digits that are none. */
    @Nested
    class Meters {
        private static final String FRAME =
                "68 1E 1E 68 08 05 72 78 56 34 12 24 40 01 07 55 00 00 00 0C 13 45 23 01 00 02 BB 56 05 00 0A 5A FF FF";

        private static final String HEADER =
                """
                {"schema": "mbus-wired/1", "verdict": "decode", "header": {"id": "12345678", "manufacturer": "PAD",
                 "version": 1, "medium": "Water", "access": 85, "status": "00", "signature": "0000",
                 "product_name": "anything"}, "records": [
                """;
        private static final String VOLUME =
                """
                {"index": 0, "function": "Instantaneous value", "storage": 0, "tariff": null, "subunit": null,
                 "quantity": "Volume", "unit": "m^3", "value_text": "12.345000"}
                """;
        private static final String FLOW =
                """
                {"index": 1, "function": "Instantaneous value", "storage": 0, "tariff": null, "subunit": null,
                 "quantity": "Volume flow", "unit": "m^3/h", "value_text": "0.005000"}
                """;
        private static final String DURATION = FLOW.replace("m^3/h", "s").replace("0.005000", "18000.000000");
        private static final String TEMPERATURE =
                """
                {"index": 2, "function": "Instantaneous value", "storage": 0, "tariff": null, "subunit": null,
                 "quantity": "Flow temperature", "unit": "°C", "value_text": "-166.5", "unreliable": "no digits"}
                """;

        private void wired(String... records) throws IOException {
            int sum = 0;
            byte[] bytes = java.util.HexFormat.of().parseHex(FRAME.replace(" ", ""));
            for (int i = 4; i < bytes.length; i++) {
                sum += bytes[i];
            }
            put(
                    "mbus-wired/meter",
                    FRAME + String.format(" %02X 16", sum & 0xFF),
                    HEADER + String.join(",", records) + "]}");
            Files.move(
                    root.resolve("mbus-wired/meter.txt"),
                    root.resolve("mbus-wired/meter.hex"),
                    StandardCopyOption.REPLACE_EXISTING);
        }

        @Test
        void areComparedRecordByRecord() throws IOException {
            wired(VOLUME, DURATION, TEMPERATURE);
            assertEquals(List.of("mbus-wired: cases 1/1, values 2/2, rejected 0/0, wrong 0"), run(root));
            assertEquals(0, status);
        }

        @Test
        void withAnotherValueUnitOrHeaderDiffer() throws IOException {
            wired(VOLUME.replace("12.345", "12.346"), DURATION, TEMPERATURE);
            assertEquals(
                    List.of(
                            "mbus-wired/meter: wrong record 0: value is '12.345' instead of '12.346000'",
                            "mbus-wired: cases 0/1, values 1/2, rejected 0/0, wrong 1"),
                    run(root));
            wired(VOLUME.replace("m^3", "l"), DURATION, TEMPERATURE);
            assertTrue(run(root).get(0).contains("unit is m^3 instead of l"));
            wired(VOLUME.replace("\"storage\": 0", "\"storage\": 1"), DURATION, TEMPERATURE);
            assertTrue(run(root).get(0).contains("storage is 0 instead of 1"));
            assertEquals(1, status);
        }

        @Test
        void withMoreRecordsThanExpectedDiffer() throws IOException {
            wired(VOLUME, TEMPERATURE);
            assertTrue(run(root).get(0).contains("not expected record 1"));
        }

        @Test // the clause is named, and the value counts as missed all the same
        void thatContradictAnExpectationByTheStandardNameTheClause() throws IOException {
            wired(VOLUME, FLOW, TEMPERATURE);
            List<String> lines = run(root);
            assertTrue(
                    lines.get(0)
                            .contains(
                                    "(expectation wrong: table 15, the VIFE makes the record a 'duration of exceeding"),
                    lines.get(0));
            assertEquals("mbus-wired: cases 0/1, values 1/2, rejected 0/0, wrong 0", lines.get(1));
        }

        private void wireless(String telegram, String kind, String values) throws IOException {
            put(
                    "wmbus/meter",
                    telegram,
                    "{\"schema\": \"wmbus/1\", \"verdict\": \"decode\", \"key\": null, \"kind\": \"" + kind
                            + "\", \"already_decrypted\": false, \"values\": [" + values + "]}");
            Files.move(root.resolve("wmbus/meter.txt"), root.resolve("wmbus/meter.hex"));
        }

        @Test
        void withoutWiresAreComparedByValueAndUnit() throws IOException {
            wireless(
                    "14 44 24 40 78 56 34 12 01 07 7A 2A 00 00 00 0C 13 45 23 01 00",
                    "open",
                    "{\"name\": \"total_m3\", \"unit\": \"m3\", \"value\": 12.345},"
                            + "{\"name\": \"total_kwh\", \"unit\": \"kWh\", \"value\": 12.345},"
                            + "{\"name\": \"status\", \"unit\": null, \"value\": null, \"text\": \"OK\"}");
            assertEquals(
                    List.of(
                            "wmbus/meter: in no record: made by the other program; missing total_kwh=12.345",
                            "wmbus: cases 0/1, values 1/2, rejected 0/0, wrong 0"),
                    run(root));
        }

        @Test
        void withTheManufacturersOwnFramesSaySo() throws IOException {
            wireless(
                    "0D 44 24 40 78 56 34 12 01 07 A2 01 02 03",
                    "manufacturer-specific",
                    "{\"name\": \"total_m3\", \"unit\": \"m3\", \"value\": 1}");
            assertTrue(run(root).get(0).contains("CI A2 is the manufacturer's own"));
        }
    }

    private static String readout(String identification, String block) {
        String checked = block + "\u0003";
        return identification + "\u0002" + checked + (char) checked.chars().reduce(0, (a, b) -> a ^ b);
    }

    private void put(String name, String capture, String expectation) throws IOException {
        Path file = root.resolve(name + ".txt");
        Files.createDirectories(file.getParent());
        Files.writeString(file, capture, StandardCharsets.ISO_8859_1);
        Files.writeString(root.resolve(name + ".expected.json"), expectation);
    }

    private List<String> run(Path folder) {
        StringWriter out = new StringWriter();
        status = Workbench.commands().setOut(new PrintWriter(out)).execute("corpus", folder.toString());
        return out.toString().lines().toList();
    }
}
