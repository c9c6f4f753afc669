package org.metergate.analysis.electricity;

import static org.metergate.analysis.electricity.Figure.ACTIVE;
import static org.metergate.analysis.electricity.Figure.ANGLE;
import static org.metergate.analysis.electricity.Figure.APPARENT;
import static org.metergate.analysis.electricity.Figure.CURRENT;
import static org.metergate.analysis.electricity.Figure.DISPLACEMENT_FACTOR;
import static org.metergate.analysis.electricity.Figure.DISTORTION;
import static org.metergate.analysis.electricity.Figure.FACTOR;
import static org.metergate.analysis.electricity.Figure.REACTIVE;
import static org.metergate.analysis.electricity.Figure.VOLTAGE;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Finds everything that follows from the figures of one phase. */
final class Derivation {

    private final MeterAccuracy accuracy;

    Derivation(MeterAccuracy accuracy) {
        this.accuracy = accuracy;
    }

    /** Applies the rules until nothing new comes; what was given stays. */
    Figures complete(Figures given) {
        Figures known = given;
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Rule rule : Rule.ALL) {
                OptionalDouble value = known.has(rule.result()) ? OptionalDouble.empty() : rule.apply(known);
                if (value.isPresent() && isSound(rule, known)) {
                    known = known.with(rule.result(), derived(rule, value.getAsDouble(), known));
                    grown = true;
                    break; // the preferred rules come first again
                }
            }
        }
        return known;
    }

    /** No factor beyond 1 comes out of contradicting figures, and no distortion out of the assumption of none. */
    private boolean isSound(Rule rule, Figures known) {
        return switch (rule.result()) {
            case FACTOR -> !exceeds(known, OptionalDouble.empty());
            case DISTORTION -> rule.from().stream()
                    .noneMatch(figure -> known.origin(figure).orElseThrow().sinusoidal());
            default -> true;
        };
    }

    private static Value derived(Rule rule, double value, Figures known) {
        boolean sinusoidal = rule.sinusoidal()
                || rule.from().stream()
                        .anyMatch(figure -> known.origin(figure).orElseThrow().sinusoidal());
        double within = rule.result() == FACTOR ? Math.max(-1, Math.min(1, value)) : value;
        return new Value(within, rule.formula(), sinusoidal);
    }

    /** Whether |P|, or sqrt(P² + Q²), exceeds S by more than the accuracy explains. */
    private boolean exceeds(Figures known, OptionalDouble reactive) {
        double active = known.get(ACTIVE).orElse(0);
        double apparent = known.get(APPARENT).orElse(0);
        double fundamental = Math.hypot(active, reactive.orElse(0));
        return fundamental - apparent > excessLimit(known, active, reactive, apparent);
    }

    private double excessLimit(Figures known, double active, OptionalDouble reactive, double apparent) {
        double ofApparent = known.has(VOLTAGE)
                        && known.has(CURRENT)
                        && !known.origin(APPARENT).orElseThrow().isGiven()
                ? productLimit(known)
                : accuracy.limit(APPARENT, apparent);
        return ofApparent
                + accuracy.limit(ACTIVE, active)
                + (reactive.isPresent() ? accuracy.limit(REACTIVE, reactive.getAsDouble()) : 0);
    }

    private double productLimit(Figures known) {
        double voltage = known.get(VOLTAGE).orElseThrow();
        double current = known.get(CURRENT).orElseThrow();
        return voltage * accuracy.limit(CURRENT, current) + current * accuracy.limit(VOLTAGE, voltage);
    }

    /** Where what was given contradicts what follows from the rest of it. */
    List<Disagreement> disagreements(String where, Figures given) {
        List<Disagreement> found = new ArrayList<>();
        for (Rule check : Rule.CHECKS) {
            OptionalDouble mine = given.get(check.result());
            OptionalDouble derived = mine.isPresent() ? check.apply(given) : mine;
            if (derived.isPresent()) {
                compare(where, check, given, mine.getAsDouble(), derived.getAsDouble(), found);
            }
        }
        addExcess(where, given, found);
        return found;
    }

    private void compare(
            String where, Rule rule, Figures given, double mine, double derived, List<Disagreement> found) {
        double limit = accuracy.limit(rule.result(), mine) + propagated(rule, given, derived);
        double difference = difference(rule.result(), mine, derived);
        if (difference > limit) {
            found.add(new Disagreement(where, rule.result(), mine, derived, rule.formula(), limit));
        }
    }

    /** A factor's sign is a matter of the maker's taste, and an angle has no end. */
    private static double difference(Figure figure, double mine, double derived) {
        return switch (figure) {
            case FACTOR, DISPLACEMENT_FACTOR -> Math.abs(Math.abs(mine) - Math.abs(derived));
            case ANGLE -> Math.abs(Math.IEEEremainder(mine - derived, 360));
            default -> Math.abs(mine - derived);
        };
    }

    /** How far the accuracy of what a rule takes moves what it gives: the sum over each by itself, the worst case. */
    private double propagated(Rule rule, Figures given, double derived) {
        double sum = 0;
        for (int i = 0; i < rule.from().size(); i++) {
            double worst = 0;
            for (int sign = -1; sign <= 1; sign += 2) {
                double[] values = rule.from().stream()
                        .mapToDouble(figure -> given.get(figure).orElseThrow())
                        .toArray();
                values[i] += sign * accuracy.limit(rule.from().get(i), values[i]);
                OptionalDouble moved = rule.of(values);
                worst = Math.max(
                        worst,
                        moved.isPresent()
                                ? difference(rule.result(), moved.getAsDouble(), derived)
                                : Double.POSITIVE_INFINITY);
            }
            sum += worst;
        }
        return sum;
    }

    private void addExcess(String where, Figures given, List<Disagreement> found) {
        Figures known = given.has(APPARENT) || !given.has(VOLTAGE) || !given.has(CURRENT)
                ? given
                : given.with(
                        APPARENT,
                        new Value(
                                given.get(VOLTAGE).getAsDouble()
                                        * given.get(CURRENT).getAsDouble(),
                                "U·I",
                                false));
        if (!known.has(ACTIVE) || !known.has(APPARENT)) {
            return;
        }
        OptionalDouble reactive = known.get(REACTIVE);
        if (exceeds(known, reactive)) {
            double active = known.get(ACTIVE).getAsDouble();
            double apparent = known.get(APPARENT).getAsDouble();
            found.add(new Disagreement(
                    where,
                    APPARENT,
                    apparent,
                    Math.hypot(active, reactive.orElse(0)),
                    reactive.isPresent() ? "sqrt(P² + Q²), which is never more," : "|P|, which is never more,",
                    excessLimit(known, active, reactive, apparent)));
        }
    }
}
