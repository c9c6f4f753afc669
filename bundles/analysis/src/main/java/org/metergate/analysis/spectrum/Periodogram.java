package org.metergate.analysis.spectrum;

import java.util.Arrays;

/**
 * The Lomb-Scargle periodogram with a floating mean (Zechmeister and Kürster 2009), of values at even steps of which any may be
 * missing, each weighted by a Hann window so that a strong cycle does not leak over its neighbours. Without a gap it is the
 * windowed periodogram. All sums come from three transforms, so it takes N log N.
 *
 * @param step of the frequencies, in cycles per step of the series
 * @param power 0 to 1 of each frequency, from 0 on: the part of the weighted variance that a sinusoid of it explains
 */
record Periodogram(double step, double[] power) {
    private static final int OVERSAMPLING = 4;

    /**
     * Makes it.
     *
     * @param values NaN is a gap
     * @return up to half a cycle per step; all 0 if nothing varies
     */
    static Periodogram of(double[] values) {
        int size = Integer.highestOneBit(Math.max(values.length * OVERSAMPLING - 1, 1)) * 2;
        double[] weights = weights(values);
        double total = Arrays.stream(weights).sum();
        double mean = 0;
        for (int i = 0; i < values.length; i++) {
            mean += weights[i] > 0 ? weights[i] * values[i] / total : 0;
        }
        double[] weighted = new double[size];
        double variance = 0;
        for (int i = 0; i < values.length; i++) {
            if (weights[i] > 0) {
                weighted[i] = weights[i] / total * (values[i] - mean);
                variance += weights[i] / total * (values[i] - mean) * (values[i] - mean);
            }
        }
        double[] power = new double[size / 2 + 1];
        if (!(variance > 1e-24 * mean * mean) || total <= 0) {
            return new Periodogram(1.0 / size, power);
        }
        double[] mask = new double[size];
        for (int i = 0; i < values.length; i++) {
            mask[i] = weights[i] / total;
        }
        RealFft fft = RealFft.of(size);
        double[] yRe = new double[size / 2 + 1];
        double[] yIm = new double[size / 2 + 1];
        double[] wRe = new double[size / 2 + 1];
        double[] wIm = new double[size / 2 + 1];
        fft.transform(weighted, yRe, yIm);
        fft.transform(mask, wRe, wIm);
        for (int k = 1; k <= size / 2; k++) {
            boolean beyond = 2 * k > size / 2; // the spectrum of real values goes back from there
            int twice = beyond ? size - 2 * k : 2 * k;
            double c = wRe[k];
            double s = -wIm[k];
            double cc = 0.5 * (1 + wRe[twice]) - c * c;
            double ss = 0.5 * (1 - wRe[twice]) - s * s;
            double cs = 0.5 * (beyond ? wIm[twice] : -wIm[twice]) - c * s;
            double yc = yRe[k];
            double ys = -yIm[k];
            double determinant = cc * ss - cs * cs;
            if (determinant > 1e-9) {
                power[k] = (ss * yc * yc + cc * ys * ys - 2 * cs * yc * ys) / (variance * determinant);
            }
        }
        return new Periodogram(1.0 / size, power);
    }

    private static double[] weights(double[] values) {
        double[] weights = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double sine = Math.sin(Math.PI * (i + 0.5) / values.length);
            weights[i] = Double.isNaN(values[i]) ? 0 : sine * sine;
        }
        return weights;
    }
}
