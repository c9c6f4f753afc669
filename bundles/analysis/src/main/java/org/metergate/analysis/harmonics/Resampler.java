package org.metergate.analysis.harmonics;

/**
 * Takes samples at times between samples: a sinc under Kaiser's window, tabulated at 512 places between two samples and
 * interpolated by cubics, good to about 1e-9 of what lies below the highest order.
 */
final class Resampler {
    private static final int PLACES = 512;
    private static final double ATTENUATION = 190;

    private final int half;
    private final double[][] table;
    private final double[] weights;

    /** @param band the highest frequency to keep over the sampling rate, below 0.5 */
    Resampler(double band) {
        double transition = Math.max(1 - 2 * band, 0.05);
        half = (int)
                Math.max(8, Math.min(48, Math.ceil((ATTENUATION - 8) / (2.285 * 2 * Math.PI * transition) / 2) + 1));
        weights = new double[2 * half];
        table = new double[PLACES + 3][2 * half];
        double beta = 0.1102 * (Math.min(ATTENUATION, 2.285 * (2 * half - 1) * 2 * Math.PI * transition + 8) - 8.7);
        double atMiddle = bessel(beta);
        for (int row = 0; row < table.length; row++) {
            double fraction = (row - 1) / (double) PLACES;
            for (int tap = 0; tap < 2 * half; tap++) {
                double x = tap - (half - 1) - fraction;
                table[row][tap] = sinc(x) * kaiser(x / half, beta) / atMiddle;
            }
        }
    }

    /** @return samples needed before the first, and after the last time */
    int margin() {
        return half;
    }

    /**
     * @param samples at whole times
     * @param start first time wanted, in samples; {@link #margin} or more, or as many samples are missing
     * @param step between two times, in samples
     * @param out filled from index 0, one array for each of the samples'
     * @param count how many
     */
    void resample(double[][] samples, double start, double step, double[][] out, int count) {
        for (int k = 0; k < count; k++) {
            double time = start + k * step;
            int whole = (int) Math.floor(time);
            weigh(time - whole);
            int first = whole - half + 1;
            for (int channel = 0; channel < samples.length; channel++) {
                double[] of = samples[channel];
                double even = 0;
                double odd = 0;
                for (int tap = 0; tap < weights.length; tap += 2) {
                    even += weights[tap] * of[first + tap];
                    odd += weights[tap + 1] * of[first + tap + 1];
                }
                out[channel][k] = even + odd;
            }
        }
    }

    /** Cubic through the four rows around a place. */
    private void weigh(double fraction) {
        double place = fraction * PLACES;
        int row = Math.min((int) place, PLACES - 1);
        double t = place - row;
        double w0 = -t * (t - 1) * (t - 2) / 6;
        double w1 = (t + 1) * (t - 1) * (t - 2) / 2;
        double w2 = -(t + 1) * t * (t - 2) / 2;
        double w3 = (t + 1) * t * (t - 1) / 6;
        double[] r0 = table[row];
        double[] r1 = table[row + 1];
        double[] r2 = table[row + 2];
        double[] r3 = table[row + 3];
        for (int tap = 0; tap < weights.length; tap++) {
            weights[tap] = w0 * r0[tap] + w1 * r1[tap] + w2 * r2[tap] + w3 * r3[tap];
        }
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }

    private static double kaiser(double x, double beta) {
        return Math.abs(x) > 1 ? 0 : bessel(beta * Math.sqrt(1 - x * x));
    }

    /** The modified Bessel function of order 0, by its series. */
    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > 1e-18 * sum; k++) {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }
}
