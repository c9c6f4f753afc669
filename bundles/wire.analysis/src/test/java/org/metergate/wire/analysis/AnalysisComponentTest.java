package org.metergate.wire.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.kura.type.TypedValue;
import org.eclipse.kura.type.TypedValues;
import org.eclipse.kura.wire.WireEnvelope;
import org.eclipse.kura.wire.WireRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AnalysisComponentTest {
    private static final long TIME = 1_764_000_000_000L;

    private final CollectedWires wires = new CollectedWires();
    private final AnalysisComponent component = new AnalysisComponent(wires, Clock.systemUTC(), Optional.empty());
    private final Map<String, TypedValue<?>> input = new HashMap<>();

    @BeforeEach
    void aThreePhaseMeter() {
        input.put("assetName", TypedValues.newStringValue("main"));
        for (int n = 1; n <= 3; n++) {
            reads("U" + n, 230, "V");
            reads("I" + n, 5, "A");
            reads("P" + n, 920, "W");
            reads("Q" + n, 690, "var");
        }
    }

    @Nested
    class Results {
        @Test
        void goOnWithTheReadings() {
            activate(Map.of());
            Map<String, TypedValue<?>> emitted = receive();
            assertTrue(emitted.entrySet().containsAll(input.entrySet()));
            assertEquals(TypedValues.newDoubleValue(1_150), emitted.get("S1"));
            assertEquals(TypedValues.newStringValue("VA"), emitted.get("S1_unit"));
            assertEquals(TypedValues.newLongValue(TIME), emitted.get("S1_timestamp"));
            assertEquals(0.8, emitted.get("PF2").getValue());
            assertEquals("DEGRADED", emitted.get("PF3.class").getValue());
            assertEquals("I", emitted.get("quadrant1").getValue());
            assertEquals(3_450.0, emitted.get("S").getValue());
            assertEquals(2_760.0, emitted.get("P").getValue());
            assertEquals("W", emitted.get("P_unit").getValue());
            assertEquals(2_070.0, emitted.get("Q").getValue());
            assertEquals(0.8, emitted.get("PF").getValue());
            assertEquals("DEGRADED", emitted.get("PF.class").getValue());
            assertEquals(0.8, (double) emitted.get("DPF").getValue(), 1e-12);
            assertFalse(emitted.keySet().stream().anyMatch(name -> name.endsWith("_error")));
        }

        @Test
        void goOnAloneWhenTheInputIsNotWanted() {
            activate(Map.of("emit.input", false));
            Map<String, TypedValue<?>> emitted = receive();
            assertEquals("main", emitted.get("assetName").getValue());
            assertEquals(1_150.0, emitted.get("S1").getValue());
            assertFalse(emitted.containsKey("U1"));
        }

        @Test
        void neverReplaceWhatTheMeterMeasured() {
            reads("P", 2_764, "W");
            reads("S", 3_451, "VA");
            activate(Map.of());
            Map<String, TypedValue<?>> emitted = receive();
            assertEquals(2_764.0, emitted.get("P").getValue());
            assertEquals(3_451.0, emitted.get("S").getValue());
            assertEquals(2_764 / 3_450.0, emitted.get("PF").getValue());
        }

        @Test
        void classifyTheFactorThatTheMeterGives() {
            reads("PF1", 0.96, "");
            reads("PF2", 1.5, "");
            activate(Map.of());
            Map<String, TypedValue<?>> emitted = receive();
            assertEquals(0.96, emitted.get("PF1").getValue());
            assertEquals("ACCEPTABLE", emitted.get("PF1.class").getValue());
            assertFalse(emitted.containsKey("PF2.class"));
            assertEquals(
                    "not computed without PF2", emitted.get("PF2.class_error").getValue());
            assertEquals("DEGRADED", emitted.get("PF3.class").getValue());
        }

        @Test
        void takeTheTimeOfTheLatestInput() {
            input.put("I1_timestamp", TypedValues.newLongValue(TIME + 700));
            activate(Map.of());
            Map<String, TypedValue<?>> emitted = receive();
            assertEquals(TIME + 700, emitted.get("S1_timestamp").getValue());
            assertEquals(TIME, emitted.get("S2_timestamp").getValue());
            assertEquals(TIME + 700, emitted.get("S_timestamp").getValue());
        }

        @Test
        void haveNoTimeWhereTheInputHasNone() {
            input.keySet().removeIf(name -> name.endsWith("_timestamp"));
            activate(Map.of());
            assertFalse(receive().containsKey("S1_timestamp"));
        }

        @Test
        void followTheChannelNamesOfTheSettings() {
            input.clear();
            reads("voltage", 230, "V");
            reads("current", 2_000, "mA");
            input.put("power", TypedValues.newIntegerValue(460));
            activate(Map.of(
                    "phases", "1",
                    "channel.voltage", "voltage",
                    "channel.current", "current",
                    "channel.active", "power",
                    "channel.active.total", "power"));
            Map<String, TypedValue<?>> emitted = receive();
            assertEquals(460.0, emitted.get("S1").getValue());
            assertEquals("IDEAL", emitted.get("PF1.class").getValue());
            assertEquals("IDEAL", emitted.get("PF.class").getValue());
            assertFalse(emitted.containsKey("DPF1"));
            assertFalse(emitted.containsKey("P"));
        }

        @Test
        void ofAMeterWithTotalsOnlyComeFromPAndQ() {
            input.clear();
            reads("P", 0.3, "kW");
            reads("Q", -400, "var");
            activate(Map.of());
            Map<String, TypedValue<?>> emitted = receive();
            assertEquals(500.0, emitted.get("S").getValue());
            assertEquals("IV", emitted.get("quadrant").getValue());
            assertFalse(emitted.containsKey("S1_error"));
        }
    }

    @Nested
    class Failures {
        @Test
        void failOnlyTheResultsThatNeedTheReading() {
            fails("I2");
            activate(Map.of());
            Map<String, TypedValue<?>> emitted = receive();
            assertEquals(1_150.0, emitted.get("S1").getValue());
            assertEquals(0.8, (double) emitted.get("DPF2").getValue(), 1e-12);
            assertEquals(2_760.0, emitted.get("P").getValue());
            for (String lost : List.of("S2", "PF2", "PF2.class", "S", "PF", "PF.class")) {
                assertFalse(emitted.containsKey(lost), lost);
                assertEquals(
                        "not computed without I2", emitted.get(lost + "_error").getValue());
            }
        }

        @Test
        void nameEveryReadingThatIsMissing() {
            fails("P1");
            fails("Q1");
            activate(Map.of());
            assertEquals(
                    "not computed without P1, Q1", receive().get("DPF1_error").getValue());
        }

        @Test
        void staySilentWhenErrorsAreNotWanted() {
            fails("I2");
            activate(Map.of("emit.errors", "false"));
            Map<String, TypedValue<?>> emitted = receive();
            assertFalse(emitted.containsKey("S2_error"));
            assertTrue(emitted.containsKey("I2_error"));
        }

        @Test
        void aValueBesideAnErrorTextIsNotTrusted() {
            input.put("I2_error", TypedValues.newStringValue("stale"));
            activate(Map.of());
            assertFalse(receive().containsKey("S2"));
        }

        @Test
        void anEmptyErrorTextIsNone() {
            input.put("I2_error", TypedValues.newStringValue(""));
            activate(Map.of());
            assertEquals(1_150.0, receive().get("S2").getValue());
        }

        @Test
        void textsInfinitiesNegativeCurrentsAndForeignUnitsAreNoMeasurements() {
            input.put("U1", TypedValues.newStringValue("230"));
            input.put("U2", TypedValues.newDoubleValue(Double.NaN));
            input.put("I3", TypedValues.newDoubleValue(-5));
            input.put("P3_unit", TypedValues.newStringValue("hp"));
            activate(Map.of());
            Map<String, TypedValue<?>> emitted = receive();
            assertEquals("not computed without U1", emitted.get("S1_error").getValue());
            assertEquals("not computed without U2", emitted.get("S2_error").getValue());
            assertEquals("not computed without I3", emitted.get("S3_error").getValue());
            assertEquals("not computed without P3, I3", emitted.get("PF3_error").getValue());
        }

        @Test
        void contradictingReadingsHaveNoFactor() {
            reads("I1", 0.1, "A");
            activate(Map.of());
            Map<String, TypedValue<?>> emitted = receive();
            assertEquals(23.0, emitted.get("S1").getValue());
            assertFalse(emitted.containsKey("PF1"));
            assertTrue(emitted.get("PF1_error").getValue().toString().startsWith("active power exceeds"));
        }

        @Test
        void noCurrentIsNoFailureAndNoFactor() {
            for (String name : List.of("I1", "P1", "Q1")) {
                reads(name, 0, "");
            }
            activate(Map.of());
            Map<String, TypedValue<?>> emitted = receive();
            assertEquals(0.0, emitted.get("S1").getValue());
            assertFalse(emitted.containsKey("PF1") || emitted.containsKey("PF1_error"));
            assertEquals(2_300.0, emitted.get("S").getValue());
        }
    }

    @Test
    void readingsOfOtherMetersPassUnchanged() {
        input.clear();
        input.put("assetName", TypedValues.newStringValue("heat"));
        reads("energy", 12_345, "Wh");
        activate(Map.of());
        assertEquals(input, receive());
    }

    @Test
    void everyRecordIsAnalysedByItself() {
        activate(Map.of());
        component.onWireReceive(new WireEnvelope(
                "asset",
                List.of(
                        new WireRecord(Map.of("U1", TypedValues.newDoubleValue(230))),
                        new WireRecord(Map.of("I1", TypedValues.newDoubleValue(5))))));
        assertEquals(2, wires.emitted.get(0).size());
        wires.emitted
                .get(0)
                .forEach(record -> assertFalse(record.getProperties().containsKey("S1")));
    }

    @Test
    void withWrongSettingsTheReadingsPassAsTheyAre() {
        activate(Map.of("phases", 2, "channel.voltage", "U"));
        assertEquals(input, receive());
        component.updated(Map.of("phases", 3));
        assertTrue(receive().containsKey("S1"));
    }

    @Test
    void aReceiverThatFailsDoesNotReachTheSender() {
        activate(Map.of());
        wires.broken = true;
        component.onWireReceive(new WireEnvelope("asset", List.of(new WireRecord(input))));
        wires.broken = false;
        assertTrue(receive().containsKey("S1"));
    }

    @Test
    void handsTheWiresToTheSupport() {
        activate(Map.of());
        component.consumersConnected(null);
        component.producersConnected(null);
        component.updated(null, "envelope");
        assertNull(component.polled(null));
        assertEquals(List.of("consumers", "producers", "envelope", "polled"), wires.calls);
    }

    @Test
    void settingsNameWhatIsWrong() {
        assertEquals(
                Set.of("phases", "channel.current", "channel.reactive.total"),
                Set.copyOf(AnalysisSettings.from(
                                Map.of("phases", "many", "channel.current", "I", "channel.reactive.total", "P"))
                        .problems()
                        .stream()
                        .map(problem -> problem.key())
                        .toList()));
    }

    private void reads(String name, double value, String unit) {
        input.put(name, TypedValues.newDoubleValue(value));
        input.put(name + "_unit", TypedValues.newStringValue(unit));
        input.put(name + "_timestamp", TypedValues.newLongValue(TIME));
    }

    private void fails(String name) {
        input.remove(name);
        input.remove(name + "_unit");
        input.put(name + "_error", TypedValues.newStringValue("no answer for 2000 ms"));
    }

    private void activate(Map<String, Object> settings) {
        component.activate(CollectedWires.context(), settings);
    }

    private Map<String, TypedValue<?>> receive() {
        wires.emitted.clear();
        component.onWireReceive(new WireEnvelope("asset", List.of(new WireRecord(input))));
        return wires.emitted.get(0).get(0).getProperties();
    }
}
