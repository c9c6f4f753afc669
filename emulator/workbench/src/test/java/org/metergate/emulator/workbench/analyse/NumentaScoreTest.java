package org.metergate.emulator.workbench.analyse;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Figures worked out by hand from the published rules: S(y) = 2/(1+exp(5y)) - 1. */
class NumentaScoreTest {
    private static final NumentaScore.Window WINDOW = new NumentaScore.Window(50, 59);

    @Test
    void aRowAtTheStartOfTheWindowIsPerfect() {
        assertEquals(100, score(NumentaScore.Profile.STANDARD, 50), 1e-9);
    }

    @Test // S(-0.5) / S(-1) = 0.848284 / 0.986614
    void aRowInTheMiddleOfTheWindowCountsLess() {
        assertEquals(100 * (1 + 0.848284 / 0.986614) / 2, score(NumentaScore.Profile.STANDARD, 55), 1e-3);
    }

    @Test
    void onlyTheFirstRowOfAWindowCounts() {
        assertEquals(100, score(NumentaScore.Profile.STANDARD, 50, 51, 52, 59), 1e-9);
    }

    @Test // before any window: the whole cost, of two that a window can gain
    void aFalseAlarmCostsByProfile() {
        assertAll(
                () -> assertEquals(100 * (2 - 0.11) / 2, score(NumentaScore.Profile.STANDARD, 30, 50), 1e-9),
                () -> assertEquals(100 * (2 - 0.22) / 2, score(NumentaScore.Profile.LOW_FALSE_ALARMS, 30, 50), 1e-9),
                () -> assertEquals(100 * (3 - 0.11) / 3, score(NumentaScore.Profile.LOW_MISSES, 30, 50), 1e-9));
    }

    @Test // S(3/9) = -0.682, S(27/9) = -1
    void aFalseAlarmJustBehindAWindowCostsLess() {
        assertAll(
                () -> assertEquals(100 * (2 - 0.11 * 0.6823) / 2, score(NumentaScore.Profile.STANDARD, 50, 62), 1e-2),
                () -> assertEquals(100 * (2 - 0.11) / 2, score(NumentaScore.Profile.STANDARD, 50, 86), 1e-9));
    }

    @Test
    void probationIsNotScored() {
        assertEquals(100, score(NumentaScore.Profile.STANDARD, 3, 14, 50), 1e-9);
        assertEquals(750, NumentaScore.probation(20000));
    }

    @Test
    void sayingNothingIsZero() {
        NumentaScore.Result result = NumentaScore.best(List.of(series(new double[100])), NumentaScore.Profile.STANDARD);
        assertEquals(0, result.score());
        assertTrue(result.threshold() > 1);
    }

    @Test
    void theBestThresholdLeavesLowerFalseAlarmsOut() {
        double[] scores = new double[100];
        scores[50] = 0.9;
        scores[20] = 0.4;
        NumentaScore.Result result = NumentaScore.best(List.of(series(scores)), NumentaScore.Profile.STANDARD);
        assertEquals(100, result.score(), 1e-9);
        assertEquals(0.9, result.threshold());
    }

    @Test
    void withoutWindowsThereIsNothingToScore() {
        assertThrows(
                IllegalArgumentException.class,
                () -> NumentaScore.best(
                        List.of(new NumentaScore.Series("none", new double[10], List.of())),
                        NumentaScore.Profile.STANDARD));
    }

    /** One threshold: every given row is over it. */
    private static double score(NumentaScore.Profile profile, int... over) {
        double[] scores = new double[100];
        for (int row : over) {
            scores[row] = 1;
        }
        return NumentaScore.best(List.of(series(scores)), profile).score();
    }

    private static NumentaScore.Series series(double[] scores) {
        return new NumentaScore.Series("one", scores, List.of(WINDOW));
    }
}
