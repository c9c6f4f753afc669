package org.metergate.emulator.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecodeCommandTest {
    /** "The M-Bus: A Documentation", rev. 4.8, 6.3: a water meter with fixed data structure. */
    private static final String FIXED =
            """
            # The M-Bus: A Documentation, 6.3
            68 13 13 68 08 05 73 78 56 34 12 0A 00 E9 7E
            01 00 00 00 35 01 00 00 3C 16
            """;

    @TempDir
    private Path folder;

    private int status;

    @Nested
    class Answers {
        @Test
        void areOneObjectWithTheNamesOfTheCorpus() throws IOException {
            JsonObject json = decode("mbus", file("fixed.hex", FIXED));
            assertEquals(0, status, json.toString());
            assertEquals("mbus-wired/1", json.get("schema").getAsString());
            assertEquals("fixed", json.get("structure").getAsString());
            assertEquals("12345678", json.getAsJsonObject("header").get("id").getAsString());
            JsonObject record = json.getAsJsonArray("records").get(0).getAsJsonObject();
            assertEquals("l", record.get("unit").getAsString());
            assertEquals(BigDecimal.ONE, record.get("value").getAsBigDecimal());
        }

        @Test
        void comeFromStandardInputToo() {
            InputStream before = System.in;
            try {
                System.setIn(new ByteArrayInputStream(FIXED.getBytes(StandardCharsets.US_ASCII)));
                decode("mbus", "-");
                assertEquals(0, status);
                System.setIn(new ByteArrayInputStream(FIXED.getBytes(StandardCharsets.US_ASCII)));
                decode("mbus");
                assertEquals(0, status);
            } finally {
                System.setIn(before);
            }
        }

        @Test // the block check is the exclusive or of all characters from after STX to ETX
        void ofAReadoutComeFromTextOrDigits() throws IOException {
            String block = "1.8.0(000123.456*kWh)\r\n!\r\n\u0003";
            char check = (char) block.chars().reduce(0, (a, b) -> a ^ b);
            String readout = "/ABC5TEST\r\n\u0002" + block + check;
            JsonObject json = decode("iec62056-21", file("readout.txt", readout));
            assertEquals(0, status, json.toString());
            JsonObject set = json.getAsJsonArray("data_sets").get(0).getAsJsonObject();
            assertEquals("000123.456", set.get("value").getAsString());
            assertEquals("kWh", set.get("unit").getAsString());
            StringBuilder digits = new StringBuilder();
            readout.chars().forEach(c -> digits.append(String.format("%02x ", c)));
            assertEquals(json, decode("iec62056-21", file("readout.hex", digits.toString())));
        }

        @Test // worked by hand: one list with 1-0:1.8.0*255 of 1234 tenths of a Wh, and the maker's name
        void ofAnSmlFileGiveItsLists() throws IOException {
            byte[] message = HexFormat.of()
                    .parseHex("76020162006200726307017701" + "0B0A01494D54000516465C" + "070100620AFFFF"
                            + "7262016400012C"
                            + "72" + "77070100010800FF" + "6400010401" + "621E52FF6304D201"
                            + "77070100600100FF" + "0101010104494D5401" + "0101");
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            file.writeBytes(HexFormat.of().parseHex("1B1B1B1B01010101"));
            file.writeBytes(message);
            file.write(0x63);
            file.writeBytes(x25(message));
            file.write(0);
            int fill = (4 - file.size() % 4) % 4;
            file.writeBytes(new byte[fill]);
            file.writeBytes(new byte[] {0x1B, 0x1B, 0x1B, 0x1B, 0x1A, (byte) fill});
            file.writeBytes(x25(file.toByteArray()));
            String digits = HexFormat.of().formatHex(file.toByteArray());
            JsonObject json = decode("sml", file("pushed.hex", "# pushed by a meter\n" + digits));
            assertEquals(0, status, json.toString());
            assertEquals("sml/1", json.get("schema").getAsString());
            JsonObject list = json.getAsJsonArray("lists").get(0).getAsJsonObject();
            assertEquals("0A01494D54000516465C", list.get("server_id").getAsString());
            assertEquals(300, list.get("second_index").getAsInt());
            assertTrue(list.get("sensor_time").isJsonNull());
            assertEquals(
                    "[{\"obis\":\"1-0:1.8.0*255\",\"value\":123.4,\"unit\":\"Wh\",\"status\":260,\"time\":null},"
                            + "{\"obis\":\"1-0:96.1.0*255\",\"value\":\"IMT\",\"unit\":null,\"status\":null,\"time\":null}]",
                    Json.text(list.getAsJsonArray("values")));
            assertFails(
                    "malformed", "sml: byte", "decode", "sml", file("x.hex", digits.replaceFirst("6304d2", "6304d3")));
        }

        @Test
        void haveNumbersWithoutExponents() {
            assertEquals("1000", Json.text(Json.of(new BigDecimal("1E+3"))));
            assertEquals("0.0000001", Json.text(Json.of(new BigDecimal("1E-7"))));
            assertEquals("12.340", Json.text(Json.of(new BigDecimal("12.340"))));
            assertEquals(
                    "{\"a\":[7,true,null,\"x\"]}",
                    Json.text(Json.of(Map.of("a", java.util.Arrays.asList(7L, true, null, 'x')))));
        }
    }

    @Nested
    class Failures {
        @Test
        void ofTheArgumentsSayWhatIsExpected() {
            assertFails("usage", "'modbus' is no format", "decode", "modbus", "x.hex");
            JsonObject error =
                    assertFails("usage", "no option or argument '--kee'", "decode", "mbus", "x", "--kee", "5ECRE7");
            assertFalse(error.toString().contains("5ECRE7"));
            assertFails("usage", "FORMAT", "decode");
            assertFails("usage", "a command is missing");
            assertFails("usage", "a command is missing", new String[0]);
            assertFails("usage", "emulat", "emulat");
        }

        @Test
        void ofAFileNameTheFile() throws IOException {
            assertFails("input", "there is no file nowhere.hex", "decode", "mbus", "nowhere.hex");
            assertFails("input", "cannot be read", "decode", "mbus", folder.toString());
            assertFails("input", "is empty", "decode", "mbus", file("empty.hex", ""));
            assertFails("input", "holds no hexadecimal digits", "decode", "mbus", file("remark.hex", "# nothing\n"));
        }

        @Test
        void ofADigitNameThePlace() throws IOException {
            assertFails("input", "line 2, column 4: 'x' is no", "decode", "dlms", file("a.hex", "7E A0\n00 x1\n"));
            assertFails("input", "odd number", "decode", "dlms", file("b.hex", "7E A"));
            assertFails("input", "character 00 is no", "decode", "dlms", file("c.hex", "7E\u0000"));
        }

        @Test
        void ofAKeyNeverShowTheKey() throws IOException {
            String file = file("fixed.hex", FIXED);
            assertFails("usage", "--key has 3 bytes", "decode", "mbus", file, "--key", "C0FFEE");
            JsonObject error = assertFails("usage", "--key is no", "decode", "mbus", file, "--key", "5ECRE7");
            assertFalse(error.toString().contains("5ECRE7"));
            assertFails(
                    "usage",
                    "of no use without --key",
                    "decode",
                    "dlms",
                    file,
                    "--authentication-key",
                    "00".repeat(16));
        }

        @Test
        void ofAFrameGiveItsOffsetAndNoValue() throws IOException {
            JsonObject error = assertFails(
                    "malformed", "mbus: byte 23", "decode", "mbus", file("x.hex", FIXED.replace("3C", "3D")));
            assertEquals(23, error.get("offset").getAsInt());
        }
    }

    /** CRC-16/X.25 bit by bit, low byte first. */
    private static byte[] x25(byte[] bytes) {
        int crc = 0xFFFF;
        for (byte b : bytes) {
            crc ^= b & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >> 1 : crc >> 1 ^ 0x8408;
            }
        }
        return new byte[] {(byte) ~crc, (byte) (~crc >> 8)};
    }

    private JsonObject assertFails(String kind, String part, String... arguments) {
        JsonObject json = run(arguments);
        assertEquals(1, status, json.toString());
        assertEquals(List.of("error"), List.copyOf(json.keySet()));
        JsonObject error = json.getAsJsonObject("error");
        assertEquals(kind, error.get("kind").getAsString());
        assertTrue(error.get("message").getAsString().contains(part), error.toString());
        return error;
    }

    private JsonObject decode(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "decode";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return run(all);
    }

    /** Runs the real command line; its whole output must be one JSON object on one line. */
    private JsonObject run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        status = Workbench.commands()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        assertEquals("", err.toString());
        assertEquals(1, out.toString().lines().count(), out.toString());
        return JsonParser.parseString(out.toString()).getAsJsonObject();
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content, StandardCharsets.ISO_8859_1)
                .toString();
    }
}
