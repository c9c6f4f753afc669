package org.metergate.emulator.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.metergate.analysis.electricity.Electricity;
import org.metergate.analysis.electricity.Figure;
import org.metergate.analysis.electricity.Figures;
import org.metergate.analysis.electricity.MeterAccuracy;
import org.metergate.analysis.energy.Consumption;
import org.metergate.analysis.energy.CounterRules;
import org.metergate.analysis.energy.Demand;
import org.metergate.analysis.energy.EnergyCounter;
import org.metergate.analysis.harmonics.HarmonicAnalyser;
import org.metergate.analysis.harmonics.HarmonicWindow;
import org.metergate.analysis.harmonics.Nominal;
import org.metergate.analysis.harmonics.PhasePower;
import org.metergate.emulator.meters.Building.Phase;
import org.metergate.emulator.meters.Building.State;
import org.metergate.emulator.meters.building.Site;
import org.metergate.emulator.meters.building.SiteBuilding;

/** What the analysis finds is what the emulated building was made of, all day long. */
class ModelAgreementTest {
    private static final Instant DAY = Instant.parse("2026-01-14T00:00:00Z");
    private static final double EXACT = 1e-9;

    private final SiteBuilding building = new SiteBuilding(Site.DEFAULT);

    @Test
    void ofFiguresDerivedFromReadings() {
        for (int minute = 0; minute < 1_440; minute += 10) {
            State state = building.at(DAY.plusSeconds(60L * minute));
            List<Figures> given = state.phases().stream()
                    .map(phase -> Figures.NONE
                            .with(Figure.VOLTAGE, phase.voltage())
                            .with(Figure.CURRENT, phase.current())
                            .with(Figure.ACTIVE, phase.activePower())
                            .with(Figure.REACTIVE, phase.reactivePower()))
                    .toList();
            Electricity all = Electricity.of(given, Figures.NONE, MeterAccuracy.CLASS_B);
            assertEquals(List.of(), all.disagreements());
            double sum = 0;
            for (int n = 0; n < 3; n++) {
                Phase phase = state.phases().get(n);
                Figures found = all.phases().get(n);
                double s = phase.voltage() * phase.current();
                sum += s;
                assertClose(s, found.get(Figure.APPARENT).getAsDouble(), s);
                assertClose(phase.activePower() / s, found.get(Figure.FACTOR).getAsDouble(), 1);
                double distortion = phase.voltage() * distortion(phase);
                // a difference of squares keeps half of the digits
                assertEquals(distortion, found.get(Figure.DISTORTION).orElse(0), 1e-6 * s);
            }
            assertClose(state.activePower(), all.total().get(Figure.ACTIVE).getAsDouble(), sum);
            assertClose(state.reactivePower(), all.total().get(Figure.REACTIVE).getAsDouble(), sum);
            assertClose(sum, all.arithmeticApparent().getAsDouble(), sum);
        }
    }

    @Test
    void ofHarmonicsInWaveforms() {
        for (int minute = 0; minute < 1_440; minute += 120) {
            State state = building.at(DAY.plusSeconds(60L * minute));
            double inStep = 256 * state.frequency();
            assertWaveforms(state, inStep, EXACT);
            assertWaveforms(state, 12_800, 1e-6);
        }
    }

