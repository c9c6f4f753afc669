package org.metergate.analysis.energy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.metergate.analysis.energy.Consumption.Kind;
import org.metergate.analysis.energy.EnergyCounter.Step;

class EnergyCounterTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final CounterRules KNOWN = new CounterRules(0, 40_000, Duration.ofMinutes(30));

    private EnergyCounter counter = new EnergyCounter(CounterRules.UNKNOWN);

    private Step at(int minute, double value) {
        return counter.read(START.plusSeconds(60L * minute), value);
    }

    private static void assertKinds(Step step, Object... kindsAndEnergies) {
        assertEquals(Optional.empty(), step.refusal());
        assertEquals(kindsAndEnergies.length / 2, step.consumptions().size());
        for (int i = 0; i < step.consumptions().size(); i++) {
            assertEquals(kindsAndEnergies[2 * i], step.consumptions().get(i).kind());
            assertEquals(
                    ((Number) kindsAndEnergies[2 * i + 1]).doubleValue(),
                    step.consumptions().get(i).wattHours(),
                    1e-6);
        }
    }

    @Test
    void countsWhatLiesBetweenReadings() {
        assertEquals(List.of(), at(0, 1_000).consumptions());
        Step step = at(15, 1_250);
        assertKinds(step, Kind.MEASURED, 250);
        assertEquals(1_000, step.consumptions().get(0).meanPower(), 1e-9);
        assertKinds(at(30, 1_250), Kind.MEASURED, 0);
        assertEquals(250, counter.total());
    }

    @Test
    void knowsTheEnergyOfAGapButNotItsCourse() {
        at(0, 1_000);
        assertKinds(at(31, 2_000), Kind.GAP, 1_000);
    }

    @Nested
    class Rollover {
        @Test
        void isCountedAtOnceWhereTheSupplyAllowsNothingElse() {
            counter = new EnergyCounter(KNOWN);
            at(0, 99_999_000);
            assertKinds(at(15, 2_000), Kind.ROLLOVER, 3_000);
            assertKinds(at(30, 3_000), Kind.MEASURED, 1_000);
        }

        @Test
        void ofAKnownModulusIsCountedWhenTheNextReadingFollows() {
            counter = new EnergyCounter(new CounterRules(1e8, 0, Duration.ofMinutes(30)));
            at(0, 99_999_000);
            assertEquals(Optional.of(Refusal.DOUBTED), at(15, 2_000).refusal());
            assertKinds(at(30, 3_000), Kind.ROLLOVER, 3_000, Kind.MEASURED, 1_000);
        }

        @Test
        void isNotGuessed() {
            at(0, 99_999_000);
            at(15, 2_000);
            assertKinds(at(30, 3_000), Kind.EXCHANGE, 0, Kind.MEASURED, 1_000);
        }
    }

    @Nested
    class Exchange {
        @Test
        void toALowerCounterAddsNothing() {
            at(0, 5_000_000);
            assertEquals(Optional.of(Refusal.DOUBTED), at(15, 12).refusal());
            assertKinds(at(30, 112), Kind.EXCHANGE, 0, Kind.MEASURED, 100);
            assertEquals(100, counter.total());
        }

        @Test
        void toAHigherCounterIsSeenByTheSupply() {
            counter = new EnergyCounter(KNOWN);
            at(0, 5_000);
            assertEquals(Optional.of(Refusal.DOUBTED), at(15, 7_000_000).refusal());
            assertKinds(at(30, 7_000_100), Kind.EXCHANGE, 0, Kind.MEASURED, 100);
        }
    }

    @Nested
    class Mishap {
        @Test
        void aZeroOfAMeterThatStartsIsForgotten() {
            at(0, 5_000_000);
            assertEquals(Optional.of(Refusal.DOUBTED), at(15, 0).refusal());
            assertKinds(at(30, 5_000_400), Kind.MEASURED, 400);
            assertEquals(400, counter.total());
        }

        @Test
        void aSpikeIsForgotten() {
            counter = new EnergyCounter(KNOWN);
            at(0, 5_000);
            assertEquals(Optional.of(Refusal.DOUBTED), at(15, 4e9).refusal());
            assertKinds(at(30, 5_400), Kind.MEASURED, 400);
        }

        @Test
        void ofSeveralReadingsIsForgottenToo() {
            counter = new EnergyCounter(KNOWN);
            at(0, 5_000_000);
            at(1, 4e9);
            at(2, 7);
            at(3, 3e9);
            assertKinds(at(4, 5_000_100), Kind.MEASURED, 100);
        }

        @Test
        void aRestartThatLostItsLastCountsIsNoExchange() {
            at(0, 5_000_000);
            at(15, 4_999_500);
            assertKinds(at(30, 4_999_700), Kind.RESTART, 0, Kind.MEASURED, 200);
        }
    }

    @Nested
    class BadInput {
        @Test
        void isRefusedByName() {
            at(10, 1_000);
            assertEquals(Optional.of(Refusal.NO_NUMBER), at(11, Double.NaN).refusal());
            assertEquals(
                    Optional.of(Refusal.NO_NUMBER),
                    at(11, Double.POSITIVE_INFINITY).refusal());
            assertEquals(Optional.of(Refusal.NO_NUMBER), at(11, -1).refusal());
            assertEquals(Optional.of(Refusal.DUPLICATE), at(10, 1_000).refusal());
            assertEquals(Optional.of(Refusal.OUT_OF_ORDER), at(10, 1_001).refusal());
            assertEquals(Optional.of(Refusal.OUT_OF_ORDER), at(9, 1_000).refusal());
            assertKinds(at(20, 1_100), Kind.MEASURED, 100);
        }

        @Test
        void ofRulesIsRefused() {
            assertThrows(IllegalArgumentException.class, () -> new CounterRules(-1, 0, Duration.ofMinutes(1)));
            assertThrows(IllegalArgumentException.class, () -> new CounterRules(0, Double.NaN, Duration.ofMinutes(1)));
            assertThrows(IllegalArgumentException.class, () -> new CounterRules(0, 0, Duration.ZERO));
        }
    }

    @Test
    void goesOnWhereItWasSaved() {
        counter = new EnergyCounter(KNOWN);
        at(0, 5_000_000);
        at(15, 5_001_000);
        at(30, 12);
        String state = counter.save();
        counter = new EnergyCounter(KNOWN);
        counter.restore(state);
        assertKinds(at(45, 112), Kind.EXCHANGE, 0, Kind.MEASURED, 100);
        assertEquals(1_100, counter.total());
        assertThrows(IllegalArgumentException.class, () -> counter.restore("nonsense"));
        assertThrows(IllegalArgumentException.class, () -> counter.restore("1 x 2 - -"));
        assertEquals(1_100, counter.total());
    }
}
