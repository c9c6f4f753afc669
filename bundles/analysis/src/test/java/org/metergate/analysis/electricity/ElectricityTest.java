package org.metergate.analysis.electricity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.metergate.analysis.electricity.Figure.ACTIVE;
import static org.metergate.analysis.electricity.Figure.ANGLE;
import static org.metergate.analysis.electricity.Figure.APPARENT;
import static org.metergate.analysis.electricity.Figure.CURRENT;
import static org.metergate.analysis.electricity.Figure.DISPLACEMENT_FACTOR;
import static org.metergate.analysis.electricity.Figure.DISTORTION;
import static org.metergate.analysis.electricity.Figure.FACTOR;
import static org.metergate.analysis.electricity.Figure.NONACTIVE;
import static org.metergate.analysis.electricity.Figure.REACTIVE;
import static org.metergate.analysis.electricity.Figure.VOLTAGE;
import static org.metergate.analysis.electricity.Figure.VOLTAGE_ANGLE;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.metergate.analysis.PowerFactorClass;
import org.metergate.analysis.Quadrant;

class ElectricityTest {
    private static final double EXACT = 1e-9;
    private static final MeterAccuracy CLASS_B = MeterAccuracy.CLASS_B;

    private static Figures of(Object... pairs) {
        Figures figures = Figures.NONE;
        for (int i = 0; i < pairs.length; i += 2) {
            figures = figures.with((Figure) pairs[i], ((Number) pairs[i + 1]).doubleValue());
        }
        return figures;
    }

    private static Figures one(Object... pairs) {
        return Electricity.of(List.of(of(pairs)), Figures.NONE, CLASS_B)
                .phases()
                .get(0);
    }

    private static double value(Figures figures, Figure figure) {
        return figures.get(figure).orElseThrow(() -> new AssertionError("no " + figure + " in " + figures));
    }

    /** One truth, sinusoidal: 230 V, 5 A, lagging by arccos 0.8: P 920 W, Q 690 var, S 1150 VA. */
    private static void assertTruth(Figures figures) {
        assertEquals(230, value(figures, VOLTAGE), EXACT);
        assertEquals(5, value(figures, CURRENT), EXACT);
        assertEquals(920, value(figures, ACTIVE), EXACT);
        assertEquals(690, value(figures, REACTIVE), EXACT);
        assertEquals(1_150, value(figures, APPARENT), EXACT);
        assertEquals(0.8, value(figures, FACTOR), EXACT);
        assertEquals(0.8, value(figures, DISPLACEMENT_FACTOR), EXACT);
        assertEquals(Optional.of(Quadrant.I), figures.quadrant());
    }

    @Nested
    class WhatIsMissing {
        private final double phi = Math.toDegrees(Math.acos(0.8));

        @Test
        void followsFromAnyEnoughOfTheRest() {
            assertTruth(one(VOLTAGE, 230, CURRENT, 5, ACTIVE, 920, REACTIVE, 690));
            assertTruth(one(VOLTAGE, 230, CURRENT, 5, ANGLE, phi));
            assertTruth(one(VOLTAGE, 230, CURRENT, 5, FACTOR, 0.8, ANGLE, phi));
            assertTruth(one(VOLTAGE, 230, ACTIVE, 920, REACTIVE, 690));
            assertTruth(one(VOLTAGE, 230, ACTIVE, 920, FACTOR, 0.8, ANGLE, phi));
            assertTruth(one(CURRENT, 5, APPARENT, 1_150, ACTIVE, 920, REACTIVE, 690));
            assertTruth(one(CURRENT, 5, APPARENT, 1_150, ANGLE, phi));
        }

        @Test
        void saysHowItCameAboutAndWhetherHarmonicsWouldSpoilIt() {
            Figures figures = one(VOLTAGE, 230, CURRENT, 5, ANGLE, phi);
            assertEquals("U·I", figures.origin(APPARENT).orElseThrow().formula());
            assertFalse(figures.origin(APPARENT).orElseThrow().sinusoidal());
            assertEquals("S·cos φ", figures.origin(ACTIVE).orElseThrow().formula());
            assertTrue(figures.origin(ACTIVE).orElseThrow().sinusoidal());
            assertTrue(figures.origin(FACTOR).orElseThrow().sinusoidal());
            assertTrue(figures.origin(VOLTAGE).orElseThrow().isGiven());
        }

