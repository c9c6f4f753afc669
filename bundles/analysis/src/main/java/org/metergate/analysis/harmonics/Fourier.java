package org.metergate.analysis.harmonics;

import java.util.ArrayList;
import java.util.List;

/**
 * The discrete Fourier transform of a fixed length with factors 2, 3, 4 and 5, complex, forward, not scaled: Stockham's
 * order, so that nothing is permuted. Immutable but for its own scratch; one thread at a time.
 */
final class Fourier {
    private static final double SIN_60 = Math.sqrt(3) / 2;
    private static final double COS_72 = Math.cos(2 * Math.PI / 5);
    private static final double COS_144 = Math.cos(4 * Math.PI / 5);
    private static final double SIN_72 = Math.sin(2 * Math.PI / 5);
    private static final double SIN_144 = Math.sin(4 * Math.PI / 5);

    private final int length;
    private final int[] factors;
    private final double[] cos;
    private final double[] sin;
    private double[] re;
    private double[] im;
    private double[] otherRe;
    private double[] otherIm;

    Fourier(int length) {
        this.length = length;
        factors = factors(length);
        cos = new double[length];
        sin = new double[length];
        for (int k = 0; k < length; k++) {
            cos[k] = Math.cos(2 * Math.PI * k / length);
            sin[k] = -Math.sin(2 * Math.PI * k / length);
        }
        re = new double[length];
        im = new double[length];
        otherRe = new double[length];
        otherIm = new double[length];
    }

    /** @return the least length that this can transform and is even, least or more */
    static int lengthFrom(int least) {
        int length = least + least % 2;
        while (rest(length) != 1) {
            length += 2;
        }
        return length;
    }

    /** @return real part of the input before, of the output after {@link #transform}; changes place with every call */
    double[] re() {
        return re;
    }

    /** As {@link #re}, the imaginary part. */
    double[] im() {
        return im;
    }

    /** Transforms what {@link #re} and {@link #im} hold. */
    void transform() {
        int n = length;
        int stride = 1;
        for (int factor : factors) {
            n /= factor;
            switch (factor) {
                case 2 -> pairs(n, stride);
                case 3 -> triples(n, stride);
                case 4 -> fours(n, stride);
                default -> fives(n, stride);
            }
            stride *= factor;
            double[] lastRe = re;
            re = otherRe;
            otherRe = lastRe;
            double[] lastIm = im;
            im = otherIm;
            otherIm = lastIm;
        }
    }

    private void pairs(int n, int s) {
        for (int p = 0; p < n; p++) {
            double c = cos[p * s];
            double d = sin[p * s];
            for (int q = 0; q < s; q++) {
                int a = q + s * p;
                int b = a + s * n;
                int to = q + s * 2 * p;
                double x = re[a] - re[b];
                double y = im[a] - im[b];
                otherRe[to] = re[a] + re[b];
                otherIm[to] = im[a] + im[b];
                otherRe[to + s] = x * c - y * d;
                otherIm[to + s] = x * d + y * c;
            }
        }
    }

    private void triples(int n, int s) {
        for (int p = 0; p < n; p++) {
            double c1 = cos[p * s];
            double d1 = sin[p * s];
            double c2 = cos[2 * p * s];
            double d2 = sin[2 * p * s];
            for (int q = 0; q < s; q++) {
                int a = q + s * p;
                int b = a + s * n;
                int c = b + s * n;
                int to = q + s * 3 * p;
                double sumRe = re[b] + re[c];
                double sumIm = im[b] + im[c];
                double midRe = re[a] - sumRe / 2;
                double midIm = im[a] - sumIm / 2;
                double turnRe = SIN_60 * (im[b] - im[c]);
                double turnIm = -SIN_60 * (re[b] - re[c]);
                otherRe[to] = re[a] + sumRe;
                otherIm[to] = im[a] + sumIm;
                put(to + s, midRe + turnRe, midIm + turnIm, c1, d1);
                put(to + 2 * s, midRe - turnRe, midIm - turnIm, c2, d2);
            }
        }
    }

