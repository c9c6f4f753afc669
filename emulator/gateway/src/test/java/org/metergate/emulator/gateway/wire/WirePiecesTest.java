package org.metergate.emulator.gateway.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Map;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.type.TypedValues;
import org.eclipse.kura.wire.WireRecord;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WirePiecesTest {
    @Nested
    class TimerSettingsFrom {
        @ParameterizedTest
        @CsvSource({"MILLISECONDS,PT0.005S", "SECONDS,PT5S", "MINUTES,PT5M", "HOURS,PT5H", "DAYS,PT120H"})
        void countsInTheUnit(String unit, Duration interval) {
            TimerSettings settings =
                    TimerSettings.from(Map.of("type", "SIMPLE", "simple.interval", 5, "simple.time.unit", unit));

            assertEquals(interval, settings.interval());
            assertEquals(interval, settings.first());
        }

        @Test
        void ticksFirstWhenTold() {
            assertEquals(
                    Duration.ZERO,
                    TimerSettings.from(Map.of(
                                    "type",
                                    "SIMPLE",
                                    "simple.interval",
                                    5,
                                    "simple.first.tick.policy",
                                    "CUSTOM",
                                    "simple.custom.first.tick.interval",
                                    0))
                            .first());
        }

        @Test
        void namesWhatItCannotUse() {
            assertTrue(refused(Map.of("simple.interval", 5)).contains("type"));
            assertTrue(refused(Map.of("type", "CRON")).contains("CRON"));
            assertTrue(refused(Map.of("type", "SIMPLE", "simple.interval", "5")).contains("simple.interval"));
            assertTrue(refused(Map.of("type", "SIMPLE", "simple.interval", 5, "simple.time.unit", "WEEKS"))
                    .contains("WEEKS"));
        }

        private String refused(Map<String, Object> properties) {
            return assertThrows(IllegalArgumentException.class, () -> TimerSettings.from(properties))
                    .getMessage();
        }
    }

    @Nested
    class RecordMessageOf {
        private final Clock clock = Clock.fixed(Instant.ofEpochMilli(7), ZoneOffset.UTC);
        private final WireRecord record = new WireRecord(Map.of(
                "text", TypedValues.newStringValue("body"),
                "bytes", TypedValues.newByteArrayValue(new byte[] {1}),
                "power", TypedValues.newDoubleValue(2.5)));

        @Test
        void hasTheValuesAsMetricsAndAsProperties() {
            KuraMessage message = RecordMessage.from(Map.of()).of(record, clock);

            assertEquals(2.5, message.getPayload().getMetric("power"));
            assertEquals(2.5, message.getProperties().get("power"));
            assertEquals(new Date(7), message.getPayload().getTimestamp());
            assertNull(message.getPayload().getBody());
        }

        @Test
        void setsTheBodyFromTheNamedProperty() {
            assertArrayEquals("body".getBytes(), body("text"));
            assertArrayEquals(new byte[] {1}, body("bytes"));
            assertNull(body("power"));
            assertNull(body("missing"));
        }

        @Test
        void leavesTheBodyOutOfTheMetricsIfToldSo() {
            KuraMessage message = RecordMessage.from(
                            Map.of("set.body.from.property", "text", "remove.body.from.metrics", true))
                    .of(record, clock);

            assertNull(message.getPayload().getMetric("text"));
            assertFalse(message.getProperties().containsKey("text"));
        }

        private byte[] body(String property) {
            return RecordMessage.from(Map.of("set.body.from.property", property))
                    .of(record, clock)
                    .getPayload()
                    .getBody();
        }
    }

    @Nested
    class PortNamesIn {
        @Test
        void areReadFromLinesAndArrays() {
            assertEquals(Map.of(0, "then", 1, "else"), PortNames.in("0=then\n1=else", 2));
            assertEquals(Map.of(0, "then", 1, "else"), PortNames.in(new String[] {"0=then", "1=else"}, 2));
        }

        @Test
        void leaveOutWhatCannotBeUsed() {
            assertEquals(Map.of(), PortNames.in("2=far\n0=in0\n1=\nx=y", 2));
            assertEquals(Map.of(), PortNames.in(null, 2));
        }
    }
}
