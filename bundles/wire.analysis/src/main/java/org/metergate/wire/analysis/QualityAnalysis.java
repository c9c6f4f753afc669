package org.metergate.wire.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.eclipse.kura.type.TypedValue;
import org.metergate.analysis.electricity.CapacitorBank;
import org.metergate.analysis.electricity.Disagreement;
import org.metergate.analysis.electricity.Electricity;
import org.metergate.analysis.electricity.Figure;
import org.metergate.analysis.electricity.Figures;
import org.metergate.analysis.electricity.Unbalance;
import org.metergate.analysis.voltage.VoltageLevel;

/** Judges the power quality of one record by itself: levels, THD, unbalance, capacitors, contradictions. */
final class QualityAnalysis {
    /** Readings further apart are not of one moment, and may differ. */
    private static final long ONE_MOMENT_MILLIS = 2_000;

    private final AnalysisSettings settings;
    private final QualitySettings quality;
    private final Waveforms waveforms;
    private final List<Input> electrical = new ArrayList<>();

    QualityAnalysis(AnalysisSettings settings, Waveforms waveforms) {
        this.settings = settings;
        this.waveforms = waveforms;
        this.quality = settings.quality();
    }

    /**
     * @param record by name, as a WireAsset makes it
     * @return results by name; empty if the record has nothing to do with electricity
     */
    Map<String, TypedValue<?>> of(Map<String, TypedValue<?>> record) {
        Results results = new Results(settings.emitErrors());
        List<Figures> phases = new ArrayList<>();
        List<Input> voltages = new ArrayList<>();
        List<Input> currents = new ArrayList<>();
        for (int n = 1; n <= settings.phases(); n++) {
            Map<Figure, Input> inputs = inputs(record, n);
            voltages.add(inputs.get(Figure.VOLTAGE));
            currents.add(inputs.get(Figure.CURRENT));
            level(results, n, inputs.get(Figure.VOLTAGE));
            thd(record, results, "THDU" + n, AnalysisSettings.ofPhase(quality.thdVoltage(), n));
            thd(record, results, "THDI" + n, AnalysisSettings.ofPhase(quality.thdCurrent(), n));
            phases.add(figures(inputs));
        }
        Map<Figure, Input> totals = settings.phases() == 1 && !measured(phases).isEmpty()
                ? Map.of()
                : totals(record); // they are the phase's
        totals.values().stream().filter(Input::known).forEach(electrical::add);
        if (!electrical.isEmpty()) {
            Electricity all = Electricity.of(measured(phases), figures(totals), quality.accuracy());
            whole(results, all, voltages, currents);
        }
        new WaveformAnalysis(settings, waveforms).of(record, results);
        return results.properties();
    }

    private Map<Figure, Input> totals(Map<String, TypedValue<?>> record) {
        Map<Figure, Input> totals = new LinkedHashMap<>();
        totals.put(Figure.ACTIVE, Input.of(record, settings.activeTotal(), "W"));
        totals.put(Figure.REACTIVE, Input.of(record, settings.reactiveTotal(), "var"));
        totals.put(
                Figure.APPARENT,
                Input.of(record, whole(quality.apparent()), "VA").rms());
        totals.put(Figure.FACTOR, Input.of(record, whole(quality.factor()), "").within(1));
        return totals;
    }

    /** A meter with totals only has no phases. */
    private static List<Figures> measured(List<Figures> phases) {
        return phases.stream().allMatch(Figures.NONE::equals) ? List.of() : phases;
    }

    /** Of {@code S{n}} the total is {@code S}. */
    private static String whole(String pattern) {
        return pattern.replace("{n}", "");
    }

    private Map<Figure, Input> inputs(Map<String, TypedValue<?>> record, int n) {
        Map<Figure, Input> inputs = new LinkedHashMap<>();
        put(inputs, record, Figure.VOLTAGE, settings.voltage(), n);
        put(inputs, record, Figure.CURRENT, settings.current(), n);
        put(inputs, record, Figure.ACTIVE, settings.active(), n);
        put(inputs, record, Figure.REACTIVE, settings.reactive(), n);
        put(inputs, record, Figure.APPARENT, quality.apparent(), n);
        put(inputs, record, Figure.FACTOR, quality.factor(), n);
        put(inputs, record, Figure.ANGLE, quality.angle(), n);
        put(inputs, record, Figure.VOLTAGE_ANGLE, quality.voltageAngle(), n);
        inputs.values().stream().filter(Input::known).forEach(electrical::add);
        return inputs;
    }