    private void fours(int n, int s) {
        for (int p = 0; p < n; p++) {
            double c1 = cos[p * s];
            double d1 = sin[p * s];
            double c2 = cos[2 * p * s];
            double d2 = sin[2 * p * s];
            double c3 = cos[3 * p * s];
            double d3 = sin[3 * p * s];
            for (int q = 0; q < s; q++) {
                int a = q + s * p;
                int b = a + s * n;
                int c = b + s * n;
                int d = c + s * n;
                int to = q + s * 4 * p;
                double evenRe = re[a] + re[c];
                double evenIm = im[a] + im[c];
                double lessRe = re[a] - re[c];
                double lessIm = im[a] - im[c];
                double oddRe = re[b] + re[d];
                double oddIm = im[b] + im[d];
                double turnRe = im[b] - im[d];
                double turnIm = re[d] - re[b];
                otherRe[to] = evenRe + oddRe;
                otherIm[to] = evenIm + oddIm;
                put(to + s, lessRe + turnRe, lessIm + turnIm, c1, d1);
                put(to + 2 * s, evenRe - oddRe, evenIm - oddIm, c2, d2);
                put(to + 3 * s, lessRe - turnRe, lessIm - turnIm, c3, d3);
            }
        }
    }

    private void fives(int n, int s) {
        for (int p = 0; p < n; p++) {
            int turn = p * s;
            for (int q = 0; q < s; q++) {
                int a = q + s * p;
                int b = a + s * n;
                int c = b + s * n;
                int d = c + s * n;
                int e = d + s * n;
                int to = q + s * 5 * p;
                double outerRe = re[b] + re[e];
                double outerIm = im[b] + im[e];
                double innerRe = re[c] + re[d];
                double innerIm = im[c] + im[d];
                double outerLessRe = re[b] - re[e];
                double outerLessIm = im[b] - im[e];
                double innerLessRe = re[c] - re[d];
                double innerLessIm = im[c] - im[d];
                double nearRe = re[a] + COS_72 * outerRe + COS_144 * innerRe;
                double nearIm = im[a] + COS_72 * outerIm + COS_144 * innerIm;
                double farRe = re[a] + COS_144 * outerRe + COS_72 * innerRe;
                double farIm = im[a] + COS_144 * outerIm + COS_72 * innerIm;
                double nearTurnRe = SIN_72 * outerLessIm + SIN_144 * innerLessIm;
                double nearTurnIm = -SIN_72 * outerLessRe - SIN_144 * innerLessRe;
                double farTurnRe = SIN_144 * outerLessIm - SIN_72 * innerLessIm;
                double farTurnIm = -SIN_144 * outerLessRe + SIN_72 * innerLessRe;
                otherRe[to] = re[a] + outerRe + innerRe;
                otherIm[to] = im[a] + outerIm + innerIm;
                put(to + s, nearRe + nearTurnRe, nearIm + nearTurnIm, cos[turn], sin[turn]);
                put(to + 2 * s, farRe + farTurnRe, farIm + farTurnIm, cos[2 * turn], sin[2 * turn]);
                put(to + 3 * s, farRe - farTurnRe, farIm - farTurnIm, cos[3 * turn], sin[3 * turn]);
                put(to + 4 * s, nearRe - nearTurnRe, nearIm - nearTurnIm, cos[4 * turn], sin[4 * turn]);
            }
        }
    }

    private void put(int to, double x, double y, double c, double d) {
        otherRe[to] = x * c - y * d;
        otherIm[to] = x * d + y * c;
    }

    private static int[] factors(int length) {
        List<Integer> found = new ArrayList<>();
        int left = length;
        for (int factor : new int[] {5, 3, 4, 2}) {
            while (left % factor == 0) {
                found.add(factor);
                left /= factor;
            }
        }
        if (left != 1) {
            throw new IllegalArgumentException(length + " has factors other than 2, 3 and 5");
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int rest(int length) {
        int left = length;
        for (int factor : new int[] {2, 3, 5}) {
            while (left % factor == 0) {
                left /= factor;
            }
        }
        return left;
    }
}
