package org.metergate.wire.analysis.spectrum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.kura.type.TypedValue;
import org.eclipse.kura.type.TypedValues;
import org.eclipse.kura.wire.WireEnvelope;
import org.eclipse.kura.wire.WireRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.wire.analysis.CollectedWires;
import org.metergate.wire.analysis.series.AwaitedWires;

class SpectrumComponentTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Clock CLOCK = Clock.fixed(START.plusSeconds(100 * 86_400), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    @Test
    void tellsTheMachineFromTheDay() throws InterruptedException {
        AwaitedWires wires = new AwaitedWires();
        SpectrumComponent component = new SpectrumComponent(wires, CLOCK, Duration.ZERO, Optional.of(folder));
        component.activate(
                CollectedWires.context(),
                Map.of("kura.service.pid", "s", "step", 900, "emit.input", false, "interval", 2880));
        for (int i = 0; i < 96 * 11; i++) {
            double hours = i / 4.0;
            double load = 100 + 20 * Math.sin(hours * Math.PI / 12) + 5 * Math.sin(2 * Math.PI * hours / 1.31);
            component.onWireReceive(new WireEnvelope(
                    "asset",
                    List.of(new WireRecord(Map.of(
                            "P", TypedValues.newDoubleValue(load),
                            "P_unit", TypedValues.newStringValue("kW"),
                            "P_timestamp",
                                    TypedValues.newLongValue(
                                            START.plusSeconds(900L * i).toEpochMilli()))))));
        }
        List<WireRecord> records = wires.await(all -> kinds(all).equals(Set.of("DAY", "OWN")));
        assertEquals(2.0, records.get(0).getProperties().get("P.cycle.count").getValue());
        Map<String, TypedValue<?>> own = records.stream()
                .map(WireRecord::getProperties)
                .filter(one -> one.containsKey("P.cycle.kind")
                        && one.get("P.cycle.kind").getValue().equals("OWN"))
                .findFirst()
                .orElseThrow();
        assertEquals(1.31 * 3600, (Double) own.get("P.cycle.period").getValue(), 60);
        assertEquals("s", own.get("P.cycle.period_unit").getValue());
        assertEquals(5, (Double) own.get("P.cycle.amplitude").getValue(), 0.5);
        assertEquals("kW", own.get("P.cycle.amplitude_unit").getValue());
        component.deactivate();
        assertTrue(folder.toFile().list().length > 0);
    }

    private static Set<Object> kinds(List<WireRecord> records) {
        return records.stream()
                .map(WireRecord::getProperties)
                .filter(one -> one.containsKey("P.cycle.kind"))
                .map(one -> one.get("P.cycle.kind").getValue())
                .collect(Collectors.toSet());
    }
}