    private static void put(
            Map<Figure, Input> inputs, Map<String, TypedValue<?>> record, Figure figure, String pattern, int n) {
        Input input = Input.of(record, AnalysisSettings.ofPhase(pattern, n), figure.unit());
        inputs.put(
                figure,
                switch (figure) {
                    case VOLTAGE, CURRENT, APPARENT -> input.rms();
                    case FACTOR -> input.within(1);
                    case ANGLE, VOLTAGE_ANGLE -> input.within(360);
                    default -> input;
                });
    }

    private static Figures figures(Map<Figure, Input> inputs) {
        Figures figures = Figures.NONE;
        for (Map.Entry<Figure, Input> entry : inputs.entrySet()) {
            figures = figures.with(entry.getKey(), entry.getValue().value());
        }
        return figures;
    }

    private void level(Results results, int n, Input voltage) {
        OptionalDouble value = voltage.value();
        results.text(
                "U" + n + ".level",
                value.isPresent()
                        ? Optional.of(VoltageLevel.of(value.getAsDouble(), quality.nominalVoltage())
                                .name())
                        : Optional.empty(),
                List.of(voltage));
    }

    /** The meter's own register. */
    private void thd(Map<String, TypedValue<?>> record, Results results, String name, String channel) {
        Input thd = Input.of(record, channel, "%").rms();
        OptionalDouble value = thd.value();
        results.text(
                name + ".class",
                value.isPresent()
                        ? Optional.of(
                                quality.thdLimits().classOf(value.getAsDouble()).name())
                        : Optional.empty(),
                List.of(thd));
        if (!channel.equals(name)) {
            results.number(name, "%", value, List.of(thd));
        }
    }

    private void whole(Results results, Electricity all, List<Input> voltages, List<Input> currents) {
        Figures total = all.total();
        List<Input> known = electrical.stream().filter(input -> !input.failed()).toList();
        results.number("S.vector", "VA", all.vectorApparent(), known);
        results.number("PF.vector", "", all.vectorFactor(), known);
        results.number("N", "var", total.get(Figure.NONACTIVE), known);
        if (total.has(Figure.ACTIVE) && total.has(Figure.REACTIVE)) {
            double bank = CapacitorBank.to(
                            quality.target(),
                            total.get(Figure.ACTIVE).getAsDouble(),
                            total.get(Figure.REACTIVE).getAsDouble())
                    .map(CapacitorBank::reactive)
                    .orElse(0.0);
            results.number("capacitor", "var", OptionalDouble.of(bank), known);
        }
        if (settings.phases() == 3) {
            unbalance(results, "unbalance.U", all.voltageUnbalance(), voltages);
            unbalance(results, "unbalance.I", all.currentUnbalance(), currents);
            results.number("I.neutral", "A", all.neutralCurrent(), known);
        }
        if (areOfOneMoment(known)) {
            String told =
                    all.disagreements().stream().map(Disagreement::toString).collect(Collectors.joining("; "));
            results.text("contradiction", told.isEmpty() ? Optional.empty() : Optional.of(told), known);
        }
    }

    private static void unbalance(Results results, String name, Optional<Unbalance> unbalance, List<Input> inputs) {
        results.number(
                name, "%", unbalance.map(it -> OptionalDouble.of(it.percent())).orElse(OptionalDouble.empty()), inputs);
        results.text(name + ".kind", unbalance.map(it -> it.kind().name()), inputs);
    }

    private static boolean areOfOneMoment(List<Input> inputs) {
        List<Long> times = inputs.stream()
                .map(Input::time)
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong)
                .sorted()
                .toList();
        return !times.isEmpty()
                && times.size() == inputs.size()
                && times.get(times.size() - 1) - times.get(0) <= ONE_MOMENT_MILLIS;
    }
}
