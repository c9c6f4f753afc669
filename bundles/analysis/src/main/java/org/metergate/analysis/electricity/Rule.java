package org.metergate.analysis.electricity;

import static org.metergate.analysis.electricity.Figure.ACTIVE;
import static org.metergate.analysis.electricity.Figure.ANGLE;
import static org.metergate.analysis.electricity.Figure.APPARENT;
import static org.metergate.analysis.electricity.Figure.CURRENT;
import static org.metergate.analysis.electricity.Figure.DISPLACEMENT_FACTOR;
import static org.metergate.analysis.electricity.Figure.DISTORTION;
import static org.metergate.analysis.electricity.Figure.FACTOR;
import static org.metergate.analysis.electricity.Figure.NONACTIVE;
import static org.metergate.analysis.electricity.Figure.REACTIVE;
import static org.metergate.analysis.electricity.Figure.VOLTAGE;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * One definition, read in one direction. The list is in order of preference: what holds always comes before what holds
 * on sinusoidal voltage and current only.
 *
 * @param result what it gives
 * @param formula for people
 * @param sinusoidal whether it holds without harmonics only
 * @param from what it takes
 * @param function of the values in the order of {@code from}; no number where it is not defined
 */
record Rule(Figure result, String formula, boolean sinusoidal, List<Figure> from, ToDoubleFunction<double[]> function) {

    /** Near ±90° the tangent makes any error of P an arbitrary Q. */
    private static final double LEAST_COSINE = 0.02;

    static final List<Rule> ALL = List.of(
            always(APPARENT, "U·I", List.of(VOLTAGE, CURRENT), x -> x[0] * x[1]),
            always(APPARENT, "|P/PF|", List.of(ACTIVE, FACTOR), x -> Math.abs(x[0] / x[1])),
            always(ACTIVE, "PF·S", List.of(FACTOR, APPARENT), x -> x[0] * x[1]),
            always(VOLTAGE, "S/I", List.of(APPARENT, CURRENT), x -> x[0] / x[1]),
            always(CURRENT, "S/U", List.of(APPARENT, VOLTAGE), x -> x[0] / x[1]),
            always(DISPLACEMENT_FACTOR, "cos φ", List.of(ANGLE), x -> cos(x[0])),
            always(REACTIVE, "P·tan φ", List.of(ACTIVE, ANGLE), Rule::reactive),
            always(ANGLE, "atan2(Q, P)", List.of(REACTIVE, ACTIVE), x -> angle(x[0], x[1])),
            always(DISPLACEMENT_FACTOR, "P/sqrt(P² + Q²)", List.of(ACTIVE, REACTIVE), x -> x[0] / hypot(x)),
            sinusoidal(APPARENT, "sqrt(P² + Q²)", List.of(ACTIVE, REACTIVE), Rule::hypot),
            sinusoidal(ACTIVE, "S·cos φ", List.of(APPARENT, ANGLE), x -> x[0] * cos(x[1])),
            sinusoidal(REACTIVE, "S·sin φ", List.of(APPARENT, ANGLE), x -> x[0] * Math.sin(Math.toRadians(x[1]))),
            always(FACTOR, "P/S", List.of(ACTIVE, APPARENT), x -> x[0] / x[1]),
            always(NONACTIVE, "sqrt(S² - P²)", List.of(APPARENT, ACTIVE), x -> side(x[0], x[1])),
            always(DISTORTION, "sqrt(S² - P² - Q²)", List.of(APPARENT, ACTIVE, REACTIVE), Rule::distortion));

    /** What a meter that gives all of it must agree with; each definition once, whichever way it is read. */
    static final List<Rule> CHECKS = List.of(
            always(APPARENT, "U·I", List.of(VOLTAGE, CURRENT), x -> x[0] * x[1]),
            always(FACTOR, "P/S", List.of(ACTIVE, APPARENT), x -> x[0] / x[1]),
            always(FACTOR, "P/(U·I)", List.of(ACTIVE, VOLTAGE, CURRENT), x -> x[0] / (x[1] * x[2])),
            always(DISPLACEMENT_FACTOR, "cos φ", List.of(ANGLE), x -> cos(x[0])),
            always(DISPLACEMENT_FACTOR, "P/sqrt(P² + Q²)", List.of(ACTIVE, REACTIVE), x -> x[0] / hypot(x)),
            always(ANGLE, "atan2(Q, P)", List.of(REACTIVE, ACTIVE), x -> angle(x[0], x[1])));

    /** @return what it gives, empty if something is not known, or it is not defined there */
    OptionalDouble apply(Figures known) {
        double[] values = new double[from.size()];
        for (int i = 0; i < values.length; i++) {
            OptionalDouble value = known.get(from.get(i));
            if (value.isEmpty()) {
                return value;
            }
            values[i] = value.getAsDouble();
        }
        return of(values);
    }

    /** @return what it gives for these values, in the order of {@link #from} */
    OptionalDouble of(double[] values) {
        double value = function.applyAsDouble(values);
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    private static Rule always(Figure result, String formula, List<Figure> from, ToDoubleFunction<double[]> function) {
        return new Rule(result, formula, false, from, function);
    }

    private static Rule sinusoidal(
            Figure result, String formula, List<Figure> from, ToDoubleFunction<double[]> function) {
        return new Rule(result, formula, true, from, function);
    }

    private static double hypot(double[] x) {
        return Math.hypot(x[0], x[1]);
    }

    /** Products, not squares of large numbers: (S - P)(S + P) keeps its digits where P nearly equals S. */
    private static double side(double apparent, double active) {
        return Math.sqrt((apparent - active) * (apparent + active));
    }

    private static double distortion(double[] x) {
        double fundamental = Math.hypot(x[1], x[2]);
        return side(x[0], fundamental);
    }

    private static double reactive(double[] x) {
        double cosine = cos(x[1]);
        return Math.abs(cosine) < LEAST_COSINE ? Double.NaN : x[0] * Math.sin(Math.toRadians(x[1])) / cosine;
    }

    private static double angle(double reactive, double active) {
        return reactive == 0 && active == 0 ? Double.NaN : Math.toDegrees(Math.atan2(reactive, active));
    }

    private static double cos(double degrees) {
        return Math.cos(Math.toRadians(degrees));
    }
}
