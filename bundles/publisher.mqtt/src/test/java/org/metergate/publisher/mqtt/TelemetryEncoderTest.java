package org.metergate.publisher.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.kura.message.KuraPayload;
import org.junit.jupiter.api.Test;
import org.metergate.publisher.outbox.WireRecords;

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
                "{\"meter\":\"main\",\"time\":\"2026-11-23T21:00:03Z\",\"quality\":\"PARTIAL\",\"values\":{"
                        + "\"U1\":{\"time\":\"2026-11-23T21:00:03Z\",\"quality\":\"BAD\","
                        + "\"error\":\"dlms on tcp://192.0.2.10:4059: no answer for 2000 ms\"},"
                        + "\"import\":{\"value\":1234.567,\"unit\":\"Wh\",\"time\":\"2026-11-23T21:00:03Z\","
                        + "\"quality\":\"GOOD\"}}}",
                encoded());
    }

    @Test
    void saysWhatIsAnalysis() {
        record.put("P1", 920.0);
        record.put("PF1", 0.8);
        record.put("PF1.class", "DEGRADED");
        assertEquals(
                "[\"PF1\",\"PF1.class\"]", json().getAsJsonArray("analysis").toString());
        assertEquals("0.8", channel("PF1").get("value").getAsString());
        assertEquals("GOOD", json().get("quality").getAsString());
    }

    @Test
    void carriesFindingsAndScoresAsChannels() {
        record.put("U2", 3.0);
        for (Map.Entry<String, Object> part : Map.<String, Object>of(
                        "U2.anomaly",
                        0.97,
                        "finding.cause",
                        "PHASE_LOSS",
                        "finding.channel",
                        "U2",
                        "finding.severity",
                        0.99,
                        "finding.start",
                        1_768_348_800_000L,
                        "finding.check",
                        "Check the fuse.")
                .entrySet()) {
            record.put(part.getKey(), part.getValue());
            record.put(part.getKey() + "_timestamp", READ.toEpochMilli());
        }
        assertEquals(
                "{\"value\":\"PHASE_LOSS\",\"time\":\"2026-11-23T21:00:03Z\",\"quality\":\"GOOD\"}",
                channel("finding.cause").toString());
        assertEquals("\"U2\"", channel("finding.channel").get("value").toString());
        assertEquals("0.99", channel("finding.severity").get("value").toString());
        assertEquals("1768348800000", channel("finding.start").get("value").toString());
        assertEquals(
                "\"Check the fuse.\"", channel("finding.check").get("value").toString());
        assertEquals("0.97", channel("U2.anomaly").get("value").toString());
        assertEquals(7, json().getAsJsonObject("values").size());
    }

    @Test
    void saysThatAReadingWithoutAnyValueIsBad() {
        record.put("U1_error", "no answer");
        assertEquals("BAD", json().get("quality").getAsString());
    }

    @Test
    void neverPublishesAValueBesideAnError() {
        record.put("U1", 230.1);
        record.put("U1_error", "checksum 12 instead of 34");
        assertFalse(channel("U1").has("value"));
        assertEquals("BAD", channel("U1").get("quality").getAsString());
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
        assertFalse(encoded().contains("\n"));
    }

    @Test
    void givesMetricsTheNamesOfWireRecords() {
        record.put("import", 1234.567);
        record.put("import_unit", "Wh");
        record.put("import_timestamp", READ.toEpochMilli());
        record.put("U1_error", "no answer");
        KuraPayload payload = TelemetryEncoder.metrics(WireRecords.reading(record, NOW, name -> false));
        assertEquals(READ, payload.getTimestamp().toInstant());
        assertEquals(
                Map.of(
                        "assetName", "main",
                        "quality", "PARTIAL",
                        "import", 1234.567,
                        "import_unit", "Wh",
                        "import_timestamp", READ.toEpochMilli(),
                        "U1_error", "no answer",
                        "U1_timestamp", READ.toEpochMilli()),
                payload.metrics());
    }

    private JsonObject channel(String name) {
        return json().getAsJsonObject("values").getAsJsonObject(name);
    }

    private JsonObject json() {
        return JsonParser.parseString(encoded()).getAsJsonObject();
    }

    private String encoded() {
        return TelemetryEncoder.json(WireRecords.reading(record, NOW, name -> name.startsWith("PF")));
    }
}
