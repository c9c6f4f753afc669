package org.metergate.analysis.anomaly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnomalyDetectorTest {
    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    private static final Duration STEP = Duration.ofMinutes(15);

    private final AnomalyDetector detector = new AnomalyDetector();
    private final Random random = new Random(7);

    @Test
    void aSpikeIsSeenAtOnce() {
        double usual = 0;
        for (int i = 0; i < 2000; i++) {
            usual = Math.max(usual, score(i, day(i)));
        }
        double spike = score(2000, day(2000) + 3000);
        assertTrue(spike >= AnomalyDetector.NOTABLE && spike > usual, spike + " after at most " + usual);
    }

    @ParameterizedTest // a slot of the day is known from its third value on, when others have been known for long
    @ValueSource(ints = {5, 10, 15, 20, 30, 60})
    void anEventOfTheFirstDaysIsSeenAtAnyStep(int minutes) {
        int day = 24 * 60 / minutes;
        for (int i = 0; i <= 700; i++) {
            double value = 1000 + 400 * Math.sin(2 * Math.PI * i / day) + 30 * random.nextGaussian();
            double score =
                    detector.score(START.plus(Duration.ofMinutes(minutes).multipliedBy(i)), value + i / 700 * 4000);
            assertEquals(i == 700, score >= 0.9, "row " + i + ": " + score);
        }
    }

    @Test
    void anEventGivesOnePeak() {
        for (int i = 0; i < 2000; i++) {
            score(i, day(i));
        }
        int notable = 0;
        for (int i = 2000; i < 2020; i++) {
            notable += score(i, day(i) + 3000) >= AnomalyDetector.NOTABLE ? 1 : 0;
        }
        assertTrue(notable >= 1 && notable <= 2, notable + " peaks");
    }

    @Test
    void scoresStayWithinZeroAndOne() {
        double[] hard = {0, -0.0, 1e300, -1e300, Double.MAX_VALUE, Double.MIN_VALUE, 1, 1, 1};
        for (int i = 0; i < 3000; i++) {
            double score = score(i, i % 5 == 0 ? hard[i % hard.length] : random.nextGaussian());
            assertTrue(score >= 0 && score <= 1, "row " + i + ": " + score);
        }
    }

    @Test
    void aConstantIsNeverUnusual() {
        for (int i = 0; i < 2000; i++) {
            assertEquals(0, score(i, 230));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void whatIsNoNumberIsRefusedAndChangesNothing(double value) {
        score(0, 1);
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> score(1, value));
        assertTrue(refused.getMessage().contains("2026-03-02T00:15:00Z"), refused.getMessage());
        assertEquals(1, detector.count());
    }

    @Test
    void timesMayRepeatAndGoBack() {
        for (int i = 0; i < 500; i++) {
            double score = score(i % 7, day(i));
            assertTrue(score >= 0 && score <= 1);
        }
    }

    @Test // no look ahead: a prefix scores as the whole does
    void scoresDoNotDependOnWhatFollows() {
        AnomalyDetector other = new AnomalyDetector();
        double[] scores = new double[800];
        for (int i = 0; i < 800; i++) {
            scores[i] = score(i, day(i));
        }
        random.setSeed(7);
        for (int i = 0; i < 600; i++) {
            assertEquals(scores[i], other.score(START.plus(STEP.multipliedBy(i)), day(i)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 50, 99, 100, 1500})
    void goesOnFromWhatItWrote(int rows) throws IOException {
        for (int i = 0; i < rows; i++) {
            score(i, day(i));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        detector.writeTo(new DataOutputStream(bytes));
        AnomalyDetector other =
                AnomalyDetector.readFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        for (int i = rows; i < rows + 300; i++) {
            double value = day(i);
            assertEquals(score(i, value), other.score(START.plus(STEP.multipliedBy(i)), value), "row " + i);
        }
        assertTrue(bytes.size() < 20_000, bytes.size() + " bytes");
    }

    @Test
    void aStateOfAnotherVersionIsRefused() {
        assertThrows(
                IOException.class,
                () -> AnomalyDetector.readFrom(new DataInputStream(new ByteArrayInputStream(new byte[] {0, 0, 0, 9}))));
    }

    @ParameterizedTest // powers of two change no digit
    @ValueSource(doubles = {0x1p-20, 0x1p-10, 0x1p10, 0x1p40, -1})
    void theUnitDoesNotMatter(double unit) {
        AnomalyDetector other = new AnomalyDetector();
        for (int i = 0; i < 1500; i++) {
            double value = eventful(i);
            assertEquals(score(i, value), other.score(START.plus(STEP.multipliedBy(i)), unit * value), "row " + i);
        }
    }

    @ParameterizedTest // whole numbers: the shift itself loses no digit
    @ValueSource(doubles = {-1000, 273, 20_000, -20_000, 2_000_000})
    void theZeroDoesNotMatter(double zero) {
        AnomalyDetector other = new AnomalyDetector();
        double highest = 0;
        for (int i = 0; i < 1500; i++) {
            double value = Math.rint(eventful(i));
            double score = score(i, value);
            assertEquals(score, other.score(START.plus(STEP.multipliedBy(i)), value + zero), 1e-6, "row " + i);
            highest = Math.max(highest, score);
        }
        assertTrue(highest >= AnomalyDetector.NOTABLE, "nothing was found: " + highest);
    }

    @Test
    void kilowattsAboveAnyZeroScoreAsWatts() {
        AnomalyDetector other = new AnomalyDetector();
        for (int i = 0; i < 1500; i++) {
            double value = eventful(i);
            double inKilowatts = other.score(START.plus(STEP.multipliedBy(i)), (value + 15_000) / 1000);
            assertEquals(score(i, value), inKilowatts, 1e-6, "row " + i);
        }
    }

    @ParameterizedTest // a slot that has repeated one value to the last digit has no deviation of its own
    @ValueSource(doubles = {-640, 640, 5000})
    void stepsFromAConstantScoreAlikeAboveAnyZero(double zero) {
        AnomalyDetector other = new AnomalyDetector();
        for (int i = 0; i < 1200; i++) {
            double value = i % 24 < 12 ? 8 : i == 1000 ? 64 : 16;
            double shifted = other.score(START.plus(STEP.multipliedBy(i)), value + zero);
            assertEquals(score(i, value), shifted, 1e-6, "row " + i);
        }
    }

    @Test // from before the deviations were shared
    void readsTheStateOfTheFirstVersion() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        firstVersion(new DataOutputStream(bytes));
        AnomalyDetector old =
                AnomalyDetector.readFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        assertEquals(1, old.count());
        int notable = 0;
        for (int i = 1; i <= 2000; i++) {
            double score = old.score(START.plus(STEP.multipliedBy(i)), day(i) + (i == 1900 ? 5000 : 0));
            notable += score >= AnomalyDetector.NOTABLE && i == 1900 ? 1 : 0;
        }
        assertEquals(1, notable);
    }

    /** What version 1 wrote after the one value 1000. */
    private static void firstVersion(DataOutputStream out) throws IOException {
        out.writeInt(1);
        out.writeLong(1);
        out.writeLong(START.toEpochMilli());
        for (int slots : new int[] {24, 48, 96, 48, 24, 96}) {
            for (int slot = 0; slot < slots; slot++) {
                out.writeDouble(slot == 0 ? 1000 : 0);
                out.writeFloat(slot == 0 ? 1000 : 0);
                out.writeShort(slot == 0 ? 1 : 0);
            }
        }
        for (int witness = 0; witness < 6; witness++) {
            out.writeDouble(witness == 0 ? 1000 : 0);
            out.writeFloat(witness == 0 ? 1000 : 0);
            out.writeShort(witness == 0 ? 1 : 0);
        }
        for (int tail = 0; tail < 12; tail++) {
            boolean begun = tail < 7;
            out.writeInt(begun ? 1 : 0);
            out.writeDouble(0);
            out.writeDouble(0);
            if (begun) {
                out.writeFloat(0);
            }
        }
        for (int rest = 0; rest < 6; rest++) {
            out.writeDouble(0);
        }
        out.writeLong(1);
        out.writeDouble(1000);
        out.writeLong(1);
        out.writeLong(0);
        out.writeDouble(0);
        out.writeDouble(0);
    }

    @Test
    void aStateThatEndsEarlyIsRefused() throws IOException {
        for (int i = 0; i < 200; i++) {
            score(i, day(i));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        detector.writeTo(new DataOutputStream(bytes));
        byte[] cut = Arrays.copyOf(bytes.toByteArray(), bytes.size() - 1);
        assertThrows(
                IOException.class, () -> AnomalyDetector.readFrom(new DataInputStream(new ByteArrayInputStream(cut))));
    }

    @Test // what is refused leaves no trace: the rest scores as if it had not been
    void badInputsAmongGoodOnesChangeNoScore() {
        AnomalyDetector other = new AnomalyDetector();
        for (int i = 0; i < 600; i++) {
            Instant time = START.plus(STEP.multipliedBy(i));
            if (i % 50 == 0) {
                assertThrows(IllegalArgumentException.class, () -> other.score(time, Double.NaN));
            }
            double value = eventful(i);
            assertEquals(score(i, value), other.score(time, value), "row " + i);
        }
    }

    private double eventful(int row) {
        return day(row) + (row == 700 ? 4000 : row >= 1100 && row < 1150 ? -900 : 0);
    }

    private double day(int row) {
        return 1000 + 400 * Math.sin(2 * Math.PI * row / 96) + 30 * random.nextGaussian();
    }

    private double score(int row, double value) {
        return detector.score(START.plus(STEP.multipliedBy(row)), value);
    }
}
