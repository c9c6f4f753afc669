package org.metergate.wire.analysis.anomaly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.kura.type.TypedValue;
import org.eclipse.kura.type.TypedValues;
import org.eclipse.kura.wire.WireEnvelope;
import org.eclipse.kura.wire.WireRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.testkit.MovedClock;
import org.metergate.wire.analysis.CollectedWires;

class AnomalyComponentTest {
    private static final Instant START = Instant.parse("2026-01-10T00:00:00Z");
    private static final Clock CLOCK = Clock.fixed(START.plusSeconds(40 * 86_400), ZoneOffset.UTC);
    private static final int FOUR_DAYS = 4 * 96;

    @TempDir
    private Path folder;

    private final CollectedWires wires = new CollectedWires();
    private final Random random = new Random(5);
    private AnomalyComponent component;
    private int quarter;

    @BeforeEach
    void begin() {
        start(Map.of());
    }

    private void start(Map<String, Object> settings) {
        component = new AnomalyComponent(wires, CLOCK, Optional.of(folder));
        component.activate(CollectedWires.context(), with(settings));
    }

    private static Map<String, Object> with(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("kura.service.pid", "main.anomaly");
        return all;
    }

    private Map<String, TypedValue<?>> healthy(int quarters) {
        Map<String, TypedValue<?>> emitted = Map.of();
        for (int i = 0; i < quarters; i++) {
            emitted = row(230 + random.nextGaussian());
        }
        return emitted;
    }

    private Map<String, TypedValue<?>> row(double second) {
        Map<String, TypedValue<?>> input = new HashMap<>();
        input.put("assetName", TypedValues.newStringValue("main"));
        put(input, "U1", 230 + random.nextGaussian());
        put(input, "U2", second);
        put(input, "U3", 230 + random.nextGaussian());
        quarter++;
        return receive(input);
    }

    private void put(Map<String, TypedValue<?>> input, String name, double value) {
        input.put(name, TypedValues.newDoubleValue(value));
        input.put(name + "_timestamp", TypedValues.newLongValue(time()));
    }

    private long time() {
        return START.plusSeconds(900L * quarter).toEpochMilli();
    }

    private Map<String, TypedValue<?>> receive(Map<String, TypedValue<?>> input) {
        wires.emitted.clear();
        component.onWireReceive(new WireEnvelope("asset", List.of(new WireRecord(input))));
        return wires.emitted.get(0).get(0).getProperties();
    }

    private static Object value(Map<String, TypedValue<?>> emitted, String name) {
        assertTrue(emitted.containsKey(name), () -> name + " is not in " + emitted.keySet());
        return emitted.get(name).getValue();
    }

    @Test
    void everyChannelHasAScoreWithTheTimeOfItsInput() {
        Map<String, TypedValue<?>> emitted = healthy(200);
        double score = (Double) value(emitted, "U2.anomaly");
        assertTrue(score >= 0 && score <= 1);
        assertEquals(value(emitted, "U2_timestamp"), value(emitted, "U2.anomaly_timestamp"));
        assertFalse(emitted.containsKey("finding.cause"));
    }

    @Test // 5 A of 230 V are no 2300 W, whatever the class; 9.8 A are if the class is 2
    void figuresThatContradictEachOtherAreAFinding() {
        start(Map.of("accuracy.active", 2.0, "scores", false));
        for (int i = 0; i < 20; i++) {
            assertFalse(electric(9.8).containsKey("finding.cause"));
        }
        int told = 0;
        for (int i = 0; i < 20; i++) {
            Map<String, TypedValue<?>> emitted = electric(5);
            if (emitted.containsKey("finding.cause")) {
                told++;
                assertEquals("BEYOND_ACCURACY_CLASS", value(emitted, "finding.cause"));
                assertEquals("P", value(emitted, "finding.channel"));
            }
        }
        assertEquals(1, told);
    }

