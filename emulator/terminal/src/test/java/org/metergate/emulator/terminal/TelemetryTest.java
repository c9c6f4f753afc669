package org.metergate.emulator.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryTest {

    @Test
    void readsGoodAndBadReadings() {
        String json = "{\"meter\":\"main\",\"time\":\"2026-11-23T21:00:03Z\",\"values\":{"
                + "\"import\":{\"value\":1234.567,\"unit\":\"Wh\",\"time\":\"2026-11-23T21:00:03Z\",\"quality\":\"GOOD\"},"
                + "\"U1\":{\"quality\":\"BAD\",\"error\":\"no answer\",\"time\":\"2026-11-23T21:00:03Z\"}}}";
        assertEquals(
                List.of(
                        new Row("main", "import", "1234.567", "Wh", "2026-11-23T21:00:03Z", "GOOD", ""),
                        new Row("main", "U1", "", "", "2026-11-23T21:00:03Z", "BAD", "no answer")),
                Telemetry.rows(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "on",
                "17",
                "[]",
                "{",
                "{\"values\":3}",
                "{\"values\":{\"U1\":3}}",
                "{\"meter\":[1,2],\"values\":{}}"
            })
    void findsNoReadingsInWhatIsNoTelemetry(String message) {
        assertEquals(List.of(), Telemetry.rows(message));
    }
}
