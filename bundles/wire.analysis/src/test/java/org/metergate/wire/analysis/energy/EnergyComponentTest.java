package org.metergate.wire.analysis.energy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.kura.type.TypedValue;
import org.eclipse.kura.type.TypedValues;
import org.eclipse.kura.wire.WireEnvelope;
import org.eclipse.kura.wire.WireRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.wire.analysis.CollectedWires;

class EnergyComponentTest {
    private static final Instant START = Instant.parse("2026-01-10T00:00:00Z");
    private static final Clock CLOCK = Clock.fixed(START.plusSeconds(40 * 86_400), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private final CollectedWires wires = new CollectedWires();
    private EnergyComponent component;

    @BeforeEach
    void begin() {
        start(Map.of());
    }

    private void start(Map<String, Object> settings) {
        component = new EnergyComponent(wires, CLOCK, Optional.of(folder));
        component.activate(CollectedWires.context(), with(settings));
    }

    private static Map<String, Object> with(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("kura.service.pid", "main.energy");
        return all;
    }

    private Map<String, TypedValue<?>> at(int minute, Object... channels) {
        Map<String, TypedValue<?>> input = new HashMap<>();
        input.put("assetName", TypedValues.newStringValue("main"));
        for (int i = 0; i < channels.length; i += 2) {
            String name = channels[i].toString();
            input.put(name, TypedValues.newDoubleValue(((Number) channels[i + 1]).doubleValue()));
            input.put(name + "_unit", TypedValues.newStringValue("kWh"));
            input.put(
                    name + "_timestamp",
                    TypedValues.newLongValue(START.plusSeconds(60L * minute).toEpochMilli()));
        }
        return receive(input);
    }

    private Map<String, TypedValue<?>> receive(Map<String, TypedValue<?>> input) {
        wires.emitted.clear();
        component.onWireReceive(new WireEnvelope("asset", List.of(new WireRecord(input))));
        return wires.emitted.get(0).get(0).getProperties();
    }

    private static double number(Map<String, TypedValue<?>> emitted, String name) {
        assertTrue(emitted.containsKey(name), () -> name + " is not in " + emitted.keySet());
        return ((Number) emitted.get(name).getValue()).doubleValue();
    }

    private static String text(Map<String, TypedValue<?>> emitted, String name) {
        return emitted.containsKey(name) ? emitted.get(name).getValue().toString() : "";
    }

    @Test
    void countersBecomeConsumptionAndDemand() {
        Map<String, TypedValue<?>> emitted = at(0, "import", 1_000.0);
        assertEquals(0, number(emitted, "import.total"));
        assertFalse(emitted.containsKey("import.interval"));
        emitted = at(15, "import", 1_000.5);
        assertEquals(500, number(emitted, "import.interval"), 1e-6);
        assertEquals("Wh", text(emitted, "import.interval_unit"));
        assertEquals(2_000, number(emitted, "import.power"), 1e-6);
        assertEquals("W", text(emitted, "import.power_unit"));
        assertEquals(2_000, number(emitted, "import.demand"), 1e-6);
        assertEquals(2_000, number(emitted, "import.demand.max"), 1e-6);
        assertEquals("2026-01-10T00:00:00Z", text(emitted, "import.demand.max.from"));
        assertEquals(1, number(emitted, "import.load.factor"), 1e-9);
        assertEquals(
                START.plusSeconds(900).toEpochMilli(),
                emitted.get("import.demand_timestamp").getValue());
        assertEquals(1_000.5, number(emitted, "import"));
    }

    @Test
    void metersDoNotMix() {
        at(0, "import", 1_000.0);
        Map<String, TypedValue<?>> other = new HashMap<>();
        other.put("assetName", TypedValues.newStringValue("workshop"));
        other.put("import", TypedValues.newLongValue(7_000));
        other.put(
                "assetTimestamp", TypedValues.newLongValue(START.plusSeconds(60).toEpochMilli()));
        assertEquals(0, number(receive(other), "import.total"));
        assertEquals(500, number(at(15, "import", 1_000.5), "import.total"), 1e-6);
    }

    @Test
    void tariffsAndOwnProductionAreSplit() {
        start(Map.of("tariff.off.peak", "22:00-00:10", "channel.tariffs", "1.8.1, 1.8.2"));
        at(0, "import", 10.0, "export", 0.0, "production", 0.0, "1.8.1", 4.0, "1.8.2", 6.0);
        Map<String, TypedValue<?>> emitted =
                at(15, "import", 10.3, "export", 0.1, "production", 0.4, "1.8.1", 4.2, "1.8.2", 6.1);
        assertEquals(200, number(emitted, "import.HC"), 1e-6);
        assertEquals(100, number(emitted, "import.HP"), 1e-6);
        assertEquals("HP", text(emitted, "tariff"));
        assertEquals(200, number(emitted, "1.8.1.interval"), 1e-6);
        assertEquals(100, number(emitted, "1.8.2.interval"), 1e-6);
        assertEquals(300, number(emitted, "self.consumed"), 1e-6);
        assertEquals(0.75, number(emitted, "self.consumption.rate"), 1e-9);
        assertEquals(0.5, number(emitted, "self.sufficiency"), 1e-9);
    }

    @Test
    void anExchangeAddsNothingAndIsTold() {
        at(0, "import", 1_000.0);
        assertTrue(text(at(15, "import", 2.0), "import.interval_error").contains("the next reading tells"));
        Map<String, TypedValue<?>> emitted = at(30, "import", 2.5);
        assertEquals("EXCHANGE", text(emitted, "import.event"));
        assertEquals(500, number(emitted, "import.interval"), 1e-6);
        assertEquals(500, number(emitted, "import.total"), 1e-6);
    }

    @Nested
    class State {
        @Test
        void survivesAnEnd() {
            at(0, "import", 1_000.0);
            at(15, "import", 1_000.5);
            at(20, "import", 1_000.7);
            component.deactivate();
            start(Map.of());
            Map<String, TypedValue<?>> emitted = at(30, "import", 1_001.0);
            assertEquals(300, number(emitted, "import.interval"), 1e-6);
            assertEquals(1_000, number(emitted, "import.total"), 1e-6);
            assertEquals(2_000, number(emitted, "import.demand"), 1e-6);
        }

        @Test
        void losesNoEnergyByAKill() {
            at(0, "import", 1_000.0);
            at(15, "import", 1_000.5);
            start(Map.of()); // the one before never heard of its end
            assertEquals(1_000, number(at(30, "import", 1_001.0), "import.total"), 1e-6);
        }

        @Test
        void survivesOtherSettings() {
            at(0, "import", 1_000.0);
            component.updated(with(Map.of("channel.import", "import", "power.max", 50_000, "block", 30)));
            assertEquals(500, number(at(15, "import", 1_000.5), "import.interval"), 1e-6);
            component.updated(with(Map.of("zone", "Mars")));
            assertFalse(at(20, "import", 1_000.6).containsKey("import.total"));
            component.updated(with(Map.of()));
            assertEquals(1_000, number(at(30, "import", 1_001.0), "import.total"), 1e-6);
        }

        @Test
        void thatIsDamagedIsPutAside() throws IOException {
            at(0, "import", 1_000.0);
            component.deactivate();
            Path file = folder.resolve("main.energy.txt");
            Files.writeString(file, Files.readString(file).replace("1000000", "2000000"));
            start(Map.of());
            assertEquals(0, number(at(15, "import", 1_000.5), "import.total"));
            assertTrue(Files.exists(folder.resolve("main.energy.txt.bad")));
        }

        @Test
        void mayHaveNoPlace() {
            component = new EnergyComponent(wires, CLOCK, Optional.empty());
            component.activate(CollectedWires.context(), with(Map.of()));
            at(0, "import", 1_000.0);
            assertEquals(500, number(at(15, "import", 1_000.5), "import.total"), 1e-6);
            component.deactivate();
        }
    }

    @Nested
    class BadInput {
        @Test
        void isNotCounted() {
            at(0, "import", 1_000.0);
            assertEquals("not computed without import", text(at(5, "import", Double.NaN), "import.interval_error"));
            assertEquals("not computed without import", text(at(5, "import", -1.0), "import.interval_error"));
            assertTrue(text(at(-5, "import", 1_000.0), "import.interval_error").contains("not later"));
            assertTrue(text(at(60 * 24 * 50, "import", 1_000.1), "import.interval_error")
                    .contains("in the future"));
            assertFalse(at(0, "import", 1_000.0).containsKey("import.interval_error"));
            assertEquals(500, number(at(15, "import", 1_000.5), "import.interval"), 1e-6);
        }

        @Test
        void neverStopsTheGraph() {
            Map<String, TypedValue<?>> strange = new HashMap<>();
            strange.put("import", TypedValues.newStringValue("a lot"));
            strange.put("import_timestamp", TypedValues.newStringValue("now"));
            assertEquals("a lot", text(receive(strange), "import"));
            wires.broken = true;
            component.onWireReceive(new WireEnvelope("asset", List.of(new WireRecord(strange))));
            wires.broken = false;
            assertEquals(0, number(at(0, "import", 1.0), "import.total"));
        }

        @Test
        void ofOtherKindsPasses() {
            Map<String, TypedValue<?>> other = Map.of("U1", TypedValues.newDoubleValue(230));
            assertEquals(other, receive(other));
            start(Map.of("emit.input", false));
            wires.emitted.clear();
            component.onWireReceive(new WireEnvelope("asset", List.of(new WireRecord(other))));
            assertEquals(List.of(), wires.emitted);
        }

        @Test
        void ofSettingsIsNamed() {
            assertEquals(
                    Set.of("zone", "gap", "tariff.off.peak", "channel.tariffs"),
                    EnergySettings.from(Map.of(
                                    "zone",
                                    "Mars",
                                    "gap",
                                    0,
                                    "tariff.off.peak",
                                    "night",
                                    "channel.tariffs",
                                    "import,a"))
                            .problems()
                            .stream()
                            .map(problem -> problem.key())
                            .collect(Collectors.toSet()));
        }
    }
}