    private static void assertWaveforms(State state, double rate, double limit) {
        double[][] channels = new double[6][];
        for (int n = 0; n < 3; n++) {
            channels[2 * n] = voltage(state, n, rate);
            channels[2 * n + 1] = current(state, n, rate);
        }
        HarmonicAnalyser.Result result =
                new HarmonicAnalyser(rate, Nominal.HZ_50).analyseAll(channels).get(0);
        assertEquals(state.frequency(), result.frequency(), 1e-6);
        for (int n = 0; n < 3; n++) {
            Phase phase = state.phases().get(n);
            HarmonicWindow current = result.channels().get(2 * n + 1);
            PhasePower power = new PhasePower(result.channels().get(2 * n), current);
            double scale = phase.voltage() * phase.current();
            double fundamental = Math.hypot(phase.activePower(), phase.reactivePower()) / phase.voltage();
            assertEquals(phase.voltage(), result.channels().get(2 * n).rms(), limit * phase.voltage());
            assertEquals(phase.current(), current.rms(), limit * phase.current());
            assertEquals(phase.activePower(), power.active(), limit * scale);
            assertEquals(phase.reactivePower(), power.fundamentalReactive(), limit * scale);
            assertEquals(scale, power.apparent(), limit * scale);
            assertEquals(fundamental, current.harmonic(1), limit * phase.current());
            if (current.hasFundamental()) {
                assertEquals(
                        distortion(phase) / fundamental,
                        current.thds().getAsDouble(),
                        limit * phase.current() / fundamental);
            }
            for (int order = 2; order <= 15; order++) {
                assertEquals(phase.currentHarmonics().get(order - 2), current.subgroup(order), limit * phase.current());
            }
        }
    }

    private static double[] voltage(State state, int n, double rate) {
        double[] samples = new double[(int) (0.22 * rate)];
        for (int i = 0; i < samples.length; i++) {
            double turn = 2 * Math.PI * (state.frequency() * i / rate - n / 3.0);
            samples[i] = Math.sqrt(2) * state.phases().get(n).voltage() * Math.cos(turn);
        }
        return samples;
    }

    private static double[] current(State state, int n, double rate) {
        Phase phase = state.phases().get(n);
        double lag = Math.atan2(phase.reactivePower(), phase.activePower());
        double fundamental = Math.hypot(phase.activePower(), phase.reactivePower()) / phase.voltage();
        double[] samples = new double[(int) (0.22 * rate)];
        for (int i = 0; i < samples.length; i++) {
            double turn = 2 * Math.PI * (state.frequency() * i / rate - n / 3.0);
            samples[i] = Math.sqrt(2) * fundamental * Math.cos(turn - lag);
            for (int order = 2; order <= 15; order++) {
                samples[i] += Math.sqrt(2) * phase.currentHarmonics().get(order - 2) * Math.cos(order * turn + order);
            }
        }
        return samples;
    }

    @Test
    void ofEnergyInCounters() {
        EnergyCounter imported = new EnergyCounter(new CounterRules(0, 50_000, Duration.ofMinutes(30)));
        EnergyCounter floored = new EnergyCounter(CounterRules.UNKNOWN);
        Demand demand = new Demand(Duration.ofMinutes(15), ZoneOffset.UTC);
        List<Demand.Block> blocks = new ArrayList<>();
        for (int minute = 0; minute <= 1_440; minute++) {
            Instant time = DAY.plusSeconds(60L * minute);
            double wattHours = building.at(time).activeImport();
            for (Consumption each : imported.read(time, wattHours).consumptions()) {
                blocks.addAll(demand.add(each));
            }
            floored.read(time, Math.floor(wattHours));
        }
        double day = building.at(DAY.plusSeconds(86_400)).activeImport()
                - building.at(DAY).activeImport();
        assertEquals(day, imported.total(), 1e-5);
        assertEquals(day, floored.total(), 1);
        assertEquals(96, blocks.size());
        double most = 0;
        for (Demand.Block block : blocks) {
            assertTrue(block.isWhole());
            double energy = building.at(block.start().plusSeconds(900)).activeImport()
                    - building.at(block.start()).activeImport();
            assertEquals(4 * energy, block.watts(), 1e-5);
            most = Math.max(most, block.watts());
        }
        assertEquals(most, demand.maximum().orElseThrow().watts(), 1e-9);
        assertEquals(day / 24 / most, demand.loadFactor().getAsDouble(), 1e-9);
        assertTrue(demand.baseLoad().getAsDouble() < day / 24);
    }

    private static double distortion(Phase phase) {
        return Math.sqrt(phase.currentHarmonics().stream()
                .mapToDouble(current -> current * current)
                .sum());
    }

    private static void assertClose(double expected, double found, double scale) {
        assertEquals(expected, found, EXACT * scale);
    }
}
