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

    private double day(int row) {
        return 1000 + 400 * Math.sin(2 * Math.PI * row / 96) + 30 * random.nextGaussian();
    }

    private double score(int row, double value) {
        return detector.score(START.plus(STEP.multipliedBy(row)), value);
    }
}
