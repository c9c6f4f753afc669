package org.metergate.analysis.energy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.metergate.analysis.energy.Consumption.Kind;
import org.metergate.analysis.energy.Demand.Block;

class DemandTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Demand demand = new Demand(Duration.ofMinutes(15), ZoneOffset.UTC);

    private List<Block> add(double fromMinute, double toMinute, double watts, Kind kind) {
        return demand.add(interval(fromMinute, toMinute, watts, kind));
    }

    private static Consumption interval(double fromMinute, double toMinute, double watts, Kind kind) {
        return new Consumption(
                START.plusMillis(Math.round(60_000 * fromMinute)),
                START.plusMillis(Math.round(60_000 * toMinute)),
                watts * (toMinute - fromMinute) / 60,
                kind);
    }

    @Test
    void isTheMeanOfABlockWhateverTheReadings() {
        assertEquals(List.of(), add(0, 10, 1_000, Kind.MEASURED));
        List<Block> ended = add(10, 20, 4_000, Kind.MEASURED);
        assertEquals(1, ended.size());
        assertEquals(START, ended.get(0).start());
        assertEquals(2_000, ended.get(0).watts(), 1e-9);
        assertTrue(ended.get(0).isWhole());
        assertEquals(2_000, demand.maximum().orElseThrow().watts(), 1e-9);
        ended = add(20, 30, 4_000, Kind.MEASURED);
        assertEquals(4_000, ended.get(0).watts(), 1e-9);
        assertEquals(3_000 / 4_000.0, demand.loadFactor().getAsDouble(), 1e-9);
    }

    @Test
    void ofAGapOrAPieceSetsNoMaximum() {
        assertEquals(3, add(7, 45, 9_000, Kind.GAP).size());
        add(50, 60, 9_000, Kind.MEASURED);
        assertEquals(Optional.empty(), demand.maximum());
        assertEquals(OptionalDouble.empty(), demand.loadFactor());
        List<Block> ended = add(60, 75, 500, Kind.MEASURED);
        assertEquals(500, demand.maximum().orElseThrow().watts(), 1e-9);
        assertFalse(ended.isEmpty());
    }

    @Test
    void leavesOutWhatIsNotKnown() {
        assertEquals(List.of(), add(0, 15, 0, Kind.EXCHANGE));
        assertEquals(Optional.empty(), demand.maximum());
    }

    @Test
    void doesNotSpreadWeeks() {
        assertEquals(List.of(), add(0, 60 * 24 * 30, 500, Kind.GAP));
    }

    @Test
    void beginsAnewWithTheMonthOfItsZone() {
        demand = new Demand(Duration.ofMinutes(15), ZoneId.of("Europe/Paris"));
        Instant last = Instant.parse("2026-01-31T22:45:00Z"); // the last quarter of January in Paris
        demand.add(new Consumption(last, last.plusSeconds(900), 1_000, Kind.MEASURED));
        assertEquals(4_000, demand.maximum().orElseThrow().watts(), 1e-9);
        demand.add(new Consumption(last.plusSeconds(900), last.plusSeconds(1_800), 250, Kind.MEASURED));
        assertEquals(1_000, demand.maximum().orElseThrow().watts(), 1e-9);
    }

    @Test // a day of 300 W with a fridge: of 96 quarters four have less; one in twenty are 4.8
    void baseLoadIsWhatRunsDayAndNight() {
        for (int quarter = 0; quarter < 96; quarter++) {
            assertEquals(OptionalDouble.empty(), demand.baseLoad());
            add(15 * quarter, 15 * quarter + 15, quarter < 4 ? 100 : quarter < 40 ? 300 : 2_000, Kind.MEASURED);
        }
        assertEquals(300, demand.baseLoad().getAsDouble(), 1e-9);
    }

    @Test
    void goesOnWhereItWasSaved() {
        for (int quarter = 0; quarter < 100; quarter++) {
            add(15 * quarter, 15 * quarter + 15, 100 + quarter, Kind.MEASURED);
        }
        add(1_500, 1_507, 5_000, Kind.MEASURED);
        Demand other = new Demand(Duration.ofMinutes(15), ZoneOffset.UTC);
        other.restore(demand.save());
        assertEquals(demand.save(), other.save());
        List<Block> ended = other.add(interval(1_507, 1_515, 5_000, Kind.MEASURED));
        assertEquals(5_000, ended.get(0).watts(), 1e-9);
        assertTrue(ended.get(0).isWhole());
        new Demand(Duration.ofMinutes(30), ZoneOffset.UTC).restore(demand.save());
        assertThrows(IllegalArgumentException.class, () -> other.restore("x"));
        assertThrows(IllegalArgumentException.class, () -> new Demand(Duration.ofSeconds(1), ZoneOffset.UTC));
    }

    @Nested
    class Tariffs {
        private final TariffSchedule nights =
                TariffSchedule.parse("22:30-06:30, 12:00-14:00", ZoneId.of("Europe/Paris"));

        private TariffSchedule.Split split(String from, String to, double wattHours) {
            return nights.split(new Consumption(Instant.parse(from), Instant.parse(to), wattHours, Kind.MEASURED));
        }

        @Test
        void areOfLocalTime() {
            assertTrue(nights.isOffPeak(Instant.parse("2026-01-10T21:30:00Z"))); // 22:30 in winter
            assertFalse(nights.isOffPeak(Instant.parse("2026-01-10T21:29:59Z")));
            assertTrue(nights.isOffPeak(Instant.parse("2026-07-10T20:30:00Z"))); // 22:30 in summer
            assertFalse(nights.isOffPeak(Instant.parse("2026-07-10T12:00:00Z")));
        }

        @Test
        void shareAnIntervalByTime() {
            assertEquals(
                    75,
                    split("2026-01-10T21:00:00Z", "2026-01-10T23:00:00Z", 100).offPeak(),
                    1e-9);
            assertEquals(
                    1_000,
                    split("2026-01-10T00:00:00Z", "2026-01-11T00:00:00Z", 2_400).offPeak(),
                    1e-9);
            TariffSchedule.Split whole = split("2026-01-10T15:00:00Z", "2026-01-10T15:30:00Z", 7);
            assertEquals(7, whole.peak(), 1e-12);
            assertEquals(0, whole.offPeak(), 1e-12);
        }

        @Test // the day has 23 hours: the night that it cuts has 7 hours of off-peak instead of 8
        void knowTheChangeOfTheClocks() {
            assertEquals(
                    7, split("2026-03-28T21:30:00Z", "2026-03-29T04:30:00Z", 7).offPeak(), 1e-9);
            assertEquals(
                    9, split("2026-10-24T20:30:00Z", "2026-10-25T05:30:00Z", 9).offPeak(), 1e-9);
        }

        @Test
        void withoutHoursAreAlwaysPeak() {
            assertFalse(TariffSchedule.parse(" ", ZoneOffset.UTC).isOffPeak(START));
            for (String wrong : List.of("22:30", "22:30-22:30", "24:30-6", "a-b", "22:00-06:00,")) {
                assertThrows(IllegalArgumentException.class, () -> TariffSchedule.parse(wrong, ZoneOffset.UTC), wrong);
            }
        }
    }

    @Test // 10 kWh made, 4 exported, 5 imported: 6 used on site of 11 used
    void selfConsumptionIsWhatDoesNotLeave() {
        SelfConsumption site = new SelfConsumption(10_000, 5_000, 4_000);
        assertEquals(6_000, site.selfConsumed());
        assertEquals(11_000, site.consumption());
        assertEquals(0.6, site.selfConsumptionRate().getAsDouble(), 1e-12);
        assertEquals(6 / 11.0, site.selfSufficiency().getAsDouble(), 1e-12);
        assertEquals(OptionalDouble.empty(), new SelfConsumption(0, 0, 0).selfConsumptionRate());
        assertEquals(OptionalDouble.empty(), new SelfConsumption(0, 0, 0).selfSufficiency());
        assertThrows(IllegalArgumentException.class, () -> new SelfConsumption(Double.NaN, 0, 0));
    }

    @Test
    void daysOfQuartersAreKept() {
        List<Block> all = new ArrayList<>();
        for (int quarter = 0; quarter < 96 * 8; quarter++) {
            all.addAll(add(15 * quarter, 15 * quarter + 15, quarter < 96 ? 1 : 400, Kind.MEASURED));
        }
        assertEquals(96 * 8, all.size());
        assertEquals(400, demand.baseLoad().getAsDouble(), 1e-9); // the first day is forgotten after a week
    }
}
