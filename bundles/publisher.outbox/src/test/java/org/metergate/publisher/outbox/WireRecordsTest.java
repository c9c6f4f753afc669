package org.metergate.publisher.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WireRecordsTest {

    private static final Instant READ = Instant.parse("2026-11-23T21:00:03Z");
    private static final Instant NOW = Instant.parse("2026-11-23T21:00:04.5Z");

    private final Map<String, Object> record = new HashMap<>(Map.of("assetName", "main"));

    @Test
    void takesValueUnitAndTimeOfAChannel() {
        record.put("import", 1234.567);
        record.put("import_unit", "Wh");
        record.put("import_timestamp", READ.toEpochMilli());
        record.put("import_error", "");
        assertEquals(new AcceptedReading("main", READ, List.of(Point.good("import", 1234.567, "Wh", READ))), reading());
    }

    @Test
    void marksWhatIsComputed() {
        record.put("PF1", 0.8);
        assertTrue(point("PF1").computed());
    }

    @Test
    void takesNoValueBesideAnError() {
        record.put("U1", 230.1);
        record.put("U1_error", "checksum 12 instead of 34");
        assertEquals(Point.bad("U1", "checksum 12 instead of 34", NOW), point("U1"));
    }

    @Test
    void takesNoValueThatIsNoNumber() {
        record.put("U1", Double.NaN);
        record.put("U2", Float.NEGATIVE_INFINITY);
        assertEquals(Optional.empty(), point("U1").value());
        assertEquals("the value is -Infinity, which is no number", point("U2").error());
    }

    @Test
    void saysThatThereIsNoValueWhenErrorsAreNotEmitted() {
        record.put("U1_timestamp", READ.toEpochMilli());
        assertEquals("no value", point("U1").error());
    }

    @Test
    void prefersTheRecordsOwnTimeToItsChannels() {
        record.put("U1", 230.0);
        record.put("U1_timestamp", READ.toEpochMilli());
        assertEquals(READ, reading().time());
        record.put("assetTimestamp", READ.plusSeconds(1).toEpochMilli());
        assertEquals(READ.plusSeconds(1), reading().time());
        assertEquals(READ, point("U1").time());
    }

    @Test
    void takesTheTimeOfPublicationWhereTheDriverGaveNone() {
        record.put("U1", 230.0);
        record.put("U1_timestamp", 0L);
        assertEquals(NOW, reading().time());
        assertEquals(NOW, point("U1").time());
    }

    @Test
    void takesAPropertyWithAnEndingButAnotherTypeForAChannel() {
        record.put("phase_error", 0.25);
        record.put("_unit", "V");
        assertEquals(Optional.of(0.25), point("phase_error").value());
        assertEquals(Optional.of("V"), point("_unit").value());
    }

    @Test
    void refusesARecordThatNamesNoMeter() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> WireRecords.reading(Map.of("TIMER", 1L), NOW, name -> false));
        assertTrue(refused.getMessage().contains("assetName"), refused.getMessage());
    }

    private Point point(String channel) {
        return reading().points().stream()
                .filter(point -> point.channel().equals(channel))
                .findFirst()
                .orElseThrow();
    }

    private AcceptedReading reading() {
        return WireRecords.reading(record, NOW, name -> name.startsWith("PF"));
    }
}
