package org.metergate.analysis.spectrum;

/** By a complex transform of half of the values, even ones as real and odd ones as imaginary parts. */
final class HalfLength implements RealPlan {
    private final int half;
    private final Plan complex;
    private final double[] cos;
    private final double[] sin;
    private final double[] re;
    private final double[] im;

    HalfLength(int length) {
        this.half = length / 2;
        this.complex = Plan.of(half);
        this.cos = new double[half + 1];
        this.sin = new double[half + 1];
        this.re = new double[half];
        this.im = new double[half];
        for (int k = 0; k <= half; k++) {
            cos[k] = 0.5 * Math.cos(-Math.PI * k / half);
            sin[k] = 0.5 * Math.sin(-Math.PI * k / half);
        }
    }

    @Override
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
            double oddRe = im[k] + im[other];
            double oddIm = re[other] - re[k];
            double turnedRe = oddRe * cos[k] - oddIm * sin[k];
            double turnedIm = oddRe * sin[k] + oddIm * cos[k];
            real[k] = evenRe + turnedRe;
            imaginary[k] = evenIm + turnedIm;
            real[other] = evenRe - turnedRe;
            imaginary[other] = turnedIm - evenIm;
        }
    }
}
