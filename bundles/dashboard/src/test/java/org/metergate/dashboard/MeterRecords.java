package org.metergate.dashboard;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.kura.type.TypedValue;
import org.eclipse.kura.type.TypedValues;
import org.eclipse.kura.wire.WireRecord;
import org.metergate.wire.analysis.AnalysisComponent;

/** What the wires bring of a meter with three phases: its readings through the real analysis, and results of the others. */
final class MeterRecords {

    private static final int RATE = 12_800;
    private static final double CURRENT_LAG = 30;
    private static final Instant MONDAY = Instant.parse("2024-04-01T00:00:00Z");
    private static final int MEANS_OF_A_WEEK = 1008;

    private final String meter;

    MeterRecords(String meter) {
        this.meter = meter;
    }

    /** @return power of a moment: 3 kW, up to 1 kW more or less, in periods of twenty minutes */
    static double power(Instant time) {
        return 3000 + 1000 * Math.sin(time.getEpochSecond() * 2 * Math.PI / 1200);
    }

    /** Powers as they come every few seconds. */
    WireRecord powers(Instant time) {
        double power = power(time);
        Map<String, Object> values = new HashMap<>();
        put(values, "P", power, "W");
        put(values, "P1", power * 0.5, "W");
        put(values, "P2", power * 0.3, "W");
        put(values, "P3", power * 0.2, "W");
        put(values, "Q", power * 0.4, "var");
        return GatewayWires.record(meter, time.toEpochMilli(), values);
    }

    /** A counter of a house that takes 1 kW all the time. */
    WireRecord counter(Instant time) {
        Map<String, Object> values = new HashMap<>();
        put(values, "import", time.getEpochSecond() / 3.6, "Wh");
        return GatewayWires.record(meter, time.toEpochMilli(), values);
    }

    /**
     * Registers and waveforms of the three phases, 220 ms of 50 Hz: voltages 120° behind each other, currents 30° behind
     * their voltages. The meter's own power factor of L2 contradicts the rest.
     *
     * @return what the analysis makes of them
     */
    List<WireRecord> quality(Path data, Instant time) throws Exception {
        GatewayWires wires = new GatewayWires();
        AnalysisComponent analysis =
                wires.start(AnalysisComponent.class, data, Map.of("harmonics.orders.count", 25, "phases", 3));
        Map<String, Object> values = new HashMap<>();
        for (int n = 1; n <= 3; n++) {
            double behind = (n - 1) * 120;
            values.put("wave.U" + n, wave(230 + n, 0.02, behind, 0.04, 0.07));
            values.put("wave.I" + n, wave(10 * n, 0.002, behind + CURRENT_LAG, 0.06 * n, 0));
            double apparent = (230 + n) * 10 * n;
            put(values, "U" + n, 230 + n, "V");
            put(values, "I" + n, 10 * n, "A");
            put(values, "P" + n, apparent * Math.cos(Math.toRadians(CURRENT_LAG)), "W");
            put(values, "Q" + n, apparent * Math.sin(Math.toRadians(CURRENT_LAG)), "var");
            put(values, "delta" + n, behind, "°");
            put(values, "phi" + n, CURRENT_LAG, "°");
        }
        values.put("PF2", 0.4);
        analysis.onWireReceive(GatewayWires.envelope(List.of(GatewayWires.record(meter, time.toEpochMilli(), values))));
        return wires.next();
    }

    /**
     * A week and a half of means of ten minutes: U1 as it should be; U2 13 % too low in one of sixteen, in the first week
     * only; U3 17 % too low once a week; the frequency right.
     *
     * @return what the analysis makes of the last one
     */
    List<WireRecord> weeks(Path data) throws Exception {
        GatewayWires wires = new GatewayWires();
        AnalysisComponent analysis =
                wires.start(AnalysisComponent.class, data, Map.of("phases", 3, "week", true, "emit.input", false));
        List<WireRecord> last = List.of();
        for (int i = 0; i <= MEANS_OF_A_WEEK * 3 / 2; i++) {
            Map<String, Object> values = new HashMap<>();
            put(values, "U1", 231, "V");
            put(values, "U2", i % 16 == 0 && i < MEANS_OF_A_WEEK ? 200 : 229, "V");
            put(values, "U3", i % MEANS_OF_A_WEEK == 10 ? 190 : 230, "V");
            put(values, "frequency", 50.01, "Hz");
            Instant time = MONDAY.plus(Duration.ofMinutes(10L * i));
            analysis.onWireReceive(
                    GatewayWires.envelope(List.of(GatewayWires.record(meter, time.toEpochMilli(), values))));
            last = wires.next();
        }
        return last;
    }

