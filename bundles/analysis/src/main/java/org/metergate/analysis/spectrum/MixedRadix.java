package org.metergate.analysis.spectrum;

import java.util.ArrayList;
import java.util.List;

/** Self-sorting passes (Stockham) over separate real and imaginary parts. */
final class MixedRadix implements Plan {
    /** Those beyond are quicker by the chirp transform. */
    private static final int[] PRIMES = {61, 59, 53, 47, 43, 41, 37, 31, 29, 23, 19, 17, 13, 11, 7};

    /** Buffers of whole pages would lie on the same lines of the cache, which has room for few of them. */
    private static final int ASIDE = 24;

    private final int length;
    private final Pass[] passes;
    private final double[][] buffers;

    /** @param length that {@link #divides} */
    MixedRadix(int length) {
        this.length = length;
        this.buffers = new double[4][length + ASIDE];
        List<Integer> radices = radices(length);
        this.passes = new Pass[radices.size()];
        int stride = 1;
        for (int i = 0; i < passes.length; i++) {
            int radix = radices.get(i);
            int rest = length / stride;
            passes[i] = radix < 7 || radix == 8 ? new Pass(radix, rest, stride) : new OddPass(radix, rest, stride);
            stride *= radix;
        }
    }

    /** @return whether the length has no prime factor but those that there are passes for */
    static boolean divides(int length) {
        return radices(length).stream().reduce(1, (a, b) -> a * b) == length;
    }

    /** In the order of the passes: short loops come first, and go to the radices that mind them least. */
    private static List<Integer> radices(int length) {
        List<Integer> radices = new ArrayList<>();
        int rest = length;
        if (Integer.bitCount(length) == 1 && length >= 8 && Integer.numberOfTrailingZeros(length) % 2 == 1) {
            radices.add(8); // in front of nothing but 4s
            rest /= 8;
        } else if (length % 4 == 0) {
            radices.add(4);
            rest /= 4;
        }
        for (int prime : PRIMES) {
            rest = divide(rest, prime, radices);
        }
        for (int radix : length % 4 == 0 ? new int[] {4, 2, 3, 5} : new int[] {5, 3, 2}) {
            rest = divide(rest, radix, radices);
        }
        return radices;
    }

    private static int divide(int length, int radix, List<Integer> radices) {
        int rest = length;
        for (; rest % radix == 0; rest /= radix) {
            radices.add(radix);
        }
        return rest;
    }

    @Override
    public void transform(double[] real, double[] imaginary) {
        if (passes.length > 0) {
            passes[0].run(real, imaginary, buffers[0], buffers[2]);
            runOthers(real, imaginary);
        }
    }

    @Override
    public void transformPairs(double[] pairs, double[] real, double[] imaginary) {
        int radix = passes.length == 0 ? 1 : passes[0].radix();
        if (radix == 8) {
            passes[0].firstEight(pairs, pairs, buffers[0], buffers[2], 2);
        } else if (radix == 4) {
            passes[0].firstFour(pairs, pairs, buffers[0], buffers[2], 2);
        } else {
            Plan.super.transformPairs(pairs, real, imaginary);
            return;
        }
        runOthers(real, imaginary);
    }

    private void runOthers(double[] real, double[] imaginary) {
        int last = passes.length - 1;
        for (int i = 1; i <= last; i++) {
            double[] fromRe = buffers[(i - 1) % 2];
            double[] fromIm = buffers[2 + (i - 1) % 2];
            passes[i].run(
                    fromRe, fromIm, i == last ? real : buffers[i % 2], i == last ? imaginary : buffers[2 + i % 2]);
        }
        if (last == 0) {
            System.arraycopy(buffers[0], 0, real, 0, length);
            System.arraycopy(buffers[2], 0, imaginary, 0, length);
        }
    }
}
