package org.metergate.analysis.spectrum;

/** A pass of an odd prime radix by the definition, with values that have the same cosine taken together. */
final class OddPass extends Pass {
    private final int half;
    private final double[][] cosOfPair;
    private final double[][] sinOfPair;
    private final double[] sumRe;
    private final double[] sumIm;
    private final double[] differenceRe;
    private final double[] differenceIm;

    OddPass(int radix, int rest, int stride) {
        super(radix, rest, stride);
        this.half = radix / 2;
        this.cosOfPair = new double[half][half];
        this.sinOfPair = new double[half][half];
        for (int k = 1; k <= half; k++) {
            for (int j = 1; j <= half; j++) {
                double angle = 2 * Math.PI * (k * j % radix) / radix;
                cosOfPair[k - 1][j - 1] = Math.cos(angle);
                sinOfPair[k - 1][j - 1] = Math.sin(angle);
            }
        }
        this.sumRe = new double[half];
        this.sumIm = new double[half];
        this.differenceRe = new double[half];
        this.differenceIm = new double[half];
    }

    @Override
    void run(double[] xr, double[] xi, double[] yr, double[] yi) {
        for (int p = 0; p < parts; p++) {
            for (int q = 0; q < stride; q++) {
                int from = p * stride + q;
                pair(xr, xi, from);
                one(p, xr[from], xi[from], yr, yi, radix() * p * stride + q);
            }
        }
    }

    private void pair(double[] xr, double[] xi, int from) {
        int apart = parts * stride;
        int a = from + apart;
        int b = from + 2 * half * apart;
        for (int j = 0; j < half; j++) {
            sumRe[j] = xr[a] + xr[b];
            sumIm[j] = xi[a] + xi[b];
            differenceRe[j] = xr[a] - xr[b];
            differenceIm[j] = xi[a] - xi[b];
            a += apart;
            b -= apart;
        }
    }

    private void one(int p, double re, double im, double[] yr, double[] yi, int to) {
        double wholeRe = re;
        double wholeIm = im;
        for (int k = 0; k < half; k++) {
            wholeRe += sumRe[k];
            wholeIm += sumIm[k];
            double evenRe = re;
            double evenIm = im;
            double oddRe = 0;
            double oddIm = 0;
            double[] c = cosOfPair[k];
            double[] s = sinOfPair[k];
            for (int j = 0; j < half; j++) {
                evenRe += c[j] * sumRe[j];
                evenIm += c[j] * sumIm[j];
                oddRe += s[j] * differenceIm[j];
                oddIm -= s[j] * differenceRe[j];
            }
            turn(p, k + 1, evenRe + oddRe, evenIm + oddIm, yr, yi, to);
            turn(p, 2 * half - k, evenRe - oddRe, evenIm - oddIm, yr, yi, to);
        }
        yr[to] = wholeRe;
        yi[to] = wholeIm;
    }

    private void turn(int p, int bin, double re, double im, double[] yr, double[] yi, int to) {
        double c = cos[2 * half * p + bin - 1];
        double s = sin[2 * half * p + bin - 1];
        yr[to + bin * stride] = re * c - im * s;
        yi[to + bin * stride] = re * s + im * c;
    }
}
