package org.metergate.emulator.cloud.eclipseiot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.HexFormat;
import java.util.Map;
import org.eclipse.kura.message.KuraPayload;
import org.eclipse.kura.message.KuraPosition;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {

    private final KuraPayload payload = new KuraPayload();

    @Nested
    class AsProtobuf {

        /**
         * By hand from kurapayload.proto: time 1; key 5000&lt;&lt;3|2 = 40002 = C2 B8 02; 14 bytes: name "a", type DOUBLE,
         * value 1.0; key 5001&lt;&lt;3|2 = CA B8 02; 2 bytes "hi".
         */
        private static final String BY_HAND =
                "0801" + "C2B8020E" + "0A0161" + "1000" + "19000000000000F03F" + "CAB80202" + "6869";

        @Test
        void isWhatTheDefinitionSays() {
            payload.setTimestamp(new Date(1));
            payload.addMetric("a", 1.0);
            payload.setBody("hi".getBytes(StandardCharsets.US_ASCII));
            assertEquals(BY_HAND, HexFormat.of().withUpperCase().formatHex(ProtobufPayload.encode(payload)));
        }

        @Test
        void isReadAsTheDefinitionSays() {
            KuraPayload read = ProtobufPayload.decode(HexFormat.of().parseHex(BY_HAND));
            assertEquals(1, read.getTimestamp().getTime());
            assertEquals(Map.of("a", 1.0), read.metrics());
            assertEquals("hi", new String(read.getBody(), StandardCharsets.US_ASCII));
        }

        /**
         * By hand from kurapayload.proto, which Kura's connections to Eclipse IoT and to Kapua share: key C2 B8 02, length,
         * 0A 01 61 (name "a"), 10 and the type, key of the value's field, value. An int32 below 0 has ten bytes.
         */
        @ParameterizedTest
        @CsvSource({
            "DOUBLE, -0.5, C2B8020E 0A0161 1000 19 000000000000E0BF",
            "FLOAT, 1.0, C2B8020A 0A0161 1001 25 0000803F",
            "INT64, 300, C2B80208 0A0161 1002 28 AC02",
            "INT64, -1, C2B80210 0A0161 1002 28 FFFFFFFFFFFFFFFFFF01",
            "INT32, 5, C2B80207 0A0161 1003 30 05",
            "INT32, -1, C2B80210 0A0161 1003 30 FFFFFFFFFFFFFFFFFF01",
            "BOOL, true, C2B80207 0A0161 1004 38 01",
            "STRING, µ, C2B80209 0A0161 1005 42 02C2B5",
            "BYTES, 00FF, C2B80209 0A0161 1006 4A 0200FF"
        })
        void hasEveryTypeAsTheDefinitionSays(String type, String text, String byHand) {
            Object value = value(type, text);
            payload.addMetric("a", value);
            byte[] bytes = HexFormat.of().parseHex(byHand.replace(" ", ""));
            assertArrayEquals(bytes, ProtobufPayload.encode(payload));
            Object read = ProtobufPayload.decode(bytes).getMetric("a");
            if (value instanceof byte[] expected) {
                assertArrayEquals(expected, (byte[]) read);
            } else {
                assertEquals(value, read);
            }
        }

        private Object value(String type, String text) {
            return switch (type) {
                case "DOUBLE" -> Double.valueOf(text);
                case "FLOAT" -> Float.valueOf(text);
                case "INT64" -> Long.valueOf(text);
                case "INT32" -> Integer.valueOf(text);
                case "BOOL" -> Boolean.valueOf(text);
                case "BYTES" -> HexFormat.of().parseHex(text);
                default -> text;
            };
        }

        @Test
        void keepsEveryTypeAndThePosition() {
            addOneOfEachType();
            payload.addMetric("null", null);
            KuraPosition position = new KuraPosition();
            position.setLatitude(46.1);
            position.setLongitude(13.2);
            position.setSatellites(5);
            position.setTimestamp(new Date(123456789012L));
            payload.setPosition(position);
            KuraPayload read = ProtobufPayload.decode(ProtobufPayload.encode(payload));
            assertEquals(-1.5, read.getMetric("double"));
            assertEquals(2.5f, read.getMetric("float"));
            assertEquals(-7L, read.getMetric("long"));
            assertEquals(-7, read.getMetric("int"));
            assertEquals(true, read.getMetric("flag"));
            assertEquals("äöü", read.getMetric("text"));
            assertArrayEquals(new byte[] {1, 2, 3}, (byte[]) read.getMetric("bytes"));
            assertEquals(7, read.metrics().size());
            assertEquals(46.1, read.getPosition().getLatitude());
            assertEquals(5, read.getPosition().getSatellites());
            assertEquals(123456789012L, read.getPosition().getTimestamp().getTime());
        }

        @Test
        void isReadCompressedToo() {
            payload.addMetric("text", "a".repeat(1000));
            byte[] bytes = ProtobufPayload.encode(payload);
            byte[] shorter = ProtobufPayload.compressed(bytes);
            assertTrue(shorter.length < bytes.length);
            assertEquals(payload.metrics(), ProtobufPayload.decode(shorter).metrics());
            assertArrayEquals(new byte[] {1}, ProtobufPayload.compressed(new byte[] {1}));
        }

        @ParameterizedTest
        @ValueSource(strings = {"08", "0B", "C2B8020E0A", "FFFFFFFFFFFFFFFFFFFF01", "19000000"})
        void refusesOtherBytes(String hex) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> ProtobufPayload.decode(HexFormat.of().parseHex(hex)));
        }

        @Test
        void refusesMetricsOfOtherTypes() {
            payload.addMetric("short", (short) 1);
            assertThrows(IllegalArgumentException.class, () -> ProtobufPayload.encode(payload));
        }
    }

    @Nested
    class AsJson {

        @Test
        void holdsTimeMetricsAndBody() {
            payload.setTimestamp(new Date(17));
            payload.addMetric("P", 1.5);
            payload.setBody(new byte[] {1, 2, (byte) 0xff});
            assertEquals(
                    "{\"sentOn\":17,\"metrics\":{\"P\":1.5},\"body\":\"AQL/\"}",
                    new String(JsonPayload.encode(payload), StandardCharsets.UTF_8));
        }

        @Test
        void bringsWholeNumbersBackAsLong() {
            addOneOfEachType();
            payload.addMetric("nan", Double.NaN);
            KuraPayload read = JsonPayload.decode(JsonPayload.encode(payload));
            assertEquals(-7L, read.getMetric("int"));
            assertEquals(-1.5, read.getMetric("double"));
            assertEquals("AQID", read.getMetric("bytes"));
            assertEquals(true, read.getMetric("flag"));
            assertEquals(7, read.metrics().size());
        }

        @Test
        void takesOtherJsonForABody() {
            byte[] other = "{\"command\":\"on\"}".getBytes(StandardCharsets.UTF_8);
            assertArrayEquals(other, JsonPayload.decode(other).getBody());
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "on", "[1]", "{"})
        void refusesWhatIsNoObject(String text) {
            assertThrows(
                    IllegalArgumentException.class, () -> JsonPayload.decode(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private void addOneOfEachType() {
        payload.addMetric("double", -1.5);
        payload.addMetric("float", 2.5f);
        payload.addMetric("long", -7L);
        payload.addMetric("int", -7);
        payload.addMetric("flag", true);
        payload.addMetric("text", "äöü");
        payload.addMetric("bytes", new byte[] {1, 2, 3});
    }
}