    private Map<String, TypedValue<?>> electric(double current) {
        Map<String, TypedValue<?>> input = new HashMap<>();
        input.put("assetName", TypedValues.newStringValue("workshop"));
        put(input, "U", 230 + quarter % 2);
        put(input, "I", current);
        put(input, "P", 2300);
        quarter++;
        return receive(input);
    }

    @Test
    void aFindingIsARecordOfItsOwnWords() {
        healthy(FOUR_DAYS);
        long lost = time();
        row(2);
        Map<String, TypedValue<?>> emitted = row(3);
        assertEquals("PHASE_LOSS", value(emitted, "finding.cause"));
        assertEquals("U2", value(emitted, "finding.channel"));
        assertEquals(lost, value(emitted, "finding.start"));
        assertEquals(value(emitted, "U2_timestamp"), value(emitted, "finding.end"));
        assertEquals(value(emitted, "U2_timestamp"), value(emitted, "finding.cause_timestamp"));
        assertTrue((Double) value(emitted, "finding.severity") > 0.9);
        assertTrue(value(emitted, "finding.check").toString().contains("fuse"));
        assertTrue(value(emitted, "finding.rows").toString().contains("=2.0"));
        assertFalse(row(2).containsKey("finding.cause"), "one finding for one event");
    }

    @Test
    void stateOutlivesARestart() {
        healthy(FOUR_DAYS);
        component.deactivate();
        start(Map.of());
        row(2);
        assertEquals("PHASE_LOSS", value(row(3), "finding.cause"));
    }

    /** A meter that is read every minute, by a gateway that may be killed; its clock shows the time of the last row. */
    @Nested
    class EveryMinute {
        private final MovedClock clock = MovedClock.at("2026-01-10T00:00:00Z");
        private final List<String> causes = new ArrayList<>();
        private Map<String, TypedValue<?>> told = Map.of();

        private void begins() {
            component = new AnomalyComponent(wires, clock, Optional.of(folder));
            component.activate(CollectedWires.context(), with(Map.of()));
        }

        private void rows(int count) {
            for (int i = 0; i < count; i++) {
                clock.move(Duration.ofMinutes(1));
                Map<String, TypedValue<?>> input = new HashMap<>();
                input.put("assetName", TypedValues.newStringValue("main"));
                input.put("T", TypedValues.newDoubleValue(21 + random.nextGaussian()));
                input.put(
                        "T_timestamp", TypedValues.newLongValue(clock.instant().toEpochMilli()));
                Map<String, TypedValue<?>> emitted = receive(input);
                if (emitted.containsKey("finding.cause")) {
                    told = emitted;
                    causes.add(value(emitted, "finding.cause").toString());
                }
            }
        }

        @Test
        void whatCameBeforeAKillIsNotCalledMissing() {
            begins();
            rows(70); // the last ten are not on the disk
            begins();
            rows(70);
            assertEquals(List.of(), causes);
        }

        @Test
        void norWhatCameSinceAGoodEnd() {
            begins();
            rows(70);
            component.deactivate();
            begins();
            rows(10);
            begins();
            rows(10);
            component.deactivate();
            begins();
            rows(10);
            assertEquals(List.of(), causes);
        }

        @Test
        void whileTheGatewayWasOffRowsAreMissing() {
            begins();
            rows(70);
            component.deactivate();
            Instant last = clock.instant();
            clock.move(Duration.ofHours(1));
            begins();
            rows(10);
            assertEquals(List.of("GAP_AT_RESTART"), causes);
            assertEquals(last.toEpochMilli(), value(told, "finding.start"));
        }

        @Test
        void afterAKillTooAsFarAsThatIsCertain() {
            begins();
            rows(70);
            Instant last = clock.instant();
            clock.move(Duration.ofHours(1));
            begins();
            rows(10);
            assertEquals(List.of("GAP_AT_RESTART"), causes);
            Instant start = Instant.ofEpochMilli((Long) value(told, "finding.start"));
            assertTrue(
                    !start.isBefore(last) && start.isBefore(last.plus(Duration.ofMinutes(15))), () -> "from " + start);
        }
    }

