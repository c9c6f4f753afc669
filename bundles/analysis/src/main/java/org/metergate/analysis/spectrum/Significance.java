package org.metergate.analysis.spectrum;

import java.util.Arrays;

/**
 * How likely noise makes a peak. The noise may have any colour: a peak is held against the median of its neighbourhood, which
 * in noise is ln 2 times the mean; the power of noise is exponentially distributed.
 */
final class Significance {
    private static final double FEWEST_CYCLES = 4; // with fewer, a slow wandering looks the same

    private final double[] power;
    private final int first;
    private final double independent;
    private final double[] background;

    /**
     * @param periodogram to be judged
     * @param steps of the series, gaps included
     * @param known values
     */
    Significance(Periodogram periodogram, int steps, int known) {
        this.power = periodogram.power();
        double resolution = 1.0 / (steps * periodogram.step()); // bins from one independent frequency to the next
        this.first = (int) Math.ceil(FEWEST_CYCLES * resolution);
        this.independent = Math.max(known / 2.0, 1);
        this.background = background(resolution);
    }

    /** @return the bin that stands out most; below 0 if there is none */
    int strongest() {
        int best = -1;
        double most = 0;
        for (int k = first; k < power.length; k++) {
            double ratio = background[k] > 0 ? power[k] / background[k] : 0;
            boolean peak = power[k] >= power[k - 1] && (k + 1 == power.length || power[k] >= power[k + 1]);
            if (peak && power[k] > most && ratio * Math.log(2) > Math.log(independent)) {
                most = power[k];
                best = k;
            }
        }
        return best;
    }

    /** @return the probability that noise is as strong at this bin, 0 to 1 */
    double single(int k) {
        if (k < 1 || k >= power.length || background[k] <= 0) {
            return 1;
        }
        return Math.exp(-power[k] / background[k] * Math.log(2));
    }

    /** @return the probability that noise is as strong at any bin, 0 to 1 */
    double falseAlarm(int k) {
        return -Math.expm1(independent * Math.log1p(-Math.min(single(k), 1 - 1e-15)));
    }

    private double[] background(double resolution) {
        double[] medians = new double[power.length];
        int at = 1;
        int last = 0;
        while (at < power.length) {
            // as far down as up in ratio, so that a slope of the noise weighs on neither side
            int below = Math.max((int) Math.min(at / 1.6, at - 4 * resolution), 1);
            int above = (int) Math.min(Math.max(at * 1.6, at + 4 * resolution), power.length);
            int half = Math.max((above - below) / 2, 1);
            double[] part = Arrays.copyOfRange(power, Math.min(below, above - 1), above);
            Arrays.sort(part);
            medians[at] = part[part.length / 2];
            for (int i = last + 1; i < at; i++) {
                medians[i] = medians[last] + (medians[at] - medians[last]) * (i - last) / (at - last);
            }
            if (last == 0) {
                Arrays.fill(medians, 0, at, medians[at]);
            }
            last = at;
            at = at == power.length - 1 ? power.length : Math.min(at + Math.max(half / 4, 1), power.length - 1);
        }
        return medians;
    }
}
