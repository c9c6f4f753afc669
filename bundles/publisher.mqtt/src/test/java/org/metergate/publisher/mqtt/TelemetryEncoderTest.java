package org.metergate.publisher.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TelemetryEncoderTest {

    private static final Instant READ = Instant.parse("2026-11-23T21:00:03Z");
    private static final Instant NOW = Instant.parse("2026-11-23T21:00:04.5Z");

    private final Map<String, Object> record = new HashMap<>(Map.of("assetName", "main"));

    @Test
    void encodesAGoodAndAFailedChannel() {
        record.put("import", 1234.567);
        record.put("import_unit", "Wh");
        record.put("import_timestamp", READ.toEpochMilli());
        record.put("import_error", "");
        record.put("U1_timestamp", READ.toEpochMilli());
        record.put("U1_error", "dlms on tcp://192.0.2.10:4059: no answer for 2000 ms");
        assertEquals(
                "{\"meter\":\"main\",\"time\":\"2026-11-23T21:00:03Z\",\"values\":{"
                        + "\"U1\":{\"time\":\"2026-11-23T21:00:03Z\",\"quality\":\"BAD\","
                        + "\"error\":\"dlms on tcp://192.0.2.10:4059: no answer for 2000 ms\"},"
                        + "\"import\":{\"value\":1234.567,\"unit\":\"Wh\",\"time\":\"2026-11-23T21:00:03Z\","
                        + "\"quality\":\"GOOD\"}}}",
                TelemetryEncoder.encode(record, NOW));
    }

    @Test
    void neverPublishesAValueBesideAnError() {
        record.put("U1", 230.1);
        record.put("U1_error", "checksum 12 instead of 34");
        assertFalse(channel("U1").has("value"));
        assertEquals("BAD", channel("U1").get("quality").getAsString());
    }

    @Test
    void neverPublishesWhatIsNoNumber() {
        record.put("U1", Double.NaN);
        record.put("U2", Float.NEGATIVE_INFINITY);
        assertFalse(channel("U1").has("value"));
        assertEquals("BAD", channel("U1").get("quality").getAsString());
        assertEquals(
                "the value is -Infinity, which is no number",
                channel("U2").get("error").getAsString());
    }

    @Test
    void saysThatThereIsNoValueWhenErrorsAreNotEmitted() {
        record.put("U1_timestamp", READ.toEpochMilli());
        assertEquals("no value", channel("U1").get("error").getAsString());
    }

    @Test
    void takesEveryTypeThatAWireCanCarry() {
        record.put("boolean", true);
        record.put("bytes", new byte[] {1, 2, (byte) 0xFF});
        record.put("double", 0.1);
        record.put("float", 0.1f);
        record.put("integer", -3);
        record.put("long", Long.MAX_VALUE);
        record.put("string", "kWh \"peak\"\n\u0001\u2028\\");
        assertEquals(true, channel("boolean").get("value").getAsBoolean());
        assertEquals("AQL/", channel("bytes").get("value").getAsString());
        assertEquals("0.1", channel("double").get("value").getAsString());
        assertEquals("0.1", channel("float").get("value").getAsString());
        assertEquals(-3, channel("integer").get("value").getAsInt());
        assertEquals(Long.MAX_VALUE, channel("long").get("value").getAsLong());
        assertEquals(
                "kWh \"peak\"\n\u0001\u2028\\", channel("string").get("value").getAsString());
        assertFalse(TelemetryEncoder.encode(record, NOW).contains("\n"));
    }

    @Test
    void prefersTheRecordsOwnTimeToItsChannels() {
        record.put("U1", 230.0);
        record.put("U1_timestamp", READ.toEpochMilli());
        assertEquals(READ.toString(), json().get("time").getAsString());
        record.put("assetTimestamp", READ.plusSeconds(1).toEpochMilli());
        assertEquals(READ.plusSeconds(1).toString(), json().get("time").getAsString());
        assertEquals(READ.toString(), channel("U1").get("time").getAsString());
    }

    @Test
    void takesTheTimeOfPublicationWhereTheDriverGaveNone() {
        record.put("U1", 230.0);
        record.put("U1_timestamp", 0L);
        assertEquals(NOW.toString(), json().get("time").getAsString());
        assertEquals(NOW.toString(), channel("U1").get("time").getAsString());
    }

    @Test
    void takesAPropertyWithAnEndingButAnotherTypeForAChannel() {
        record.put("phase_error", 0.25);
        record.put("_unit", "V");
        assertEquals("0.25", channel("phase_error").get("value").getAsString());
        assertEquals("V", channel("_unit").get("value").getAsString());
    }

    @Test
    void refusesARecordThatNamesNoMeter() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> TelemetryEncoder.encode(Map.of("TIMER", 1L), NOW));
        assertTrue(refused.getMessage().contains("assetName"), refused.getMessage());
    }

    private JsonObject channel(String name) {
        return json().getAsJsonObject("values").getAsJsonObject(name);
    }

    private JsonObject json() {
        return JsonParser.parseString(TelemetryEncoder.encode(record, NOW)).getAsJsonObject();
    }
}
