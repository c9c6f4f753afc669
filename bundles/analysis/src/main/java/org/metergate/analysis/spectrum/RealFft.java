package org.metergate.analysis.spectrum;

/**
 * A plan for transforms of real values of one even length, by a complex transform of half of it. A plan holds buffers: one
 * thread at a time.
 */
public final class RealFft {
    private final int half;
    private final Fft complex;
    private final double[] cos;
    private final double[] sin;
    private final double[] re;
    private final double[] im;

    private RealFft(int length) {
        this.half = length / 2;
        this.complex = Fft.of(half);
        this.cos = new double[half + 1];
        this.sin = new double[half + 1];
        this.re = new double[half];
        this.im = new double[half];
        for (int k = 0; k <= half; k++) {
            cos[k] = Math.cos(-Math.PI * k / half);
            sin[k] = Math.sin(-Math.PI * k / half);
        }
    }

    /**
     * Makes a plan.
     *
     * @param length number of values, even, 2 or more
     * @return the plan
     * @throws IllegalArgumentException if it is odd or out of range
     */
    public static RealFft of(int length) {
        if (length < 2 || length % 2 != 0) {
            throw new IllegalArgumentException("the length is " + length + "; expected an even one, 2 or more");
        }
        return new RealFft(length);
    }

    /**
     * Transforms.
     *
     * @param values as many as the plan says; not changed
     * @param real parts of bins 0 to length / 2, both included: where to
     * @param imaginary parts likewise
     */
    public void transform(double[] values, double[] real, double[] imaginary) {
        complex.transformPairs(values, re, im);
        real[0] = re[0] + im[0];
        imaginary[0] = 0;
        real[half] = re[0] - im[0];
        imaginary[half] = 0;
        for (int k = 1; k <= half / 2; k++) { // even and odd values of both ends at once
            int other = half - k;
            double evenRe = 0.5 * (re[k] + re[other]);
            double evenIm = 0.5 * (im[k] - im[other]);
            double oddRe = 0.5 * (im[k] + im[other]);
            double oddIm = -0.5 * (re[k] - re[other]);
            double turnedRe = oddRe * cos[k] - oddIm * sin[k];
            double turnedIm = oddRe * sin[k] + oddIm * cos[k];
            real[k] = evenRe + turnedRe;
            imaginary[k] = evenIm + turnedIm;
            real[other] = evenRe - turnedRe;
            imaginary[other] = turnedIm - evenIm;
        }
    }
}
