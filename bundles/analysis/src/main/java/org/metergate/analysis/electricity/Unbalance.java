package org.metergate.analysis.electricity;

import java.util.Optional;

/**
 * How far three phases are from one size and 120° of each other.
 *
 * @param percent 0 or more
 * @param kind how it was found: the figures differ, and only the negative sequence is what limits are written for
 */
public record Unbalance(double percent, Kind kind) {

    /** Ways to tell unbalance. */
    public enum Kind {
        /** Negative over positive sequence (IEC 61000-4-30, 5.7.1). */
        NEGATIVE_SEQUENCE,
        /** Largest deviation from the mean over the mean, all that sizes without angles can tell (NEMA MG 1). */
        DEVIATION_FROM_MEAN
    }

    /**
     * Negative over positive sequence.
     *
     * @param sizes of three phasors, 0 or more
     * @param lag of each behind a common reference in degrees
     * @return the unbalance; empty without a positive sequence, as on a supply with left-hand rotation or none at all
     */
    public static Optional<Unbalance> ofPhasors(double[] sizes, double[] lag) {
        double positive = sequence(sizes, lag, 120);
        double negative = sequence(sizes, lag, -120);
        double largest = Math.max(sizes[0], Math.max(sizes[1], sizes[2]));
        return positive <= largest * 1e-9
                ? Optional.empty()
                : Optional.of(new Unbalance(100 * negative / positive, Kind.NEGATIVE_SEQUENCE));
    }

    /**
     * Negative over positive sequence from the voltages between the phases, whose triangle fixes the angles (IEC
     * 61000-4-30, 5.7.1).
     *
     * @param first U12 in V
     * @param second U23 in V
     * @param third U31 in V
     * @return the unbalance; empty if the three make no triangle
     */
    public static Optional<Unbalance> ofLineVoltages(double first, double second, double third) {
        double squares = first * first + second * second + third * third;
        double fourths = Math.pow(first, 4) + Math.pow(second, 4) + Math.pow(third, 4);
        double inner = 3 - 6 * fourths / (squares * squares);
        if (!(inner >= -1e-12 && inner <= 1 + 1e-12)) {
            return Optional.empty();
        }
        double root = Math.sqrt(Math.max(0, inner));
        return Optional.of(new Unbalance(100 * Math.sqrt(Math.max(0, 1 - root) / (1 + root)), Kind.NEGATIVE_SEQUENCE));
    }

    /**
     * Largest deviation from the mean.
     *
     * @param sizes three, 0 or more
     * @return the unbalance; empty if all are 0
     */
    public static Optional<Unbalance> ofSizes(double[] sizes) {
        double mean = (sizes[0] + sizes[1] + sizes[2]) / 3;
        double worst = 0;
        for (double size : sizes) {
            worst = Math.max(worst, Math.abs(size - mean));
        }
        return mean == 0 ? Optional.empty() : Optional.of(new Unbalance(100 * worst / mean, Kind.DEVIATION_FROM_MEAN));
    }

    private static double sequence(double[] sizes, double[] lag, double turn) {
        double real = 0;
        double imaginary = 0;
        for (int n = 0; n < 3; n++) {
            double angle = Math.toRadians(n * turn - lag[n]);
            real += sizes[n] * Math.cos(angle);
            imaginary += sizes[n] * Math.sin(angle);
        }
        return Math.hypot(real, imaginary) / 3;
    }
}
