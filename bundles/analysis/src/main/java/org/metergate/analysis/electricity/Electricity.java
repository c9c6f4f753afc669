package org.metergate.analysis.electricity;

import static org.metergate.analysis.electricity.Figure.ACTIVE;
import static org.metergate.analysis.electricity.Figure.APPARENT;
import static org.metergate.analysis.electricity.Figure.CURRENT;
import static org.metergate.analysis.electricity.Figure.FACTOR;
import static org.metergate.analysis.electricity.Figure.REACTIVE;
import static org.metergate.analysis.electricity.Figure.VOLTAGE;
import static org.metergate.analysis.electricity.Figure.VOLTAGE_ANGLE;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * All that follows from what a meter gave at one moment.
 *
 * @param phases one to three, completed
 * @param total of all phases; its apparent power is the meter's own, or else {@link #arithmeticApparent}, or of a meter
 *     with totals only the vector one
 * @param arithmeticApparent sum of the phases' S (IEEE 1459, 3.2.2.5), in VA; empty where a phase is not known
 * @param vectorApparent sqrt(P² + Q²) of the totals (IEEE 1459, 3.2.2.6), in VA; without the distortion power
 * @param disagreements where the meter contradicts itself
 */
public record Electricity(
        List<Figures> phases,
        Figures total,
        OptionalDouble arithmeticApparent,
        OptionalDouble vectorApparent,
        List<Disagreement> disagreements) {

    /**
     * Derives what was not given.
     *
     * @param phases what was given for each phase, L1 first; empty for a meter with totals only
     * @param total what was given for all phases
     * @param accuracy beyond which a contradiction is one
     * @return all figures
     * @throws IllegalArgumentException if there are more than three phases
     */
    public static Electricity of(List<Figures> phases, Figures total, MeterAccuracy accuracy) {
        if (phases.size() > 3) {
            throw new IllegalArgumentException(phases.size() + " phases; expected 0 to 3");
        }
        Derivation derivation = new Derivation(accuracy);
        List<Figures> complete = phases.stream().map(derivation::complete).toList();
        List<Disagreement> found = new ArrayList<>();
        for (int n = 0; n < phases.size(); n++) {
            found.addAll(derivation.disagreements(Integer.toString(n + 1), phases.get(n)));
        }
        found.addAll(derivation.disagreements("", total));
        OptionalDouble arithmetic = sum(complete, APPARENT);
        Figures sums = total;
        sums = adding(sums, ACTIVE, complete, "sum of P", accuracy, found);
        sums = adding(sums, REACTIVE, complete, "sum of Q", accuracy, found);
        OptionalDouble vector = sums.has(ACTIVE) && sums.has(REACTIVE)
                ? OptionalDouble.of(Math.hypot(
                        sums.get(ACTIVE).getAsDouble(), sums.get(REACTIVE).getAsDouble()))
                : OptionalDouble.empty();
        checkApparent(total, complete, arithmetic, vector, accuracy, found);
        if (!sums.has(APPARENT) && arithmetic.isPresent()) {
            sums = sums.with(APPARENT, new Value(arithmetic.getAsDouble(), "sum of S", assumed(complete, APPARENT)));
        }
        boolean totalsOnly = complete.isEmpty();
        if (!totalsOnly && !sums.has(APPARENT) && !sums.has(FACTOR)) {
            return new Electricity(complete, withoutApparent(derivation, sums), arithmetic, vector, found);
        }
        return new Electricity(complete, derivation.complete(sums), arithmetic, vector, found);
    }

    public Electricity {
        phases = List.copyOf(phases);
        disagreements = List.copyOf(disagreements);
    }

    /** @return P over the arithmetic apparent power, -1 to 1 */
    public OptionalDouble arithmeticFactor() {
        return factor(arithmeticApparent);
    }

    /** @return P over the vector apparent power, -1 to 1; on balanced sinusoidal phases the same */
    public OptionalDouble vectorFactor() {
        return factor(vectorApparent);
    }

    /** @return unbalance of the voltages, negative sequence where their angles are known; empty unless three are */
    public Optional<Unbalance> voltageUnbalance() {
        return unbalance(
                VOLTAGE, phases.stream().map(phase -> phase.get(VOLTAGE_ANGLE)).toList());
    }

    /** @return unbalance of the currents, negative sequence where all angles are known; empty unless three are */
    public Optional<Unbalance> currentUnbalance() {
        return unbalance(CURRENT, currentAngles());
    }

    /**
     * The current of the neutral: the sum of the currents as phasors.
     *
     * @return rms of the fundamental in A; empty unless voltages' and currents' angles are known. Harmonics of order
     *     3, 9, 15 add up in the neutral and are not in it
     */
    public OptionalDouble neutralCurrent() {
        double real = 0;
        double imaginary = 0;
        List<OptionalDouble> angles = currentAngles();
        for (int n = 0; n < phases.size(); n++) {
            OptionalDouble current = phases.get(n).get(CURRENT);
            if (current.isEmpty() || angles.get(n).isEmpty()) {
                return OptionalDouble.empty();
            }
            real += current.getAsDouble()
                    * Math.cos(Math.toRadians(-angles.get(n).getAsDouble()));
            imaginary += current.getAsDouble()
                    * Math.sin(Math.toRadians(-angles.get(n).getAsDouble()));
        }
        return phases.size() < 3 ? OptionalDouble.empty() : OptionalDouble.of(Math.hypot(real, imaginary));
    }

    private OptionalDouble factor(OptionalDouble apparent) {
        OptionalDouble active = total.get(ACTIVE);
        if (active.isEmpty() || apparent.isEmpty() || apparent.getAsDouble() == 0) {
            return OptionalDouble.empty();
        }
        double factor = active.getAsDouble() / apparent.getAsDouble();
        // what two decimals of rounding explain; more is a contradiction, and listed as one
        return Math.abs(factor) > 1.02 ? OptionalDouble.empty() : OptionalDouble.of(Math.max(-1, Math.min(1, factor)));
    }

    private List<OptionalDouble> currentAngles() {
        return phases.stream()
                .map(phase -> phase.has(VOLTAGE_ANGLE) && phase.has(Figure.ANGLE)
                        ? OptionalDouble.of(phase.get(VOLTAGE_ANGLE).getAsDouble()
                                + phase.get(Figure.ANGLE).getAsDouble())
                        : OptionalDouble.empty())
                .toList();
    }

    private Optional<Unbalance> unbalance(Figure figure, List<OptionalDouble> angles) {
        if (phases.size() < 3 || phases.stream().anyMatch(phase -> !phase.has(figure))) {
            return Optional.empty();
        }
        double[] sizes = phases.stream()
                .mapToDouble(phase -> phase.get(figure).getAsDouble())
                .toArray();
        if (angles.stream().allMatch(OptionalDouble::isPresent)) {
            return Unbalance.ofPhasors(
                    sizes,
                    angles.stream().mapToDouble(OptionalDouble::getAsDouble).toArray());
        }
        return Unbalance.ofSizes(sizes);
    }

    /** A phase that is not known leaves the arithmetic apparent power unknown; the vector one is no stand-in for it. */
    private static Figures withoutApparent(Derivation derivation, Figures sums) {
        Figures complete = derivation.complete(sums);
        Figures kept = Figures.NONE;
        for (var entry : complete.values().entrySet()) {
            if (!entry.getValue().sinusoidal()) {
                kept = kept.with(entry.getKey(), entry.getValue());
            }
        }
        return kept;
    }

    private static Figures adding(
            Figures total,
            Figure figure,
            List<Figures> phases,
            String formula,
            MeterAccuracy accuracy,
            List<Disagreement> found) {
        OptionalDouble sum = sum(phases, figure);
        if (sum.isEmpty()) {
            return total;
        }
        if (!total.has(figure)) {
            return total.with(figure, new Value(sum.getAsDouble(), formula, assumed(phases, figure)));
        }
        double given = total.get(figure).getAsDouble();
        double limit = accuracy.limit(figure, given) + limits(phases, figure, accuracy);
        if (Math.abs(given - sum.getAsDouble()) > limit && !assumed(phases, figure)) {
            found.add(new Disagreement("", figure, given, sum.getAsDouble(), formula, limit));
        }
        return total;
    }

    /** A meter's total S may be the arithmetic or the vector one: it is wrong only if it is neither, nor between them. */
    private static void checkApparent(
            Figures total,
            List<Figures> phases,
            OptionalDouble arithmetic,
            OptionalDouble vector,
            MeterAccuracy accuracy,
            List<Disagreement> found) {
        if (!total.has(APPARENT) || arithmetic.isEmpty() || assumed(phases, APPARENT)) {
            return;
        }
        double given = total.get(APPARENT).getAsDouble();
        double limit = accuracy.limit(APPARENT, given) + limits(phases, APPARENT, accuracy);
        double least = Math.min(vector.orElse(arithmetic.getAsDouble()), arithmetic.getAsDouble());
        if (given > arithmetic.getAsDouble() + limit || given < least - limit) {
            found.add(new Disagreement("", APPARENT, given, arithmetic.getAsDouble(), "sum of S", limit));
        }
    }

    private static double limits(List<Figures> phases, Figure figure, MeterAccuracy accuracy) {
        return phases.stream()
                .mapToDouble(phase -> phase.get(figure).getAsDouble())
                .map(value -> accuracy.limit(figure, value))
                .sum();
    }

    private static boolean assumed(List<Figures> phases, Figure figure) {
        return phases.stream()
                .map(phase -> phase.origin(figure))
                .flatMap(Optional::stream)
                .anyMatch(Value::sinusoidal);
    }

    private static OptionalDouble sum(List<Figures> phases, Figure figure) {
        return phases.isEmpty() || phases.stream().anyMatch(phase -> !phase.has(figure))
                ? OptionalDouble.empty()
                : OptionalDouble.of(phases.stream()
                        .mapToDouble(phase -> phase.get(figure).getAsDouble())
                        .sum());
    }
}
