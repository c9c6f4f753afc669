package org.metergate.analysis.electricity;

import java.util.Locale;

/**
 * Figures of a meter that cannot all be true: beyond its accuracy class, what it gave is not what follows from the rest
 * of what it gave. Readings of different moments look the same, so compare figures of one moment only.
 *
 * @param where {@code 1} to {@code 3} for a phase, empty for the total
 * @param figure what differs
 * @param given the meter's own
 * @param derived from its other figures
 * @param formula how
 * @param limit the largest difference that the accuracy explains, of both sides together
 */
public record Disagreement(String where, Figure figure, double given, double derived, String formula, double limit) {

    /** @return how many times the limit the difference is; above 1 */
    public double severity() {
        return Math.abs(Math.abs(given) - Math.abs(derived)) / limit;
    }

    /** @return one sentence for people */
    @Override
    public String toString() {
        String name = figure.symbol() + where;
        return String.format(
                        Locale.ROOT,
                        "%s is %s but %s gives %s; the accuracy allows a difference of %s %s",
                        name,
                        digits(given),
                        formula,
                        digits(derived),
                        digits(limit),
                        figure.unit())
                .strip();
    }

    private static String digits(double value) {
        return String.format(Locale.ROOT, "%.5g", value);
    }
}