        @Test // U 230, I 5 (I1 3 in phase and 4 of harmonics): S 1150, P 690, Q 0: N = D = sqrt(1150² - 690²) = 920
        void tellsHarmonicsByTheirDistortionPower() {
            Figures figures = one(VOLTAGE, 230, CURRENT, 5, ACTIVE, 690, REACTIVE, 0);
            assertEquals(0.6, value(figures, FACTOR), EXACT);
            assertEquals(1, value(figures, DISPLACEMENT_FACTOR), EXACT);
            assertEquals(920, value(figures, NONACTIVE), EXACT);
            assertEquals(920, value(figures, DISTORTION), EXACT);
        }

        @Test
        void isNotInventedWhereTheSignIsNotKnown() {
            Figures figures = one(VOLTAGE, 230, CURRENT, 5, ACTIVE, 920);
            assertEquals(690, value(figures, NONACTIVE), EXACT);
            assertFalse(figures.has(REACTIVE)); // inductive or capacitive, and harmonics or not: nobody knows
            assertFalse(figures.has(DISPLACEMENT_FACTOR));
            assertFalse(one(ACTIVE, 920, REACTIVE, 690).has(DISTORTION));
        }

        @Test
        void keepsTheDirectionOfGivenPower() {
            Figures figures = one(VOLTAGE, 230, CURRENT, 10, ACTIVE, -1_840, REACTIVE, -1_380);
            assertEquals(-0.8, value(figures, FACTOR), EXACT);
            assertEquals(Optional.of(Quadrant.III), figures.quadrant());
            assertEquals(-143.13010235415598, value(figures, ANGLE), EXACT);
        }

        @Test
        void isNothingWithoutCurrent() {
            Figures figures = one(VOLTAGE, 230, CURRENT, 0, ACTIVE, 0, REACTIVE, 0);
            assertEquals(0, value(figures, APPARENT));
            assertFalse(figures.has(FACTOR) || figures.has(DISPLACEMENT_FACTOR) || figures.has(ANGLE));
            assertEquals(Optional.empty(), figures.quadrant());
            assertEquals(Figures.NONE, one());
        }
    }

    @Nested
    class Totals {
        private final List<Figures> phases = List.of(
                of(VOLTAGE, 230, CURRENT, 5, ACTIVE, 920, REACTIVE, 690),
                of(VOLTAGE, 230, CURRENT, 10, ACTIVE, 2_300, REACTIVE, 0),
                of(VOLTAGE, 230, CURRENT, 1, ACTIVE, -138, REACTIVE, -184));

        @Test
        void haveBothApparentPowersByName() {
            Electricity all = Electricity.of(phases, Figures.NONE, CLASS_B);
            assertEquals(3_082, value(all.total(), ACTIVE), EXACT);
            assertEquals(506, value(all.total(), REACTIVE), EXACT);
            assertEquals(3_680, all.arithmeticApparent().getAsDouble(), EXACT);
            assertEquals(Math.hypot(3_082, 506), all.vectorApparent().getAsDouble(), EXACT);
            assertEquals(3_082 / 3_680.0, all.arithmeticFactor().getAsDouble(), EXACT);
            assertEquals(3_082 / Math.hypot(3_082, 506), all.vectorFactor().getAsDouble(), EXACT);
            assertEquals(3_680, value(all.total(), APPARENT), EXACT);
            assertEquals(List.of(), all.disagreements());
        }

        @Test
        void ofAMeterWithTotalsOnlyAreTheVector() {
            Electricity all = Electricity.of(List.of(), of(ACTIVE, 300, REACTIVE, -400), CLASS_B);
            assertEquals(500, value(all.total(), APPARENT), EXACT);
            assertEquals(Optional.of(Quadrant.IV), all.total().quadrant());
            assertEquals(OptionalDouble.empty(), all.arithmeticApparent());
        }

        @Test
        void doNotGuessThePhaseThatIsMissing() {
            Electricity all =
                    Electricity.of(List.of(phases.get(0), Figures.NONE), of(ACTIVE, 3_000, REACTIVE, 400), CLASS_B);
            assertEquals(OptionalDouble.empty(), all.arithmeticApparent());
            assertFalse(all.total().has(APPARENT) || all.total().has(FACTOR));
            assertEquals(Math.hypot(3_000, 400), all.vectorApparent().getAsDouble(), EXACT);
        }

        @Test
        void acceptTheMetersApparentPowerOfEitherKind() {
            for (double apparent : new double[] {3_680, 3_123}) {
                assertEquals(
                        List.of(),
                        Electricity.of(phases, of(APPARENT, apparent), CLASS_B).disagreements());
            }
            assertEquals(
                    1,
                    Electricity.of(phases, of(APPARENT, 4_000), CLASS_B)
                            .disagreements()
                            .size());
        }
    }

