package org.metergate.analysis.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeterWatchTest {
    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    private static final Duration STEP = Duration.ofMinutes(15);
    private static final int WEEKS = 96 * 14;

    private final Random random = new Random(3);
    private final List<Finding> found = new ArrayList<>();
    private MeterWatch watch = new MeterWatch(Map.of(
            "U1", ChannelKind.VOLTAGE,
            "U2", ChannelKind.VOLTAGE,
            "U3", ChannelKind.VOLTAGE,
            "P", ChannelKind.ACTIVE_POWER,
            "E", ChannelKind.ENERGY));
    private Instant now = START;
    private double energy = 99_000;

    @Nested
    class Once {
        @Test
        void aHealthyMeterGivesNothing() {
            rows(WEEKS, Map.of());
            assertEquals(List.of(), found);
        }

        @Test
        void aLostPhaseIsOneFindingHoweverLongItLasts() {
            rows(WEEKS, Map.of());
            Instant lost = now;
            rows(40, Map.of("U2", 3.0));
            rows(40, Map.of());
            assertEquals(1, found.size(), found::toString);
            Finding one = found.get(0);
            assertEquals(Cause.PHASE_LOSS, one.cause());
            assertEquals("U2", one.channel());
            assertEquals(lost, one.start());
            assertEquals(lost.plus(STEP), one.end());
            assertEquals(lost.minus(STEP), one.rows().get(0).time(), "the last usual row stands first");
            assertTrue(one.severity() > 0.9);
            assertTrue(one.check().contains("fuse"));
        }

        @Test
        void aSecondEventIsASecondFinding() {
            rows(WEEKS, Map.of());
            rows(4, Map.of("U2", 3.0));
            rows(40, Map.of());
            rows(4, Map.of("U2", 3.0));
            assertEquals(2, found.size(), found::toString);
        }
    }

    @Nested
    class Time {
        @Test
        void missingRowsAreAGap() {
            rows(WEEKS, Map.of());
            Instant last = now.minus(STEP);
            energy += 40 * 0.25;
            now = now.plus(STEP.multipliedBy(40));
            rows(1, Map.of());
            assertEquals(List.of(Cause.GAP), causes());
            assertEquals(last, found.get(0).start());
            assertEquals(now.minus(STEP), found.get(0).end());
        }

        @Test
        void aClockThatIsPutBackIsAJump() {
            rows(WEEKS, Map.of());
            now = now.minus(Duration.ofHours(1));
            rows(20, Map.of());
            assertEquals(List.of(Cause.CLOCK_JUMP), causes());
        }

        @Test
        void aSecondMoreOrLessIsNoJumpOfAClockThatShowsWholeSeconds() {
            watch = new MeterWatch(Map.of("E", ChannelKind.ENERGY));
            for (int row = 0; row < 200; row++) {
                int late = row % 20 == 19 ? 1 : row % 20 == 10 ? -1 : 0;
                found.addAll(watch.accept(START.plusSeconds(5L * row + late), Map.of("E", 0.001 * row)));
            }
            assertEquals(List.of(), found);
            found.addAll(watch.accept(START.plusMillis(1_003_500), Map.of("E", 0.2)));
            assertEquals(List.of(Cause.CLOCK_JUMP), causes());
        }

        @Test // the counter moved by one quarter of an hour, not by five
        void aClockThatIsPutForwardByWholeStepsIsAJump() {
            rows(WEEKS, Map.of());
            now = now.plus(Duration.ofHours(1));
            rows(20, Map.of());
            assertEquals(List.of(Cause.CLOCK_JUMP), causes());
        }
    }

    @Nested
    class Counters {
        @Test
        void theLastDigitIsARollover() {
            energy = 99_999.2;
            rows(96, Map.of());
            assertEquals(List.of(Cause.ROLLOVER), causes());
        }

        @ParameterizedTest
        @CsvSource({"99999.9, 0.1", "999.9, 0.2", "4294967290, 5", "4294967.290, 0.005"})
        void rolloversOfAllSizes(double before, double after) {
            watch = new MeterWatch(Map.of("E", ChannelKind.ENERGY));
            found.addAll(watch.accept(START, Map.of("E", before)));
            found.addAll(watch.accept(START.plus(STEP), Map.of("E", after)));
            assertEquals(List.of(Cause.ROLLOVER), causes());
        }

        @Test
        void aRegisterThatGoesBackFromTheMiddleIsNone() {
            watch = new MeterWatch(Map.of("E", ChannelKind.ENERGY));
            found.addAll(watch.accept(START, Map.of("E", 5000.0)));
            found.addAll(watch.accept(START.plus(STEP), Map.of("E", 3.0)));
            assertEquals(List.of(Cause.REGISTER_SET_BACK), causes());
        }
    }

    @Nested
    class State {
        @ParameterizedTest // 230 V, 10 A and 2.3 kW agree; a current of 8 A does not, in W and in kW
        @ValueSource(doubles = {1, 1000})
        void figuresThatContradictEachOtherBeyondTheClassAreOne(double unit) {
            watch = new MeterWatch(Map.of(
                    "U", ChannelKind.VOLTAGE,
                    "I", ChannelKind.CURRENT,
                    "P", ChannelKind.ACTIVE_POWER));
            electric(50, 10, unit);
            assertEquals(List.of(), found);
            Instant since = now;
            electric(100, 8, unit);
            assertEquals(1, found.size(), found::toString);
            Finding one = found.get(0);
            assertEquals(Cause.BEYOND_ACCURACY_CLASS, one.cause());
            assertEquals("P", one.channel());
            assertEquals(since, one.start());
            assertEquals(since.plus(STEP.multipliedBy(7)), one.end());
            assertEquals(since.minus(STEP), one.rows().get(0).time(), "the last usual row stands first");
            assertTrue(one.severity() > 0.5);
            electric(300, 10, unit);
            electric(20, 8, unit);
            assertEquals(2, found.size(), "a second event is a second finding");
        }

        @Test // 2.3 kW of 9.7 A are 3 % more than 230 V make of it: class 3 explains that, class 0.5 does not
        void theClassOfTheMeterTellsWhatIsOne() {
            watch = new MeterWatch(Map.of(
                    "U", ChannelKind.VOLTAGE,
                    "I", ChannelKind.CURRENT,
                    "P", ChannelKind.ACTIVE_POWER));
            watch.accuracy(3, 3);
            electric(30, 9.7, 1);
            assertEquals(List.of(), found);
            watch.accuracy(0.5, 2);
            electric(30, 9.7, 1);
            assertEquals(1, found.size(), found::toString);
            assertThrows(IllegalArgumentException.class, () -> watch.accuracy(0, 2));
        }

        @Test
        void goesOnFromWhatItWrote() throws IOException {
            rows(WEEKS, Map.of());
            restart();
            rows(4, Map.of("U2", 3.0));
            assertEquals(List.of(Cause.PHASE_LOSS), causes());
        }

        @Test
        void aRestartMayTickOtherwiseAndIsNoJump() throws IOException {
            rows(WEEKS, Map.of());
            restart();
            now = now.plus(STEP.dividedBy(2));
            rows(20, Map.of());
            assertEquals(List.of(), found);
            now = now.plus(STEP.dividedBy(2));
            rows(20, Map.of());
            assertEquals(List.of(Cause.CLOCK_JUMP), causes());
        }

        @Test
        void aRestartThatMissedRowsIsAGap() throws IOException {
            rows(WEEKS, Map.of());
            restart();
            energy += 40.5 * 0.25;
            now = now.plus(STEP.multipliedBy(81).dividedBy(2));
            rows(20, Map.of());
            assertEquals(List.of(Cause.GAP_AT_RESTART), causes());
        }

        @Test
        void rowsThatCameBeforeAKillAreNoGap() throws IOException {
            rows(WEEKS, Map.of());
            restart();
            watch.forgot(STEP.multipliedBy(8));
            energy += 9 * 0.25;
            now = now.plus(STEP.multipliedBy(9)); // eight came and are forgotten, one or two are missing
            rows(20, Map.of());
            assertEquals(List.of(), found);
            now = now.plus(STEP.multipliedBy(9));
            energy += 9 * 0.25;
            rows(20, Map.of());
            assertEquals(List.of(Cause.GAP), causes()); // of the meter, as ever
        }

        @Test
        void whatIsMissingBeyondThemIs() throws IOException {
            rows(WEEKS, Map.of());
            Instant last = now.minus(STEP);
            restart();
            watch.forgot(STEP.multipliedBy(8));
            energy += 40 * 0.25;
            now = now.plus(STEP.multipliedBy(40));
            rows(20, Map.of());
            assertEquals(List.of(Cause.GAP_AT_RESTART), causes());
            assertEquals(last.plus(STEP.multipliedBy(8)), found.get(0).start());
            assertEquals(last.plus(STEP.multipliedBy(41)), found.get(0).end());
        }

        private void restart() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            watch.writeTo(bytes);
            watch = MeterWatch.readFrom(new ByteArrayInputStream(bytes.toByteArray()));
        }

        @Test
        void makesNothingElseFromAFile() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(new java.net.InetSocketAddress(0));
            }
            assertThrows(IOException.class, () -> MeterWatch.readFrom(new ByteArrayInputStream(bytes.toByteArray())));
        }
    }

    @Test
    void whatIsNoNumberIsRefusedAndChangesNothing() {
        rows(1, Map.of());
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> watch.accept(now, Map.of("U1", Double.NaN)));
        assertTrue(refused.getMessage().contains("U1"), refused.getMessage());
        rows(1, Map.of());
        assertEquals(List.of(), found);
    }

    @Test
    void oneRowAConstantAndNothingAreNoFindings() {
        assertEquals(List.of(), watch.accept(now, Map.of()));
        watch = new MeterWatch(Map.of("T", ChannelKind.GAUGE));
        for (int i = 0; i < 2000; i++) {
            assertEquals(List.of(), watch.accept(START.plus(STEP.multipliedBy(i)), Map.of("T", 21.0)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "U1, VOLTAGE", "voltage_l2, VOLTAGE", "I3, CURRENT", "P, ACTIVE_POWER", "P2, ACTIVE_POWER", "PF, POWER_FACTOR",
        "THDI, THD", "E, ENERGY", "1-0:1.8.0, ENERGY", "volume, VOLUME", "T_flow, GAUGE", "Q, REACTIVE_POWER"
    })
    void kindsAreToldByNames(String name, ChannelKind kind) {
        assertEquals(kind, ChannelKind.of(name));
    }

    @ParameterizedTest // powers of two change no digit
    @CsvSource({"P, 0.0009765625", "P, 1024", "P1, 0.0009765625", "P1, 1024"})
    void findsTheSameInAnyUnitOfPower(String channel, double unit) {
        MeterWatch one = new MeterWatch(Map.of(channel, ChannelKind.ACTIVE_POWER));
        MeterWatch other = new MeterWatch(one.channels());
        List<Finding> others = new ArrayList<>();
        for (int i = 0; i < 96 * 20; i++) {
            double load = (i < 96 * 16 ? 1000 : 1600) + 50 * random.nextGaussian() + (i == 96 * 6 ? 20_000 : 0);
            double power = i >= 96 * 4 && i < 96 * 4 + 20 ? -load : load;
            found.addAll(one.accept(now, Map.of(channel, power)));
            others.addAll(other.accept(now, Map.of(channel, power * unit)));
            now = now.plus(STEP);
        }
        assertTrue(causes().contains(channel.equals("P") ? Cause.SPIKE : Cause.REVERSED_CT), causes().toString());
        assertTrue(causes().contains(Cause.BASE_LOAD_RISE), causes().toString());
        assertEquals(causes(), others.stream().map(Finding::cause).toList());
        for (int i = 0; i < found.size(); i++) {
            assertEquals(found.get(i).start(), others.get(i).start());
            assertEquals(found.get(i).severity(), others.get(i).severity());
        }
    }

    private List<Cause> causes() {
        return found.stream().map(Finding::cause).toList();
    }

    private void electric(int count, double current, double unit) {
        for (int i = 0; i < count; i++) {
            found.addAll(watch.accept(now, Map.of("U", 230.0, "I", current, "P", 2300 / unit - i % 2 / unit)));
            now = now.plus(STEP);
        }
    }

    private void rows(int count, Map<String, Double> instead) {
        for (int i = 0; i < count; i++) {
            Map<String, Double> values = new HashMap<>();
            for (String phase : List.of("U1", "U2", "U3")) {
                values.put(phase, Math.rint((230 + random.nextGaussian()) * 10) / 10);
            }
            values.put("P", 1000 + 50 * random.nextGaussian());
            energy += 0.25 + 0.01 * random.nextGaussian();
            energy = energy >= 100_000 ? energy - 100_000 : energy;
            values.put("E", Math.rint(energy * 100) / 100);
            values.putAll(instead);
            values.keySet().retainAll(watch.channels().keySet());
            found.addAll(watch.accept(now, values));
            now = now.plus(STEP);
        }
    }
}
