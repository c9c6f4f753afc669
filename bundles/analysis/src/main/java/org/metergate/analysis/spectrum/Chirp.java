package org.metergate.analysis.spectrum;

import java.util.Arrays;

/** Any length, as a convolution with a chirp, which is done by transforms of a power of two. */
final class Chirp implements Plan {
    private final int length;
    private final Plan inner;
    private final double[] cos;
    private final double[] sin;
    private final double[] kernelRe;
    private final double[] kernelIm;
    private final double[] re;
    private final double[] im;

    Chirp(int length) {
        this.length = length;
        int size = Integer.highestOneBit(2 * length - 1) * 2;
        this.inner = Plan.of(size);
        this.cos = new double[length];
        this.sin = new double[length];
        this.kernelRe = new double[size];
        this.kernelIm = new double[size];
        this.re = new double[size];
        this.im = new double[size];
        for (int i = 0; i < length; i++) {
            double angle = Math.PI * ((long) i * i % (2L * length)) / length;
            cos[i] = Math.cos(angle);
            sin[i] = Math.sin(angle);
            kernelRe[i] = cos[i];
            kernelIm[i] = sin[i];
            kernelRe[(size - i) % size] = cos[i];
            kernelIm[(size - i) % size] = sin[i];
        }
        inner.transform(kernelRe, kernelIm);
    }

    @Override
    public void transform(double[] real, double[] imaginary) {
        Arrays.fill(re, 0);
        Arrays.fill(im, 0);
        for (int i = 0; i < length; i++) {
            re[i] = real[i] * cos[i] + imaginary[i] * sin[i];
            im[i] = imaginary[i] * cos[i] - real[i] * sin[i];
        }
        inner.transform(re, im);
        for (int i = 0; i < re.length; i++) { // the conjugate, so that the same transform leads back
            double product = re[i] * kernelRe[i] - im[i] * kernelIm[i];
            im[i] = -(re[i] * kernelIm[i] + im[i] * kernelRe[i]);
            re[i] = product;
        }
        inner.transform(re, im);
        for (int i = 0; i < length; i++) {
            double r = re[i] / re.length;
            double t = -im[i] / re.length;
            real[i] = r * cos[i] + t * sin[i];
            imaginary[i] = t * cos[i] - r * sin[i];
        }
    }
}