    @Nested
    class Contradictions {
        private List<Disagreement> of(Figures phase) {
            return Electricity.of(List.of(phase), Figures.NONE, CLASS_B).disagreements();
        }

        private Figures figures(Object... pairs) {
            return ElectricityTest.of(pairs);
        }

        @Test
        void areFoundBeyondTheAccuracyOnly() {
            assertEquals(List.of(), of(figures(VOLTAGE, 230, CURRENT, 5, APPARENT, 1_180)));
            List<Disagreement> found = of(figures(VOLTAGE, 230, CURRENT, 5, APPARENT, 1_250));
            assertEquals(1, found.size());
            assertEquals(APPARENT, found.get(0).figure());
            assertEquals(1_150, found.get(0).derived(), EXACT);
            assertTrue(found.get(0).severity() > 1);
            assertTrue(
                    found.get(0).toString().startsWith("S1 is 1250.0 but U·I gives 1150.0;"), found.get(0)::toString);
        }

        @Test
        void ofAFactorIgnoreItsSign() {
            assertEquals(List.of(), of(figures(APPARENT, 1_150, ACTIVE, -920, FACTOR, 0.8)));
            assertEquals(
                    1, of(figures(APPARENT, 1_150, ACTIVE, 920, FACTOR, 0.95)).size());
            assertEquals(
                    1,
                    of(figures(VOLTAGE, 230, CURRENT, 5, ACTIVE, 920, FACTOR, 0.95))
                            .size());
        }

        @Test
        void ofAnAngleGoAroundTheCircle() {
            assertEquals(List.of(), of(figures(ACTIVE, -1_000, REACTIVE, 1, ANGLE, -180)));
            assertEquals(
                    1, of(figures(ACTIVE, 920, REACTIVE, 690, ANGLE, -36.9)).size());
        }

        @Test
        void ofMorePowerThanThereIsCurrentForGiveNoFactor() {
            Electricity all =
                    Electricity.of(List.of(figures(VOLTAGE, 230, CURRENT, 1, ACTIVE, 2_300)), Figures.NONE, CLASS_B);
            assertFalse(all.phases().get(0).has(FACTOR));
            assertEquals(1, all.disagreements().size());
            assertEquals(
                    1, of(figures(APPARENT, 1_000, ACTIVE, 920, REACTIVE, 690)).size());
        }

        @Test
        void ofTotalsAreFound() {
            List<Figures> phases = List.of(figures(ACTIVE, 1_000), figures(ACTIVE, 1_000), figures(ACTIVE, 1_000));
            assertEquals(
                    List.of(),
                    Electricity.of(phases, figures(ACTIVE, 3_030), CLASS_B).disagreements());
            assertEquals(
                    "sum of P",
                    Electricity.of(phases, figures(ACTIVE, 1_000), CLASS_B)
                            .disagreements()
                            .get(0)
                            .formula());
        }

        @Test
        void areNoneWhereACurrentIsTooSmallForItsDigits() {
            assertEquals(List.of(), of(figures(VOLTAGE, 230.1, CURRENT, 0.02, ACTIVE, 5, REACTIVE, 1, APPARENT, 6)));
        }
    }

    @Nested
    class ThreePhases {
        @Test // U2/U1 of 231, 229, 230 V at exact angles, by the symmetrical components worked by hand: 0.25103 %
        void haveANegativeSequence() {
            double[] sizes = {231, 229, 230};
            double[] lag = {0, 120, 240};
            double percent = Unbalance.ofPhasors(sizes, lag).orElseThrow().percent();
            assertEquals(100 * Math.sqrt(1 + 1 + 0 + 1 - 0 - 0) / 690, percent, 1e-12);
            assertEquals(
                    0,
                    Unbalance.ofPhasors(new double[] {230, 230, 230}, lag)
                            .orElseThrow()
                            .percent(),
                    EXACT);
        }

        @Test
        void haveTheSameUnbalanceBetweenThem() {
            double[] sizes = {231, 222, 236};
            double[] lag = {0, 121, 238};
            double[] line = new double[3];
            for (int n = 0; n < 3; n++) {
                int next = (n + 1) % 3;
                double angle = Math.toRadians(lag[next] - lag[n]);
                line[n] = Math.sqrt(
                        sizes[n] * sizes[n] + sizes[next] * sizes[next] - 2 * sizes[n] * sizes[next] * Math.cos(angle));
            }
            assertEquals(
                    Unbalance.ofPhasors(sizes, lag).orElseThrow().percent(),
                    Unbalance.ofLineVoltages(line[0], line[1], line[2])
                            .orElseThrow()
                            .percent(),
                    EXACT);
            assertEquals(Optional.empty(), Unbalance.ofLineVoltages(400, 400, 900));
        }

