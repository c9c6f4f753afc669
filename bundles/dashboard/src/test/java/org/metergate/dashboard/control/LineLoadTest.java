package org.metergate.dashboard.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.metergate.transport.LineUse.Turn;

class LineLoadTest {

    private static final Instant START = Instant.parse("2026-11-23T21:00:00Z");

    private static Turn turn(int second, int tookMs, int wireMs) {
        return new Turn(
                "M-Bus",
                START.plusSeconds(second),
                Duration.ofMillis(50),
                Duration.ofMillis(tookMs),
                true,
                Duration.ofMillis(wireMs),
                Duration.ofMillis(200),
                2,
                10,
                230);
    }

    private static JsonObject load(List<Turn> turns, boolean timed, int second) {
        return LineLoad.of(turns, timed, START.plusSeconds(second)).orElseThrow();
    }

    @Test
    void holdsTheCycleAgainstTheLimitOfTheWire() {
        JsonObject load = load(List.of(turn(0, 1500, 1100), turn(10, 2500, 1100), turn(20, 2000, 1100)), true, 30);
        assertEquals(3, load.get("conversations").getAsInt());
        assertEquals(10, load.get("every").getAsDouble());
        assertEquals(2.0, load.get("took").getAsDouble());
        assertEquals(2.5, load.get("longest").getAsDouble());
        assertEquals(1.1, load.get("wire").getAsDouble());
        assertEquals(0.2, load.get("quiet").getAsDouble());
        assertEquals(0.2, load.get("busy").getAsDouble(), "6 s of 30 s");
        assertEquals(0.11, load.get("wireShare").getAsDouble());
        assertEquals(690, load.get("received").getAsLong());
    }

    @Test
    void hasNoLimitWithoutASpeed() {
        JsonObject load = load(List.of(turn(0, 1500, 0)), false, 3);
        assertTrue(load.get("wire").isJsonNull());
        assertTrue(load.get("every").isJsonNull());
        assertEquals(0.5, load.get("busy").getAsDouble());
    }

    @Test // what is measured by two clocks need not agree to the last
    void isNeverBusierThanAlways() {
        assertEquals(1.0, load(List.of(turn(0, 1500, 0)), false, 1).get("busy").getAsDouble());
        assertEquals(Optional.empty(), LineLoad.of(List.of(), true, START));
    }
}
