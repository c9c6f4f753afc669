package org.metergate.emulator.meters.building;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.metergate.emulator.meters.Building.Heat;
import org.metergate.emulator.meters.Building.Phase;
import org.metergate.emulator.meters.Building.State;

class SiteBuildingTest {
    private static final Instant DAY = Instant.parse("2026-04-14T00:00:00Z");
    private static final double SECOND = 1 / 3_600.0;

    private final SiteBuilding building = new SiteBuilding(Site.DEFAULT);

    @Nested
    class Registers {
        @Test
        void areTheIntegralOfThePowerShown() {
            double active = 0;
            double given = 0;
            double inductive = 0;
            double capacitive = 0;
            double heat = 0;
            double heatVolume = 0;
            double water = 0;
            for (int second = 0; second < Steps.DAY; second++) {
                State state = building.at(DAY.plusSeconds(second));
                active += Math.max(state.activePower(), 0) * SECOND;
                given += Math.max(-state.activePower(), 0) * SECOND;
                inductive += Math.max(state.reactivePower(), 0) * SECOND;
                capacitive += Math.max(-state.reactivePower(), 0) * SECOND;
                heat += state.heat().power() * SECOND;
                heatVolume += state.heat().flow() * SECOND;
                water += state.water().flow() * SECOND;
            }
            State before = building.at(DAY);
            State after = building.at(DAY.plusSeconds(Steps.DAY));
            assertEquals(active, after.activeImport() - before.activeImport(), 1e-3);
            assertEquals(given, after.activeExport() - before.activeExport(), 1e-3);
            assertEquals(inductive, after.reactiveImport() - before.reactiveImport(), 1e-3);
            assertEquals(capacitive, after.reactiveExport() - before.reactiveExport(), 1e-3);
            assertEquals(heat, after.heat().energy() - before.heat().energy(), 1e-3);
            assertEquals(heatVolume, after.heat().volume() - before.heat().volume(), 1e-6);
            assertEquals(water, after.water().volume() - before.water().volume(), 1e-6);
            assertTrue(active > 5_000 && given > 1_000 && inductive > 500 && capacitive > 100 && water > 0.1);
        }

        @Test
        void runOnBetweenTwoSeconds() {
            Instant noon = DAY.plus(Duration.ofHours(12));
            State before = building.at(noon);
            State after = building.at(noon.plusMillis(500));
            assertEquals(
                    before.activePower() / 7_200,
                    after.activeImport() - after.activeExport() - before.activeImport() + before.activeExport(),
                    1e-6);
        }

        @Test
        void beginAtZeroWhenInstalledAndNeverGoBack() {
            Instant installed = Instant.parse("2025-06-15T13:20:07Z");
            SiteBuilding late = new SiteBuilding(new Site(1, installed, 230, 50, 9_900));
            assertEquals(0, late.at(installed).activeImport(), 1e-9);
            assertEquals(0, late.at(installed.minusSeconds(100_000)).activeExport());
            State last = late.at(installed);
            for (int hour = 1; hour < 100; hour++) {
                State now = late.at(installed.plus(Duration.ofHours(hour)));
                assertTrue(now.activeImport() >= last.activeImport() && now.activeExport() >= last.activeExport());
                assertTrue(now.water().volume() >= last.water().volume());
                last = now;
            }
            assertTrue(last.activeImport() > 0 && last.activeExport() > 0);
        }

        @Test
        void showTheSameWhateverWasAskedBefore() {
            Instant late = DAY.plus(Duration.ofDays(30));
            SiteBuilding other = new SiteBuilding(Site.DEFAULT);
            State first = building.at(DAY);
            building.at(late);
            assertEquals(first, building.at(DAY));
            assertEquals(other.at(late), building.at(late));
        }
    }