    private static byte[] wave(double rms, double step, double behind, double fifth, double seventh) {
        int samples = RATE * 22 / 100;
        ByteBuffer bytes = ByteBuffer.allocate(samples * 2);
        for (int i = 0; i < samples; i++) {
            double turn = 2 * Math.PI * 50 * i / RATE - Math.toRadians(behind);
            double value = Math.sin(turn) + fifth * Math.sin(5 * turn) + seventh * Math.sin(7 * turn);
            bytes.putShort((short) Math.round(rms * Math.sqrt(2) * value / step));
        }
        return bytes.array();
    }

    /**
     * A forecast of {@code P} over a day, in quarter-hours.
     *
     * @param made time of the last reading that it knows
     * @param fellBack whether the baseline did better
     */
    List<WireRecord> forecast(Instant made, boolean fellBack) {
        long at = made.toEpochMilli();
        List<WireRecord> records = new ArrayList<>();
        Map<String, Object> receipt = new HashMap<>();
        receipt.put("P.forecast.receipt.days", 28);
        receipt.put("P.forecast.receipt.baseline", "LAST_DAY");
        receipt.put("P.forecast.receipt.fellBack", fellBack);
        receipt.put("P.forecast.receipt.MASE", fellBack ? 1.12 : 0.62);
        receipt.put("P.forecast.receipt.MASE.baseline", 0.97);
        receipt.put("P.forecast.receipt.coverage80", 81.2);
        receipt.put("P.forecast.receipt.coverage95", 94.4);
        records.add(GatewayWires.record(meter, at, receipt));
        for (int i = 0; i < 96; i++) {
            Instant time = made.plus(Duration.ofMinutes(15L * i));
            double value = 3000 + 800 * Math.sin(i / 15.0);
            Map<String, Object> step = new HashMap<>();
            step.put("P.forecast.time", time.toEpochMilli());
            put(step, "P.forecast", value, "W");
            put(step, "P.forecast.lower80", value - 300 - i, "W");
            put(step, "P.forecast.upper80", value + 300 + i, "W");
            put(step, "P.forecast.lower95", value - 600 - 2 * i, "W");
            put(step, "P.forecast.upper95", value + 600 + 2 * i, "W");
            put(step, "P.forecast.baseline", value * 1.1, "W");
            records.add(GatewayWires.record(meter, at, step));
        }
        return records;
    }

    /** Four cycles of {@code P}. */
    List<WireRecord> spectrum(Instant time) {
        List<WireRecord> records = new ArrayList<>();
        records.add(GatewayWires.record(meter, time.toEpochMilli(), Map.of("P.cycle.count", 4)));
        records.add(cycle(time, 86_400, "DAY", 60, 1840, 1e-9));
        records.add(cycle(time, 604_800, "WEEK", 15, 420, 1e-5));
        records.add(cycle(time, 3042, "OWN", 3, 210.4, 0.002));
        records.add(cycle(time, 1521, "HARMONIC", 0.6, 80, 0.01));
        return records;
    }

    private WireRecord cycle(
            Instant time, double period, String kind, double strength, double amplitude, double alarm) {
        Map<String, Object> values = new HashMap<>();
        put(values, "P.cycle.period", period, "s");
        values.put("P.cycle.kind", kind);
        put(values, "P.cycle.strength", strength, "%");
        put(values, "P.cycle.amplitude", amplitude, "W");
        values.put("P.cycle.falseAlarm", alarm);
        return GatewayWires.record(meter, time.toEpochMilli(), values);
    }

    /** A finding that lasted for a while. */
    WireRecord finding(String cause, String channel, double severity, Instant start, Instant end) {
        Map<String, TypedValue<?>> record = new HashMap<>();
        record.put("assetName", TypedValues.newStringValue(meter));
        Map<String, Object> values = Map.of(
                "finding.cause",
                cause,
                "finding.channel",
                channel,
                "finding.severity",
                severity,
                "finding.start",
                start.toEpochMilli(),
                "finding.end",
                end.toEpochMilli(),
                "finding.check",
                "Check the fuse and the terminals of the phase; measure the voltage at the meter.",
                "finding.rows",
                start + "=229.8 " + end + "=2.0");
        values.forEach((name, value) -> record.put(name, TypedValues.newTypedValue(value)));
        return new WireRecord(record);
    }

    private static void put(Map<String, Object> values, String name, double value, String unit) {
        values.put(name, value);
        values.put(name + "_unit", unit);
    }
}
