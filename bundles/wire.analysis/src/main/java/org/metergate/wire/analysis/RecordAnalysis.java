package org.metergate.wire.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.eclipse.kura.type.TypedValue;
import org.metergate.analysis.Measured;
import org.metergate.analysis.Power;
import org.metergate.analysis.Quadrant;

/** Analyses one record by itself; nothing is remembered from one to the next. */
final class RecordAnalysis {

    /** What the record says of one phase. */
    private record Phase(Input voltage, Input current, Input active, Input reactive) {
        /** U and I where the meter has both, else P and Q; a value that failed changes nothing here. */
        List<Input> ofApparent() {
            return voltage.known() && current.known() ? List.of(voltage, current) : List.of(active, reactive);
        }

        boolean known() {
            return voltage.known() || current.known() || active.known() || reactive.known();
        }

        Power power() {
            return Power.of(new Measured(voltage.value(), current.value(), active.value(), reactive.value()));
        }
    }

    private final AnalysisSettings settings;

    RecordAnalysis(AnalysisSettings settings) {
        this.settings = settings;
    }

    /**
     * Computes what can be computed.
     *
     * @param record by name, as a WireAsset makes it
     * @return results by name; empty if the record has nothing to do with electricity
     */
    Map<String, TypedValue<?>> of(Map<String, TypedValue<?>> record) {
        Results results = new Results(settings.emitErrors());
        List<Phase> phases = new ArrayList<>();
        for (int n = 1; n <= settings.phases(); n++) {
            Phase phase = phase(record, n);
            phases.add(phase);
            List<Input> powers = List.of(phase.active, phase.reactive);
            put(record, results, Integer.toString(n), phase.power(), phase.ofApparent(), List.of(phase.active), powers);
        }
        total(record, phases, results);
        return results.properties();
    }

    private Phase phase(Map<String, TypedValue<?>> record, int n) {
        return new Phase(
                Input.of(record, AnalysisSettings.ofPhase(settings.voltage(), n), "V")
                        .rms(),
                Input.of(record, AnalysisSettings.ofPhase(settings.current(), n), "A")
                        .rms(),
                Input.of(record, AnalysisSettings.ofPhase(settings.active(), n), "W"),
                Input.of(record, AnalysisSettings.ofPhase(settings.reactive(), n), "var"));
    }

    private void total(Map<String, TypedValue<?>> record, List<Phase> phases, Results results) {
        Input active = Input.of(record, settings.activeTotal(), "W");
        Input reactive = Input.of(record, settings.reactiveTotal(), "var");
        List<Phase> measured = phases.stream().anyMatch(Phase::known) ? phases : List.of();
        Power power = Power.total(
                measured.stream().map(Phase::power).toList(), Measured.total(active.value(), reactive.value()));
        List<Input> ofActive = ofTotal(active, measured, Phase::active);
        List<Input> ofReactive = ofTotal(reactive, measured, Phase::reactive);
        if (!active.known()) {
            results.number(settings.activeTotal(), "W", power.active(), ofActive);
        }
        if (!reactive.known()) {
            results.number(settings.reactiveTotal(), "var", power.reactive(), ofReactive);
        }
        List<Input> ofApparent = measured.isEmpty()
                ? List.of(active, reactive)
                : measured.stream()
                        .flatMap(phase -> phase.ofApparent().stream())
                        .toList();
        put(record, results, "", power, ofApparent, ofActive, join(ofActive, ofReactive));
    }

    private static List<Input> ofTotal(Input total, List<Phase> phases, Function<Phase, Input> part) {
        return total.known() || phases.isEmpty()
                ? List.of(total)
                : phases.stream().map(part).toList();
    }

    private void put(
            Map<String, TypedValue<?>> record,
            Results results,
            String suffix,
            Power power,
            List<Input> ofApparent,
            List<Input> ofActive,
            List<Input> ofPowers) {
        results.number("S" + suffix, "VA", power.apparent(), ofApparent);
        if (power.contradictory()) {
            String reason = "active power exceeds apparent power: the readings are not of one moment";
            results.error("PF" + suffix, reason);
            results.error("PF" + suffix + ".class", reason);
        } else {
            List<Input> ofFactor = join(ofActive, ofApparent);
            results.number("PF" + suffix, "", power.factor(), ofFactor);
            Input given = Input.of(record, "PF" + suffix, "").within(1);
            results.text(
                    "PF" + suffix + ".class",
                    factorClass(given.known() ? given.value() : power.factor()),
                    given.known() ? List.of(given) : ofFactor);
        }
        results.number("DPF" + suffix, "", power.displacementFactor(), ofPowers);
        results.text("quadrant" + suffix, power.quadrant().map(Quadrant::name), ofPowers);
    }

    /** Of the factor that leaves with it: the meter's own, if it gives one. */
    private Optional<String> factorClass(OptionalDouble factor) {
        return factor.isPresent()
                ? Optional.of(settings.quality()
                        .factorLimits()
                        .classOf(factor.getAsDouble())
                        .name())
                : Optional.empty();
    }

    private static List<Input> join(List<Input> some, List<Input> others) {
        List<Input> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }
}
