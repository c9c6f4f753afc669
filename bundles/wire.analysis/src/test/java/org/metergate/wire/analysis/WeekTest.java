package org.metergate.wire.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.kura.type.TypedValue;
import org.eclipse.kura.type.TypedValues;
import org.eclipse.kura.wire.WireEnvelope;
import org.eclipse.kura.wire.WireRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeekTest {
    private static final Instant MONDAY = Instant.parse("2026-01-05T00:00:00Z");
    private static final Clock CLOCK = Clock.fixed(MONDAY.plusSeconds(20 * 86_400), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private final CollectedWires wires = new CollectedWires();
    private AnalysisComponent component;

    @BeforeEach
    void start() {
        start(Map.of("week", true));
    }

    private void start(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("kura.service.pid", "main.analysis");
        component = new AnalysisComponent(wires, CLOCK, Optional.of(folder));
        component.activate(CollectedWires.context(), all);
    }

    private Map<String, TypedValue<?>> receive(String asset, int minute, double voltage) {
        Map<String, TypedValue<?>> input = new HashMap<>();
        input.put("assetName", TypedValues.newStringValue(asset));
        for (int n = 1; n <= 3; n++) {
            input.put("U" + n, TypedValues.newDoubleValue(voltage));
            input.put(
                    "U" + n + "_timestamp",
                    TypedValues.newLongValue(MONDAY.plusSeconds(60L * minute).toEpochMilli()));
        }
        wires.emitted.clear();
        component.onWireReceive(new WireEnvelope("asset", List.of(new WireRecord(input))));
        return wires.emitted.get(0).get(0).getProperties();
    }

    private static Object value(Map<String, TypedValue<?>> emitted, String name) {
        assertTrue(emitted.containsKey(name), () -> name + " is not in " + emitted.keySet());
        return emitted.get(name).getValue();
    }

    @Test // 230 V and 270 V make 250 V, 8.7 % above; 270 V are 17.4 % above
    void tellsHowTheWeekIsWhenTenMinutesHaveEnded() {
        assertFalse(receive("main", 0, 230).containsKey("U1.week.part"));
        receive("main", 5, 270);
        receive("other", 6, 400);
        assertEquals(100.0, value(receive("main", 10, 270), "U1.week.part"));
        Map<String, TypedValue<?>> emitted = receive("main", 20, 230);
        assertEquals(50.0, value(emitted, "U1.week.part"));
        assertEquals("%", value(emitted, "U1.week.part_unit"));
        assertEquals(false, value(emitted, "U2.week.met"));
        assertEquals(2L, value(emitted, "U3.week.means"));
        assertEquals(50.0, value(emitted, "U1.week.always.part"));
        assertEquals("2026-01-05T00:00:00Z", value(emitted, "week.from"));
        assertEquals(value(emitted, "U1_timestamp"), value(emitted, "U1.week.part_timestamp"));
        assertFalse(receive("main", 21, 230).containsKey("U1.week.part"));
    }

    @Test
    void goesOnAfterARestart() {
        for (int minute = 0; minute <= 8 * 24 * 60; minute += 10) {
            receive("main", minute, minute < 20 ? 270 : 230);
        }
        component.deactivate();
        start(Map.of("week", true));
        Map<String, TypedValue<?>> emitted = receive("main", 8 * 24 * 60 + 10, 230);
        assertEquals(1008L, value(emitted, "U1.lastWeek.means"));
        assertEquals(true, value(emitted, "U1.lastWeek.met"));
        assertEquals(false, value(emitted, "U1.lastWeek.always.met"));
        assertEquals(145L, value(emitted, "U1.week.means"));
        assertEquals("2026-01-12T00:00:00Z", value(emitted, "week.from"));
    }

    @Test
    void isNotKeptUnlessItIsWanted() {
        start(Map.of());
        receive("main", 0, 230);
        assertFalse(receive("main", 10, 230).containsKey("U1.week.part"));
    }
}