    @Nested
    class Phases {
        @Test
        void currentFollowsFromPowerVoltageAndHarmonics() {
            for (int minute = 0; minute < 1_440; minute++) {
                for (Phase phase :
                        building.at(DAY.plus(Duration.ofMinutes(minute))).phases()) {
                    double apparent = Math.hypot(phase.activePower(), phase.reactivePower());
                    double squares = Math.pow(apparent / phase.voltage(), 2)
                            + phase.currentHarmonics().stream()
                                    .mapToDouble(current -> current * current)
                                    .sum();
                    assertEquals(Math.sqrt(squares), phase.current(), 1e-9);
                    assertTrue(phase.voltage() > 207 && phase.voltage() < 253, () -> "EN 50160: " + phase);
                    assertEquals(14, phase.currentHarmonics().size());
                }
            }
        }

        @Test
        void voltageTremblesOncePerSecond() {
            Instant noon = DAY.plus(Duration.ofHours(12));
            double voltage = building.at(noon).phases().get(0).voltage();
            assertEquals(
                    voltage, building.at(noon.plusMillis(700)).phases().get(0).voltage(), 1e-3);
            assertNotEquals(
                    voltage, building.at(noon.plusSeconds(1)).phases().get(0).voltage(), 1e-3);
        }

        @Test
        void theSunGivesPowerAtNoonAndNoneAtMidnight() {
            long givingAtNoon = IntStream.range(0, 100)
                    .filter(day -> building.at(DAY.plus(Duration.ofDays(day)).plus(Duration.ofMinutes(750)))
                                    .activePower()
                            < 0)
                    .count();
            long givingAtNight = IntStream.range(0, 100)
                    .filter(day -> building.at(DAY.plus(Duration.ofDays(day))).activePower() < 0)
                    .count();
            assertTrue(givingAtNoon > 60, givingAtNoon + " of 100 days");
            assertEquals(0, givingAtNight);
        }

        @Test
        void loadsSwitch() {
            long different = IntStream.range(0, 1_440)
                    .mapToDouble(minute ->
                            building.at(DAY.plus(Duration.ofMinutes(minute))).activePower())
                    .distinct()
                    .count();
            assertTrue(different > 100, different + " different powers in a day");
        }
    }

    @Test
    void heatIsFlowTimesTemperatureDifference() {
        boolean rested = false;
        boolean ran = false;
        for (int minute = 0; minute < 1_440; minute++) {
            Heat heat = building.at(DAY.plus(Duration.ofMinutes(minute))).heat();
            double difference = heat.flowTemperature() - heat.returnTemperature();
            assertEquals(heat.power(), 1_149.5 * heat.flow() * difference, 1e-6);
            ran |= heat.power() > 0;
            rested |= heat.power() == 0;
        }
        assertTrue(ran && rested);
    }

    @Test
    void anotherSeedIsAnotherLife() {
        SiteBuilding other = new SiteBuilding(new Site(2, Site.DEFAULT.installed(), 230, 50, 9_900));
        Instant noon = DAY.plus(Duration.ofHours(12));
        assertEquals(building.at(noon), new SiteBuilding(Site.DEFAULT).at(noon));
        assertNotEquals(building.at(noon).activePower(), other.at(noon).activePower());
        assertNotEquals(building.at(noon).activeImport(), other.at(noon).activeImport());
    }

    @Test
    void withoutPanelsNothingIsGiven() {
        SiteBuilding dark = new SiteBuilding(new Site(1, DAY, 230, 50, 0));
        assertEquals(0, dark.at(DAY.plus(Duration.ofDays(30))).activeExport());
    }

    @Test // second by second, these would be 150 million steps for each of 1,000 answers
    @Timeout(60)
    void answersYearsAfterTheInstallationWithoutLivingThroughThem() {
        SiteBuilding old = new SiteBuilding(new Site(1, Instant.parse("2021-01-01T00:00:00Z"), 230, 50, 9_900));
        Instant now = Instant.parse("2026-01-01T12:00:00Z");
        double before = old.at(now).activeImport();
        for (int second = 1; second <= 1_000; second++) {
            double after = old.at(now.plusSeconds(second)).activeImport();
            assertTrue(after >= before, "a register never goes back: " + before + ", then " + after);
            before = after;
        }
    }
}
