package org.metergate.analysis.series;

/** Local regression at even steps: a straight line through the nearest values, weighted by the tricube of their distance. */
final class Loess {
    private static final int MOST_FITS = 2000;

    private Loess() {}

    /**
     * Smooths.
     *
     * @param values NaN is a gap
     * @param weights of each value, 0 or more
     * @param into where to; gaps get a value too
     * @param half steps to either side that count; more where too few values are known
     */
    static void smooth(double[] values, double[] weights, double[] into, int half) {
        int jump = Math.max(1, Math.min(half / 10, values.length / MOST_FITS));
        int last = 0;
        for (int at = 0;
                at < values.length;
                at = at == values.length - 1 ? values.length : Math.min(at + jump, values.length - 1)) {
            into[at] = fit(values, weights, at, half);
            for (int i = last + 1; i < at; i++) { // on the line between two fits
                into[i] = into[last] + (into[at] - into[last]) * (i - last) / (at - last);
            }
            last = at;
        }
    }

    private static double fit(double[] values, double[] weights, int at, int half) {
        for (long width = half; ; width *= 2) {
            int from = (int) Math.max(at - width, 0);
            int to = (int) Math.min(at + width + 1, values.length);
            double reach = Math.max(Math.max(at - from, to - 1 - at), width) + 1;
            double total = 0;
            double x = 0;
            double xx = 0;
            double y = 0;
            double xy = 0;
            for (int i = from; i < to; i++) {
                if (Double.isNaN(values[i]) || weights[i] <= 0) {
                    continue;
                }
                double distance = Math.abs(i - at) / reach;
                double cube = 1 - distance * distance * distance;
                double weight = weights[i] * cube * cube * cube;
                double offset = i - at;
                total += weight;
                x += weight * offset;
                xx += weight * offset * offset;
                y += weight * values[i];
                xy += weight * offset * values[i];
            }
            boolean all = from == 0 && to == values.length;
            double spread = xx - x * x / Math.max(total, Double.MIN_NORMAL);
            if (total > 1e-9) {
                double slope = spread > 1e-9 * total ? (xy - x * y / total) / spread : 0;
                return y / total - slope * x / total;
            }
            if (all) {
                return 0; // nothing is known at all
            }
        }
    }
}