        @Test
        void withoutAnglesHaveADeviationAndNoSequence() {
            Unbalance unbalance =
                    Unbalance.ofSizes(new double[] {230, 220, 240}).orElseThrow();
            assertEquals(100 * 10 / 230.0, unbalance.percent(), EXACT);
            assertEquals(Unbalance.Kind.DEVIATION_FROM_MEAN, unbalance.kind());
            assertEquals(Optional.empty(), Unbalance.ofSizes(new double[3]));
        }

        @Test
        void haveANeutralCurrent() {
            List<Figures> phases = List.of(
                    of(VOLTAGE, 230, VOLTAGE_ANGLE, 0, CURRENT, 10, ANGLE, 0),
                    of(VOLTAGE, 230, VOLTAGE_ANGLE, 120, CURRENT, 10, ANGLE, 0),
                    of(VOLTAGE, 230, VOLTAGE_ANGLE, 240, CURRENT, 4, ANGLE, 0));
            Electricity all = Electricity.of(phases, Figures.NONE, CLASS_B);
            assertEquals(6, all.neutralCurrent().getAsDouble(), EXACT);
            assertEquals(0, all.voltageUnbalance().orElseThrow().percent(), EXACT);
            assertEquals(25, all.currentUnbalance().orElseThrow().percent(), EXACT);
            assertEquals(
                    OptionalDouble.empty(),
                    Electricity.of(List.of(of(CURRENT, 10)), Figures.NONE, CLASS_B)
                            .neutralCurrent());
        }
    }

    @Nested
    class Capacitors {
        @Test // 100 kW at cos phi 0.7 to 0.95: 100 * (1.020204 - 0.328684) = 69.152 kvar
        void bringTheFactorToTheTarget() {
            double q = 100_000 * Math.tan(Math.acos(0.7));
            CapacitorBank bank = CapacitorBank.to(0.95, 100_000, q).orElseThrow();
            assertEquals(69_152, bank.reactive(), 0.5);
            double left = q - bank.reactive();
            assertEquals(0.95, 100_000 / Math.hypot(100_000, left), EXACT);
            assertEquals(bank.reactive() / 3, 2 * Math.PI * 50 * bank.farads(230, 50, 3) * 230 * 230, 1e-6);
        }

        @Test
        void areNotForLoadsTheyDoNotHelp() {
            assertEquals(Optional.empty(), CapacitorBank.to(0.95, 1_000, 100));
            assertEquals(Optional.empty(), CapacitorBank.to(0.95, 1_000, -900));
            assertEquals(Optional.empty(), CapacitorBank.to(0.95, -1_000, 900));
            assertThrows(IllegalArgumentException.class, () -> CapacitorBank.to(1.1, 1, 1));
        }
    }

    @Test
    void limitsOfTheFactorCanBeOthers() {
        PowerFactorLimits limits = new PowerFactorLimits(0.98, 0.93, 0.85);
        assertEquals(PowerFactorClass.IDEAL, limits.classOf(-0.98));
        assertEquals(PowerFactorClass.ACCEPTABLE, limits.classOf(0.94));
        assertEquals(PowerFactorClass.DEGRADED, limits.classOf(0.93));
        assertEquals(PowerFactorClass.CRITICAL, limits.classOf(0.849));
        for (double factor : new double[] {1, 0.995, 0.99, 0.9, 0.8, 0.79, -0.5}) {
            assertEquals(PowerFactorClass.of(factor), PowerFactorLimits.GLOSSARY.classOf(factor));
        }
        assertThrows(IllegalArgumentException.class, () -> new PowerFactorLimits(0.9, 0.95, 0.8));
    }

    @Test
    void noNumberIsNoFigure() {
        assertThrows(IllegalArgumentException.class, () -> of(VOLTAGE, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> of(CURRENT, -1));
        assertThrows(IllegalArgumentException.class, () -> of(FACTOR, 1.2));
        assertThrows(IllegalArgumentException.class, () -> of(ANGLE, 400));
        assertThrows(
                IllegalArgumentException.class, () -> Electricity.of(List.of(of(), of(), of(), of()), of(), CLASS_B));
    }
}
