package org.metergate.wire.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Clock;
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
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the analysis component says of power quality. */
class QualityTest {
    private static final long TIME = 1_764_000_000_000L;

    private final CollectedWires wires = new CollectedWires();
    private final AnalysisComponent component = new AnalysisComponent(wires, Clock.systemUTC(), Optional.empty());
    private final Map<String, TypedValue<?>> input = new HashMap<>();

    private void reads(String name, double value, String unit) {
        input.put(name, TypedValues.newDoubleValue(value));
        input.put(name + "_unit", TypedValues.newStringValue(unit));
        input.put(name + "_timestamp", TypedValues.newLongValue(TIME));
    }

    private void samples(String name, byte[] block) {
        input.put(name, TypedValues.newByteArrayValue(block));
        input.put(name + "_timestamp", TypedValues.newLongValue(TIME));
    }

    private Map<String, TypedValue<?>> receive(Map<String, Object> settings) {
        component.activate(CollectedWires.context(), settings);
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

    private void threePhases() {
        for (int n = 1; n <= 3; n++) {
            reads("U" + n, 230, "V");
            reads("I" + n, 5, "A");
            reads("P" + n, 920, "W");
            reads("Q" + n, 690, "var");
        }
    }

    @Nested
    class Readings {
        @Test
        void haveLevelsUnbalanceAndACapacitor() {
            threePhases();
            reads("U2", 200, "V");
            reads("U3", 0.26, "kV");
            reads("THDU1", 4.9, "%");
            reads("THDI1", 10.5, "%");
            Map<String, TypedValue<?>> emitted = receive(Map.of("power.factor.target", 1.0));
            assertEquals("NORMAL", text(emitted, "U1.level"));
            assertEquals("LOW", text(emitted, "U2.level"));
            assertEquals("HIGH", text(emitted, "U3.level"));
            assertEquals("NORMAL", text(emitted, "THDU1.class"));
            assertEquals("CRITICAL", text(emitted, "THDI1.class"));
            assertEquals(100 * 30 / 230.0, number(emitted, "unbalance.U"), 1e-9);
            assertEquals("DEVIATION_FROM_MEAN", text(emitted, "unbalance.U.kind"));
            assertEquals("%", text(emitted, "unbalance.U_unit"));
            assertEquals(TIME, emitted.get("unbalance.U_timestamp").getValue());
            assertEquals(2_070, number(emitted, "capacitor"), 1e-9);
            assertEquals("var", text(emitted, "capacitor_unit"));
            assertEquals(3_450, number(emitted, "S.vector"), 1e-9);
            assertFalse(emitted.containsKey("THDU2.class") || emitted.containsKey("THDU2_error"));
        }

        @Test
        void withAnglesHaveANegativeSequence() {
            threePhases();
            for (int n = 1; n <= 3; n++) {
                reads("delta" + n, 120 * (n - 1), "°");
            }
            reads("U1", 236.9, "V");
            Map<String, TypedValue<?>> emitted = receive(Map.of());
            assertEquals("NEGATIVE_SEQUENCE", text(emitted, "unbalance.U.kind"));
            assertEquals(100 * 2.3 / 232.3, number(emitted, "unbalance.U"), 1e-9);
        }

        @Test
        void thatContradictEachOtherAreTold() {
            threePhases();
            reads("S2", 2_000, "VA");
            assertTrue(text(receive(Map.of()), "contradiction").startsWith("S2 is 2000.0 but U·I gives 1150.0"));
        }

        @Test
        void ofDifferentMomentsMayContradictEachOther() {
            threePhases();
            reads("S2", 2_000, "VA");
            input.put("S2_timestamp", TypedValues.newLongValue(TIME + 2_001));
            assertEquals("", text(receive(Map.of()), "contradiction"));
        }

        @Test
        void thatFailedFailTheirResultsOnly() {
            threePhases();
            input.put("U2", TypedValues.newDoubleValue(Double.NaN));
            Map<String, TypedValue<?>> emitted = receive(Map.of());
            assertEquals("not computed without U2", text(emitted, "U2.level_error"));
            assertEquals("not computed without U2", text(emitted, "unbalance.U_error"));
            assertEquals("NORMAL", text(emitted, "U1.level"));
        }

        @Test
        void areNotJudgedWhenNobodyAsks() {
            threePhases();
            Set<String> names = receive(Map.of("quality", false)).keySet();
            assertTrue(names.contains("PF1"));
            assertFalse(names.contains("U1.level") || names.contains("capacitor"));
        }

        @Test
        void ofOtherMetersHaveNoQuality() {
            reads("energy", 5, "Wh");
            assertEquals(input, receive(Map.of()));
        }
    }

    @Nested
    class Limits {
        @Test
        void canBeOthers() {
            threePhases();
            reads("THDU1", 4.9, "%");
            Map<String, TypedValue<?>> emitted = receive(Map.of(
                    "power.factor.critical", 0.85, "thd.normal", 3, "thd.acceptable", 4, "nominal.voltage", 260.0));
            assertEquals("CRITICAL", text(emitted, "PF1.class"));
            assertEquals("DEGRADED", text(emitted, "THDU1.class"));
            assertEquals("LOW", text(emitted, "U1.level"));
        }

        @Test
        void thatContradictEachOtherAreNamed() {
            List<String> keys = AnalysisSettings.from(Map.of(
                            "power.factor.critical",
                            0.95,
                            "thd.normal",
                            9,
                            "nominal.frequency",
                            55,
                            "waveform.format",
                            "INT8",
                            "channel.thd.voltage",
                            "U{n}"))
                    .problems()
                    .stream()
                    .map(problem -> problem.key())
                    .toList();
            assertEquals(
                    Set.of(
                            "power.factor.acceptable",
                            "thd.acceptable",
                            "nominal.frequency",
                            "waveform.format",
                            "channel.thd.voltage"),
                    keys.stream().collect(Collectors.toSet()));
        }
    }

    @Nested
    class Waveforms {
        /** 230 V with 6 % of order 5 and 10 A with 30 % of order 3, 60 degrees behind, in steps of 0.02 V and 0.002 A. */
        private byte[] block(double rms, double step, double angle, int order, double part, int count) {
            ByteBuffer block = ByteBuffer.allocate(2 * count);
            for (int i = 0; i < count; i++) {
                double turn = 2 * Math.PI * 50 * i / 12_800;
                double value = Math.sqrt(2) * rms * (Math.cos(turn - angle) + part * Math.cos(order * turn));
                block.putShort((short) Math.round(value / step));
            }
            return block.array();
        }

        @Test
        void haveHarmonicsAndPower() {
            samples("wave.U1", block(230, 0.02, 0, 5, 0.06, 3_000));
            samples("wave.I1", block(10, 0.002, Math.PI / 3, 3, 0.3, 3_000));
            Map<String, TypedValue<?>> emitted = receive(Map.of("phases", 1, "harmonics.orders.count", 5));
            assertEquals(6, number(emitted, "THDU1"), 0.01);
            assertEquals("ACCEPTABLE", text(emitted, "THDU1.class"));
            assertEquals("CRITICAL", text(emitted, "THDI1.class"));
            assertEquals(30, number(emitted, "I1.h3"), 0.01);
            assertEquals(0, number(emitted, "I1.h2"), 0.01);
            assertFalse(emitted.containsKey("I1.h6"));
            assertEquals(50, number(emitted, "frequency"), 1e-3);
            assertEquals(1_150, number(emitted, "P1"), 0.1);
            assertEquals(2_300 * Math.sin(Math.PI / 3), number(emitted, "Q1"), 0.2);
            assertEquals(0.5, number(emitted, "DPF1"), 1e-4);
            assertEquals((100 + 9 * 9) / 109.0, number(emitted, "I1.K"), 1e-3);
            assertEquals(TIME, emitted.get("P1_timestamp").getValue());
        }

        @Test
        void thatAreWrongAreTold() {
            samples("wave.U1", block(230, 0.02, 0, 5, 0, 500));
            assertTrue(text(receive(Map.of("phases", 1)), "THDU1_error").contains("less than one window"));
        }

        @Test
        void ofOddLengthsAreTold() {
            samples("wave.U1", new byte[5]);
            assertTrue(text(receive(Map.of("phases", 1)), "THDU1_error").contains("no whole number of samples"));
        }

        @Test
        void ofDifferentLengthsAreTold() {
            samples("wave.U1", new byte[6_000]);
            samples("wave.I1", new byte[6_002]);
            assertTrue(text(receive(Map.of("phases", 1)), "THDI1_error").contains("different lengths"));
        }

        @Test
        void thatFailedAreTold() {
            input.put("wave.U1_error", TypedValues.newStringValue("no answer"));
            assertEquals("not computed without wave.U1", text(receive(Map.of("phases", 1)), "THDU1_error"));
        }

        @Test
        void ofSilenceHaveNoThd() {
            samples("wave.U1", new byte[6_000]);
            Map<String, TypedValue<?>> emitted = receive(Map.of("phases", 1));
            assertEquals(0, number(emitted, "U1"));
            assertFalse(emitted.containsKey("THDU1") || emitted.containsKey("frequency"));
        }
    }
}
