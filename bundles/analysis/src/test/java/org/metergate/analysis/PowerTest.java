package org.metergate.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PowerTest {
    private static final OptionalDouble NONE = OptionalDouble.empty();

    @Nested
    class OnePhase {
        @Test // worked by hand: 230 V, 5 A, cos phi 0.8 inductive, no harmonics: P 920 W, Q 690 var, S 1150 VA
        void aSinusoidalCurrentHasEqualTrueAndDisplacementFactor() {
            Power power = Power.of(measured(230, 5, 920, 690));
            assertEquals(1_150, power.apparent().getAsDouble(), 1e-9);
            assertEquals(0.8, power.factor().getAsDouble(), 1e-12);
            assertEquals(0.8, power.displacementFactor().getAsDouble(), 1e-12);
            assertEquals(Optional.of(Quadrant.I), power.quadrant());
        }

        @Test // worked by hand: I1 3 A in phase and 4 A of harmonics make 5 A rms: S 1150 VA, P 690 W
        void harmonicsLowerTheTrueFactorOnly() {
            Power power = Power.of(measured(230, 5, 690, 0));
            assertEquals(0.6, power.factor().getAsDouble(), 1e-12);
            assertEquals(1, power.displacementFactor().getAsDouble());
            assertEquals(Optional.of(PowerFactorClass.CRITICAL), power.factorClass());
        }

        @Test
        void givenPowerHasANegativeFactorAndTheClassOfItsSize() {
            Power power = Power.of(measured(230, 10, -2_300, 0));
            assertEquals(-1, power.factor().getAsDouble());
            assertEquals(-1, power.displacementFactor().getAsDouble());
            assertEquals(Optional.of(PowerFactorClass.IDEAL), power.factorClass());
            assertEquals(Optional.of(Quadrant.II), power.quadrant());
        }

        @Test
        void withoutVoltageOrCurrentTheApparentPowerIsTheFundamentals() {
            assertEquals(
                    5,
                    Power.of(new Measured(OptionalDouble.of(230), NONE, OptionalDouble.of(3), OptionalDouble.of(-4)))
                            .apparent()
                            .getAsDouble());
        }

        @Test
        void withoutCurrentThereIsNoFactor() {
            Power power = Power.of(measured(230, 0, 0, 0));
            assertEquals(0, power.apparent().getAsDouble());
            assertEquals(NONE, power.factor());
            assertEquals(NONE, power.displacementFactor());
            assertEquals(Optional.empty(), power.factorClass());
            assertEquals(Optional.empty(), power.quadrant());
            assertFalse(power.contradictory());
        }

        @Test
        void withoutActivePowerThereIsNoFactor() {
            Power power =
                    Power.of(new Measured(OptionalDouble.of(230), OptionalDouble.of(1), NONE, OptionalDouble.of(100)));
            assertEquals(230, power.apparent().getAsDouble());
            assertEquals(NONE, power.factor());
            assertEquals(Optional.empty(), power.quadrant());
        }

        @Test
        void withNothingMeasuredNothingIsKnown() {
            assertEquals(new Power(NONE, NONE, NONE), Power.of(new Measured(NONE, NONE, NONE, NONE)));
        }

        @Test
        void roundingNeverMakesAFactorAboveOne() {
            assertEquals(1, Power.of(measured(230, 0.02, 5, 0)).factor().getAsDouble());
            assertEquals(1, Power.of(measured(230, 10, 2_345, 0)).factor().getAsDouble());
            assertEquals(-1, Power.of(measured(230, 10, -2_345, 0)).factor().getAsDouble());
        }

        @Test
        void measurementsOfDifferentMomentsGiveNoFactor() {
            Power power = Power.of(measured(230, 1, 2_300, 0));
            assertTrue(power.contradictory());
            assertEquals(NONE, power.factor());
        }
    }

    @Nested
    class Total {
        private final List<Power> phases = List.of(
                Power.of(measured(230, 5, 920, 690)),
                Power.of(measured(230, 10, 2_300, 0)),
                Power.of(measured(230, 1, -138, -184)));

        @Test
        void addsThePhasesUp() {
            Power total = Power.total(phases, Measured.total(NONE, NONE));
            assertEquals(3_082, total.active().getAsDouble(), 1e-9);
            assertEquals(506, total.reactive().getAsDouble(), 1e-9);
            assertEquals(3_680, total.apparent().getAsDouble(), 1e-9);
            assertEquals(3_082 / 3_680.0, total.factor().getAsDouble(), 1e-12);
            assertEquals(Optional.of(PowerFactorClass.DEGRADED), total.factorClass());
        }

        @Test
        void takesTheMetersOwnTotals() {
            Power total = Power.total(phases, Measured.total(OptionalDouble.of(3_080), OptionalDouble.of(500)));
            assertEquals(3_080, total.active().getAsDouble());
            assertEquals(500, total.reactive().getAsDouble());
        }

        @Test
        void isUnknownWhereAPhaseIsUnknown() {
            List<Power> lacking = List.of(phases.get(0), new Power(NONE, NONE, NONE));
            assertEquals(new Power(NONE, NONE, NONE), Power.total(lacking, Measured.total(NONE, NONE)));
        }

        @Test
        void ofAMeterWithTotalsOnlyIsTheVectorApparentPower() {
            Power total = Power.total(List.of(), Measured.total(OptionalDouble.of(300), OptionalDouble.of(400)));
            assertEquals(500, total.apparent().getAsDouble());
            assertEquals(0.6, total.factor().getAsDouble());
        }

        @Test
        void keepsToOneKindOfApparentPowerWhenAPhaseIsLost() {
            List<Power> lacking = List.of(phases.get(0), new Power(NONE, NONE, NONE));
            Power total = Power.total(lacking, Measured.total(OptionalDouble.of(300), OptionalDouble.of(400)));
            assertEquals(NONE, total.apparent());
        }
    }

    @Test
    void noNumberIsNoMeasurement() {
        assertThrows(IllegalArgumentException.class, () -> measured(Double.NaN, 1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> measured(1, 1, Double.POSITIVE_INFINITY, 1));
        assertThrows(IllegalArgumentException.class, () -> measured(230, -1, 1, 1));
    }

    private static Measured measured(double voltage, double current, double active, double reactive) {
        return new Measured(
                OptionalDouble.of(voltage),
                OptionalDouble.of(current),
                OptionalDouble.of(active),
                OptionalDouble.of(reactive));
    }
}
