package org.metergate.wire.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.eclipse.kura.type.TypedValue;
import org.metergate.analysis.harmonics.Aggregate;
import org.metergate.analysis.harmonics.HarmonicAnalyser.Result;
import org.metergate.analysis.harmonics.HarmonicWindow;
import org.metergate.analysis.harmonics.PhasePower;

/** Harmonics of the waveforms of one record: blocks of samples, all of one record taken together. */
final class WaveformAnalysis {
    private final AnalysisSettings settings;
    private final QualitySettings quality;
    private final Waveforms waveforms;

    /** A channel with samples. */
    private record Wave(Input input, String name, int phase, boolean voltage, double[] samples) {}

    WaveformAnalysis(AnalysisSettings settings, Waveforms waveforms) {
        this.settings = settings;
        this.waveforms = waveforms;
        this.quality = settings.quality();
    }

    /**
     * @param record by name, as a WireAsset makes it
     * @param results are added to it; none if the record has no waveform
     */
    void of(Map<String, TypedValue<?>> record, Results results) {
        List<Wave> waves = new ArrayList<>();
        for (int n = 1; n <= settings.phases(); n++) {
            add(record, results, waves, n, true);
            add(record, results, waves, n, false);
        }
        if (waves.isEmpty()) {
            return;
        }
        int length = waves.get(0).samples().length;
        for (Wave wave : waves) {
            if (wave.samples().length != length) {
                String reason = "waveforms of different lengths: "
                        + waves.get(0).input().name() + " has " + length + " samples, "
                        + wave.input().name() + " has " + wave.samples().length;
                waves.forEach(each -> results.error("THD" + each.name(), reason));
                return;
            }
        }
        List<Result> windows =
                waveforms.analyse(waves.stream().map(Wave::samples).toArray(double[][]::new));
        if (windows.isEmpty()) {
            String reason = length + " samples at " + quality.rate() + " Hz are less than one window of 200 ms";
            waves.forEach(each -> results.error("THD" + each.name(), reason));
            return;
        }
        publish(waves, windows, results);
    }

    private void add(Map<String, TypedValue<?>> record, Results results, List<Wave> waves, int n, boolean voltage) {
        String channel = AnalysisSettings.ofPhase(voltage ? quality.waveformVoltage() : quality.waveformCurrent(), n);
        String name = (voltage ? "U" : "I") + n;
        Input input = Input.ofBlock(record, channel);
        if (!input.known()) {
            return;
        }
        if (input.failed() || !(record.get(channel).getValue() instanceof byte[] block)) {
            results.error("THD" + name, "not computed without " + channel);
            return;
        }
        try {
            double step = voltage ? quality.voltageStep() : quality.currentStep();
            waves.add(new Wave(input, name, n, voltage, quality.samples().decode(block, step)));
        } catch (IllegalArgumentException e) {
            results.error("THD" + name, channel + ": " + e.getMessage());
        }
    }

    private void publish(List<Wave> waves, List<Result> windows, Results results) {
        List<Input> inputs = waves.stream().map(Wave::input).toList();
        OptionalDouble frequency = windows.stream()
                .filter(Result::hasFrequency)
                .mapToDouble(Result::frequency)
                .average();
        results.number("frequency", "Hz", frequency, inputs);
        for (int i = 0; i < waves.size(); i++) {
            Wave wave = waves.get(i);
            int channel = i;
            Aggregate mean = new Aggregate();
            windows.forEach(window -> mean.add(window.channels().get(channel)));
            channel(wave, mean, windows.get(0).channels().get(i), results);
            for (int other = 0; wave.voltage() && other < waves.size(); other++) {
                if (!waves.get(other).voltage() && waves.get(other).phase() == wave.phase()) {
                    power(wave, waves.get(other), i, other, windows, results);
                }
            }
        }
    }

    private void channel(Wave wave, Aggregate mean, HarmonicWindow first, Results results) {
        List<Input> of = List.of(wave.input());
        results.number(wave.name(), wave.voltage() ? "V" : "A", OptionalDouble.of(mean.rms()), of);
        OptionalDouble thds = mean.thds();
        OptionalDouble percent = thds.isPresent() ? OptionalDouble.of(100 * thds.getAsDouble()) : thds;
        results.number("THD" + wave.name(), "%", percent, of);
        results.text(
                "THD" + wave.name() + ".class",
                percent.isPresent()
                        ? Optional.of(quality.thdLimits()
                                .classOf(percent.getAsDouble())
                                .name())
                        : Optional.empty(),
                of);
        if (!wave.voltage()) {
            results.number(wave.name() + ".K", "", first.kFactor(), of);
        }
        for (int order = 2; order <= Math.min(quality.orders(), mean.highestOrder()); order++) {
            if (mean.subgroup(1) > 0) {
                double part = 100 * mean.subgroup(order) / mean.subgroup(1);
                results.number(wave.name() + ".h" + order, "%", OptionalDouble.of(part), of);
            }
        }
    }

    private static void power(Wave voltage, Wave current, int u, int i, List<Result> windows, Results results) {
        String n = Integer.toString(voltage.phase());
        List<Input> of = List.of(voltage.input(), current.input());
        List<PhasePower> powers = windows.stream()
                .map(window -> new PhasePower(
                        window.channels().get(u), window.channels().get(i)))
                .toList();
        double active =
                powers.stream().mapToDouble(PhasePower::active).average().orElseThrow();
        double reactive = powers.stream()
                .mapToDouble(PhasePower::fundamentalReactive)
                .average()
                .orElseThrow();
        double apparent =
                powers.stream().mapToDouble(PhasePower::apparent).average().orElseThrow();
        results.number("P" + n, "W", OptionalDouble.of(active), of);
        results.number("Q" + n, "var", OptionalDouble.of(reactive), of);
        results.number("S" + n, "VA", OptionalDouble.of(apparent), of);
        results.number(
                "PF" + n,
                "",
                apparent == 0
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(Math.max(-1, Math.min(1, active / apparent))),
                of);
        results.number("DPF" + n, "", powers.get(0).displacementFactor(), of);
    }
}