    /** A meter of which one channel is listened to: rows of its load profile come by themselves, some minutes late. */
    @Test
    void aRowThatAChannelTellsByItselfIsNoJumpOfTheClock() {
        List<String> causes = new ArrayList<>();
        for (int i = 0; i < FOUR_DAYS; i++) {
            Map<String, TypedValue<?>> poll = new HashMap<>();
            poll.put("assetName", TypedValues.newStringValue("both"));
            put(poll, "U1", 230 + random.nextGaussian());
            put(poll, "load", i);
            poll.put("load_timestamp", TypedValues.newLongValue(time() - 180_000));
            poll.put("U2_error", TypedValues.newStringValue("no answer"));
            Map<String, TypedValue<?>> row = new HashMap<>();
            row.put("assetName", TypedValues.newStringValue("both"));
            put(row, "load", i + 1);
            row.put("load_timestamp", TypedValues.newLongValue(time() - 60_000));
            row.put("load.total", TypedValues.newDoubleValue(i));
            quarter++;
            for (Map<String, TypedValue<?>> one : List.of(poll, row)) {
                Map<String, TypedValue<?>> emitted = receive(one);
                assertTrue(emitted.containsKey("load.anomaly"));
                if (emitted.containsKey("finding.cause")) {
                    causes.add(value(emitted, "finding.cause").toString());
                }
            }
        }
        assertEquals(List.of(), causes);
    }

    @Test
    void otherSettingsKeepTheState() {
        healthy(FOUR_DAYS);
        component.updated(with(Map.of("scores", false)));
        row(2);
        Map<String, TypedValue<?>> emitted = row(3);
        assertEquals("PHASE_LOSS", value(emitted, "finding.cause"));
        assertFalse(emitted.containsKey("U2.anomaly"));
    }

    @Test
    void aDamagedStateIsSetAside() throws IOException {
        healthy(10);
        component.deactivate();
        try (Stream<Path> files = Files.list(folder)) {
            Files.writeString(files.findFirst().orElseThrow(), "nonsense");
        }
        start(Map.of());
        assertTrue(healthy(10).containsKey("U2.anomaly"));
        assertTrue(Files.exists(folder.resolve("main.anomaly.txt.bad")));
    }

    @Test
    void whatIsNoNumberAndWhatFailedIsPassedOver() {
        healthy(10);
        Map<String, TypedValue<?>> input = new HashMap<>();
        input.put("assetName", TypedValues.newStringValue("main"));
        put(input, "U1", Double.NaN);
        put(input, "U2", 0);
        input.put("U2_error", TypedValues.newStringValue("no answer"));
        input.put("state", TypedValues.newStringValue("on"));
        quarter++;
        Map<String, TypedValue<?>> emitted = receive(input);
        assertEquals(input.keySet(), emitted.keySet());
        assertTrue(healthy(1).containsKey("U1.anomaly"));
    }

    @Test
    void theSameReadingTwiceCountsOnce() {
        healthy(10);
        Map<String, TypedValue<?>> input = new HashMap<>();
        put(input, "U1", 230);
        receive(input);
        assertFalse(receive(input).containsKey("U1.anomaly"));
    }

    @Test
    void wrongSettingsLetRecordsPass() {
        component.updated(with(Map.of("kinds", "U1=banana")));
        Map<String, TypedValue<?>> emitted = healthy(1);
        assertFalse(emitted.containsKey("U1.anomaly"));
        assertTrue(emitted.containsKey("U1"));
        AnomalySettings wrong = AnomalySettings.from(Map.of("kinds", "U1=banana", "channels", "a,,b"));
        assertEquals(2, wrong.problems().size(), wrong.problems()::toString);
        assertTrue(wrong.problems().toString().contains("banana"));
    }

    @Test
    void onlyWhatIsAskedForIsWatchedAndEmitted() {
        component.updated(with(Map.of("channels", "U1", "emit.input", false)));
        Map<String, TypedValue<?>> emitted = healthy(1);
        assertEquals(Set.of("assetName", "U1.anomaly", "U1.anomaly_timestamp"), emitted.keySet());
    }
}
