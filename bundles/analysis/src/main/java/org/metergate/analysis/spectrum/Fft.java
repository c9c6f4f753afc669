package org.metergate.analysis.spectrum;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A plan for discrete Fourier transforms of one length: {@code X[k] = sum of x[n] exp(-2 pi i n k / N)}, not divided by N.
 * Self-sorting passes (Stockham) of radix 8, 4, 2, 3 and 5 over separate real and imaginary parts; other factors by the chirp
 * transform (Bluestein). A plan holds buffers: one thread at a time.
 */
public final class Fft {
    /** Longest transform. */
    public static final int LONGEST = 1 << 24;

    private final int length;
    private final List<Pass> passes = new ArrayList<>();
    private final boolean spaced;
    private final double[][] buffers;
    private final Optional<Chirp> chirp;

    Fft(int length) {
        this.length = length;
        List<Integer> radices = new ArrayList<>();
        int rest = length;
        if (Integer.bitCount(length) == 1 && length >= 8 && Integer.numberOfTrailingZeros(length) % 2 == 1) {
            radices.add(8); // in front of nothing but 4s
            rest /= 8;
        }
        for (int radix : new int[] {4, 2, 3, 5}) {
            for (; rest % radix == 0; rest /= radix) {
                radices.add(radix);
            }
        }
        spaced = Integer.bitCount(length) == 1 && length >= 4 << Pass.SPACING;
        if (rest > 1) {
            chirp = Optional.of(new Chirp(length));
            buffers = new double[0][];
            return;
        }
        chirp = Optional.empty();
        buffers = new double[4][spaced ? length + (length >> Pass.SPACING << 3) : length];
        int stride = 1;
        for (int i = 0; i < radices.size(); i++) {
            boolean last = i == radices.size() - 1;
            passes.add(new Pass(radices.get(i), length / stride, stride, spaced && i > 0, spaced && !last));
            stride *= radices.get(i);
        }
    }

    /**
     * Makes a plan.
     *
     * @param length number of values, 1 to {@value #LONGEST}; fastest if 2, 3 and 5 are its only prime factors
     * @return the plan
     * @throws IllegalArgumentException if the length is out of that range
     */
    public static Fft of(int length) {
        if (length < 1 || length > LONGEST) {
            throw new IllegalArgumentException("the length is " + length + "; expected 1 to " + LONGEST);
        }
        return new Fft(length);
    }

    /** @return number of values */
    public int length() {
        return length;
    }

    /**
     * Transforms in place.
     *
     * @param real parts of the values, then of the result
     * @param imaginary parts likewise
     * @throws IllegalArgumentException if an array has another length
     */
    public void transform(double[] real, double[] imaginary) {
        if (real.length != length || imaginary.length != length) {
            throw new IllegalArgumentException(
                    real.length + " and " + imaginary.length + " values; expected " + length);
        }
        if (chirp.isPresent()) {
            chirp.get().transform(real, imaginary);
            return;
        }
        if (passes.isEmpty()) {
            return;
        }
        passes.get(0).run(real, imaginary, buffers[0], buffers[2]);
        runOthers(real, imaginary);
    }

    /**
     * Transforms values that lie in pairs of real and imaginary part.
     *
     * @param pairs twice as many as the length; not changed
     * @param real parts of the result: where to
     * @param imaginary parts likewise
     */
    void transformPairs(double[] pairs, double[] real, double[] imaginary) {
        int radix = passes.isEmpty() ? 0 : passes.get(0).radix();
        if (radix == 8) {
            passes.get(0).firstEight(pairs, pairs, buffers[0], buffers[2], 2);
        } else if (radix == 4) {
            passes.get(0).firstFour(pairs, pairs, buffers[0], buffers[2], 2);
        } else {
            for (int i = 0; i < length; i++) {
                real[i] = pairs[2 * i];
                imaginary[i] = pairs[2 * i + 1];
            }
            transform(real, imaginary);
            return;
        }
        runOthers(real, imaginary);
    }

    private void runOthers(double[] real, double[] imaginary) {
        int last = passes.size() - 1;
        for (int i = 1; i <= last; i++) {
            double[] fromRe = buffers[(i - 1) % 2];
            double[] fromIm = buffers[2 + (i - 1) % 2];
            passes.get(i)
                    .run(fromRe, fromIm, i == last ? real : buffers[i % 2], i == last ? imaginary : buffers[2 + i % 2]);
        }
        if (last == 0) {
            System.arraycopy(buffers[0], 0, real, 0, length);
            System.arraycopy(buffers[2], 0, imaginary, 0, length);
        }
    }
}
