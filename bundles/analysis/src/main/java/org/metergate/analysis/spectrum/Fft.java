package org.metergate.analysis.spectrum;

import java.util.ArrayList;
import java.util.List;

/**
 * A plan for discrete Fourier transforms of one length: {@code X[k] = sum of x[n] exp(-2 pi i n k / N)}, not divided by N.
 * Self-sorting passes (Stockham) of radix 4, 2, 3 and 5 over separate real and imaginary parts; other factors by the chirp
 * transform (Bluestein). A plan holds buffers: one thread at a time.
 */
public final class Fft {
    /** Longest transform. */
    public static final int LONGEST = 1 << 24;

    private static final double COS_72 = Math.cos(2 * Math.PI / 5);
    private static final double COS_144 = Math.cos(4 * Math.PI / 5);
    private static final double SIN_72 = Math.sin(2 * Math.PI / 5);
    private static final double SIN_144 = Math.sin(4 * Math.PI / 5);
    private static final double SIN_60 = Math.sqrt(3) / 2;

    private final int length;
    private final List<Pass> passes = new ArrayList<>();
    private final double[] re;
    private final double[] im;
    private final Chirp chirp;

    private Fft(int length) {
        this.length = length;
        int rest = length;
        int stride = 1;
        while (rest > 1) {
            int radix = rest % 4 == 0 ? 4 : rest % 2 == 0 ? 2 : rest % 3 == 0 ? 3 : rest % 5 == 0 ? 5 : 0;
            if (radix == 0) {
                break;
            }
            passes.add(new Pass(radix, rest, stride));
            rest /= radix;
            stride *= radix;
        }
        if (rest > 1) {
            passes.clear();
            chirp = new Chirp(length);
            re = new double[0];
            im = new double[0];
        } else {
            chirp = null;
            re = new double[length];
            im = new double[length];
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
        if (chirp != null) {
            chirp.transform(real, imaginary);
            return;
        }
        double[] fromRe = real;
        double[] fromIm = imaginary;
        double[] toRe = re;
        double[] toIm = im;
        for (Pass pass : passes) {
            pass.run(fromRe, fromIm, toRe, toIm);
            double[] swapRe = fromRe;
            double[] swapIm = fromIm;
            fromRe = toRe;
            fromIm = toIm;
            toRe = swapRe;
            toIm = swapIm;
        }
        if (fromRe != real) {
            System.arraycopy(fromRe, 0, real, 0, length);
            System.arraycopy(fromIm, 0, imaginary, 0, length);
        }
    }

    /** One pass over all values: transforms of the radix, then turns. */
    private static final class Pass {
        private final int radix;
        private final int parts;
        private final int stride;
        private final double[] cos;
        private final double[] sin;

        private Pass(int radix, int rest, int stride) {
            this.radix = radix;
            this.parts = rest / radix;
            this.stride = stride;
            this.cos = new double[(radix - 1) * parts];
            this.sin = new double[(radix - 1) * parts];
            for (int p = 0; p < parts; p++) {
                for (int j = 1; j < radix; j++) {
                    double angle = -2 * Math.PI * ((long) p * j % rest) / rest;
                    cos[p * (radix - 1) + j - 1] = Math.cos(angle);
                    sin[p * (radix - 1) + j - 1] = Math.sin(angle);
                }
            }
        }

        private void run(double[] xr, double[] xi, double[] yr, double[] yi) {
            switch (radix) {
                case 4 -> four(xr, xi, yr, yi);
                case 2 -> two(xr, xi, yr, yi);
                case 3 -> three(xr, xi, yr, yi);
                default -> five(xr, xi, yr, yi);
            }
        }

        private void four(double[] xr, double[] xi, double[] yr, double[] yi) {
            int apart = parts * stride;
            for (int p = 0; p < parts; p++) {
                double c1 = cos[3 * p];
                double s1 = sin[3 * p];
                double c2 = cos[3 * p + 1];
                double s2 = sin[3 * p + 1];
                double c3 = cos[3 * p + 2];
                double s3 = sin[3 * p + 2];
                int a = p * stride;
                int b = a + apart;
                int c = b + apart;
                int d = c + apart;
                int e = 4 * p * stride;
                int f = e + stride;
                int g = f + stride;
                int h = g + stride;
                for (int q = 0; q < stride; q++) {
                    double acr = xr[a + q] + xr[c + q];
                    double aci = xi[a + q] + xi[c + q];
                    double amr = xr[a + q] - xr[c + q];
                    double ami = xi[a + q] - xi[c + q];
                    double bdr = xr[b + q] + xr[d + q];
                    double bdi = xi[b + q] + xi[d + q];
                    double bmr = xr[b + q] - xr[d + q];
                    double bmi = xi[b + q] - xi[d + q];
                    yr[e + q] = acr + bdr;
                    yi[e + q] = aci + bdi;
                    double r1 = amr + bmi;
                    double i1 = ami - bmr;
                    double r2 = acr - bdr;
                    double i2 = aci - bdi;
                    double r3 = amr - bmi;
                    double i3 = ami + bmr;
                    yr[f + q] = r1 * c1 - i1 * s1;
                    yi[f + q] = r1 * s1 + i1 * c1;
                    yr[g + q] = r2 * c2 - i2 * s2;
                    yi[g + q] = r2 * s2 + i2 * c2;
                    yr[h + q] = r3 * c3 - i3 * s3;
                    yi[h + q] = r3 * s3 + i3 * c3;
                }
            }
        }

        private void two(double[] xr, double[] xi, double[] yr, double[] yi) {
            int apart = parts * stride;
            for (int p = 0; p < parts; p++) {
                double c = cos[p];
                double s = sin[p];
                int a = p * stride;
                int b = a + apart;
                int e = 2 * p * stride;
                int f = e + stride;
                for (int q = 0; q < stride; q++) {
                    double mr = xr[a + q] - xr[b + q];
                    double mi = xi[a + q] - xi[b + q];
                    yr[e + q] = xr[a + q] + xr[b + q];
                    yi[e + q] = xi[a + q] + xi[b + q];
                    yr[f + q] = mr * c - mi * s;
                    yi[f + q] = mr * s + mi * c;
                }
            }
        }

        private void three(double[] xr, double[] xi, double[] yr, double[] yi) {
            int apart = parts * stride;
            for (int p = 0; p < parts; p++) {
                double c1 = cos[2 * p];
                double s1 = sin[2 * p];
                double c2 = cos[2 * p + 1];
                double s2 = sin[2 * p + 1];
                int a = p * stride;
                int b = a + apart;
                int c = b + apart;
                int e = 3 * p * stride;
                int f = e + stride;
                int g = f + stride;
                for (int q = 0; q < stride; q++) {
                    double sr = xr[b + q] + xr[c + q];
                    double si = xi[b + q] + xi[c + q];
                    double tr = xr[a + q] - 0.5 * sr;
                    double ti = xi[a + q] - 0.5 * si;
                    double ur = SIN_60 * (xi[b + q] - xi[c + q]);
                    double ui = -SIN_60 * (xr[b + q] - xr[c + q]);
                    yr[e + q] = xr[a + q] + sr;
                    yi[e + q] = xi[a + q] + si;
                    yr[f + q] = (tr + ur) * c1 - (ti + ui) * s1;
                    yi[f + q] = (tr + ur) * s1 + (ti + ui) * c1;
                    yr[g + q] = (tr - ur) * c2 - (ti - ui) * s2;
                    yi[g + q] = (tr - ur) * s2 + (ti - ui) * c2;
                }
            }
        }

        private void five(double[] xr, double[] xi, double[] yr, double[] yi) {
            int apart = parts * stride;
            for (int p = 0; p < parts; p++) {
                int a = p * stride;
                int to = 5 * p * stride;
                for (int q = 0; q < stride; q++) {
                    int i0 = a + q;
                    int i1 = i0 + apart;
                    int i2 = i1 + apart;
                    int i3 = i2 + apart;
                    int i4 = i3 + apart;
                    double s1r = xr[i1] + xr[i4];
                    double s1i = xi[i1] + xi[i4];
                    double d1r = xr[i1] - xr[i4];
                    double d1i = xi[i1] - xi[i4];
                    double s2r = xr[i2] + xr[i3];
                    double s2i = xi[i2] + xi[i3];
                    double d2r = xr[i2] - xr[i3];
                    double d2i = xi[i2] - xi[i3];
                    double t1r = xr[i0] + COS_72 * s1r + COS_144 * s2r;
                    double t1i = xi[i0] + COS_72 * s1i + COS_144 * s2i;
                    double t2r = xr[i0] + COS_144 * s1r + COS_72 * s2r;
                    double t2i = xi[i0] + COS_144 * s1i + COS_72 * s2i;
                    double u1r = SIN_72 * d1i + SIN_144 * d2i;
                    double u1i = -SIN_72 * d1r - SIN_144 * d2r;
                    double u2r = SIN_144 * d1i - SIN_72 * d2i;
                    double u2i = -SIN_144 * d1r + SIN_72 * d2r;
                    yr[to + q] = xr[i0] + s1r + s2r;
                    yi[to + q] = xi[i0] + s1i + s2i;
                    turn(p, 0, t1r + u1r, t1i + u1i, yr, yi, to + stride + q);
                    turn(p, 1, t2r + u2r, t2i + u2i, yr, yi, to + 2 * stride + q);
                    turn(p, 2, t2r - u2r, t2i - u2i, yr, yi, to + 3 * stride + q);
                    turn(p, 3, t1r - u1r, t1i - u1i, yr, yi, to + 4 * stride + q);
                }
            }
        }

        private void turn(int p, int j, double r, double i, double[] yr, double[] yi, int at) {
            double c = cos[4 * p + j];
            double s = sin[4 * p + j];
            yr[at] = r * c - i * s;
            yi[at] = r * s + i * c;
        }
    }

    /** Any length, as a convolution with a chirp, which is done by transforms of a power of two. */
    private static final class Chirp {
        private final int length;
        private final Fft inner;
        private final double[] cos;
        private final double[] sin;
        private final double[] kernelRe;
        private final double[] kernelIm;
        private final double[] re;
        private final double[] im;

        private Chirp(int length) {
            this.length = length;
            int size = Integer.highestOneBit(2 * length - 1) * 2;
            this.inner = new Fft(size);
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

        private void transform(double[] real, double[] imaginary) {
            java.util.Arrays.fill(re, 0);
            java.util.Arrays.fill(im, 0);
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
}
