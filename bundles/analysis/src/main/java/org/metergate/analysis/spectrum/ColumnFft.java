package org.metergate.analysis.spectrum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Transforms of a power of two for many columns at once: value n of all columns is one row, or two, with real and imaginary
 * parts. The plan is a list of steps on whole rows, of radix 4 and at most one of radix 2, in place; {@link #real} and
 * {@link #imaginary} tell in which rows the bins are then.
 */
final class ColumnFft {
    /** What is done with up to four rows. Calls of so many kinds are not inlined: each loop is compiled by itself. */
    private interface Kind {
        void apply(double[] a, double[] b, double[] c, double[] d, Step step, int width);
    }

    private record Step(Kind kind, int a, int b, int c, int d, double cos1, double tan1, double cos3, double tan3) {}

    private static final Kind SUM = (a, b, c, d, step, width) -> Rows.sum(a, b, width);
    private static final Kind SUMS = (a, b, c, d, step, width) -> Rows.sums(a, b, c, d, width);
    private static final Kind SUMS_OF_SUMS = (a, b, c, d, step, width) -> Rows.sumsOfSums(a, b, c, d, width);
    private static final Kind TURN = (a, b, c, d, step, width) -> Rows.turn(a, b, step.cos1, step.tan1, width);
    private static final Kind SUM_AND_TURNED =
            (a, b, c, d, step, width) -> Rows.sumAndTurned(a, b, c, d, step.cos1, step.tan1, width);
    private static final Kind CROSSED =
            (a, b, c, d, step, width) -> Rows.crossed(a, b, c, d, step.cos1, step.tan1, step.cos3, step.tan3, width);
    private static final Kind UNWOVEN =
            (a, b, c, d, step, width) -> Rows.unwoven(a, b, c, d, step.cos1 / 2, step.tan1, width);
    private static final Kind NEGATIVE = (a, b, c, d, step, width) -> Rows.negative(a, width);

    private final List<Step> steps = new ArrayList<>();
    private final int[] real;
    private final int[] imaginary;

    private ColumnFft(int bins) {
        this.real = new int[bins];
        this.imaginary = new int[bins];
    }

    /**
     * Plans transforms of complex numbers.
     *
     * @param size a power of two; real parts are rows 0 to size - 1, imaginary parts the next ones
     * @return the plan
     */
    static ColumnFft ofComplex(int size) {
        ColumnFft plan = new ColumnFft(size);
        Arrays.setAll(plan.real, n -> n);
        Arrays.setAll(plan.imaginary, n -> size + n);
        plan.transform(plan.real, plan.imaginary);
        return plan;
    }

    /**
     * Plans transforms of real numbers, by one of half of the size with even values as real and odd ones as imaginary parts.
     *
     * @param size a power of two from 4 on; value n is row n, and the two rows after these are 0: the imaginary parts of bins 0
     *     and size / 2
     * @return the plan, with bins 0 to size / 2
     */
    static ColumnFft ofReal(int size) {
        int half = size / 2;
        ColumnFft plan = new ColumnFft(half + 1);
        int[] re = new int[half];
        int[] im = new int[half];
        Arrays.setAll(re, n -> 2 * n);
        Arrays.setAll(im, n -> 2 * n + 1);
        plan.transform(re, im);
        plan.unweave(re, im);
        return plan;
    }

    /** @return number of bins */
    int bins() {
        return real.length;
    }

    /** @return for each bin the row with its real parts */
    int[] real() {
        return real;
    }

    /** @return for each bin the row with its imaginary parts */
    int[] imaginary() {
        return imaginary;
    }

    /**
     * Transforms.
     *
     * @param rows the values of all columns, then their bins
     * @param width number of columns
     */
    void run(double[][] rows, int width) {
        for (Step step : steps) {
            step.kind.apply(rows[step.a], rows[step.b], rows[step.c], rows[step.d], step, width);
        }
    }

    /** Adds the steps that transform the values in these rows, decimating in frequency, and puts the rows of bins there. */
    private void transform(int[] re, int[] im) {
        int size = re.length;
        if (size == 1) {
            return;
        }
        int radix = Integer.numberOfTrailingZeros(size) % 2 == 1 ? 2 : 4;
        int parts = size / radix;
        int[][] partRe = new int[radix][parts];
        int[][] partIm = new int[radix][parts];
        for (int j = 0; j < parts; j++) {
            if (radix == 2) {
                two(re, im, j);
            } else {
                four(re, im, j);
            }
            for (int part = 0; part < radix; part++) {
                partRe[part][j] = re[part * parts + j];
                partIm[part][j] = im[part * parts + j];
            }
        }
        for (int part = 0; part < radix; part++) {
            transform(partRe[part], partIm[part]);
            for (int k = 0; k < parts; k++) {
                re[radix * k + part] = partRe[part][k];
                im[radix * k + part] = partIm[part][k];
            }
        }
    }

    private void two(int[] re, int[] im, int a) {
        int b = a + re.length / 2;
        if (a == 0) {
            add(SUMS, re[a], re[b], im[a], im[b], 0, 0);
        } else {
            double angle = -2 * Math.PI * a / re.length;
            add(SUM_AND_TURNED, re[a], im[a], re[b], im[b], angle, 0);
        }
    }

    private void four(int[] re, int[] im, int a) {
        int b = a + re.length / 4;
        int c = b + re.length / 4;
        int d = c + re.length / 4;
        double angle = -2 * Math.PI * a / re.length;
        add(SUMS_OF_SUMS, re[a], re[c], re[b], re[d], 0, 0);
        add(SUMS_OF_SUMS, im[a], im[c], im[b], im[d], 0, 0);
        if (a == 0) {
            add(SUMS, re[b], im[d], im[b], re[d], 0, 0);
        } else {
            add(CROSSED, re[b], im[b], re[d], im[d], angle, 3 * angle);
            add(TURN, re[c], im[c], re[c], im[c], 2 * angle, 0);
        }
        int third = im[b]; // the first is now in both real rows, the third in both imaginary ones
        im[b] = re[d];
        re[d] = im[d];
        im[d] = third;
    }

    private void unweave(int[] re, int[] im) {
        int half = re.length;
        int middle = half / 2;
        add(SUM, re[0], im[0], re[0], im[0], 0, 0);
        put(0, re[0], 2 * half);
        put(half, im[0], 2 * half + 1);
        for (int k = 1; k < middle; k++) {
            int other = half - k;
            add(UNWOVEN, re[k], im[k], re[other], im[other], -Math.PI * k / half, 0);
            put(k, re[k], re[other]);
            put(other, im[k], im[other]);
        }
        add(NEGATIVE, im[middle], im[middle], im[middle], im[middle], 0, 0);
        put(middle, re[middle], im[middle]);
    }

    private void put(int bin, int re, int im) {
        real[bin] = re;
        imaginary[bin] = im;
    }

    private void add(Kind kind, int a, int b, int c, int d, double angle1, double angle3) {
        steps.add(new Step(kind, a, b, c, d, Math.cos(angle1), Math.tan(angle1), Math.cos(angle3), Math.tan(angle3)));
    }
}
