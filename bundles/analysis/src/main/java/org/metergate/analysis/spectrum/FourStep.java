package org.metergate.analysis.spectrum;

/**
 * A transform of a power of two as that of a matrix (Bailey's four steps): its columns are transformed, turned, exchanged with
 * its rows, and transformed again. Bin {@code k} of the first transforms and {@code j} of the second ones give bin
 * {@code k + j * size of the first}. Columns are done in strips that fit the caches.
 */
final class FourStep {
    private static final int STRIP = 256;

    /** Rows that are exchanged at once: what a line of a cache holds. */
    private static final int BLOCK = 8;

    private final int columns;
    private final int bins;
    private final ColumnFft first;
    private final ColumnFft second;
    private final double[][] rows;
    private final double[][][] exchanged;
    private final double[][] cos;
    private final double[][] sin;
    private final double[][] stripCos;
    private final double[][] stripTan;

    /**
     * Makes a plan.
     *
     * @param size of the first transforms, whose bins are a multiple of 8 or one more
     * @param columns size of the second ones, a power of two
     * @param first transforms of real or complex numbers
     * @param lanes rows that the first one needs
     */
    FourStep(int size, int columns, ColumnFft first, int lanes) {
        this.columns = columns;
        this.bins = first.bins();
        this.first = first;
        this.second = ColumnFft.ofComplex(columns);
        this.rows = new double[lanes][width()];
        this.exchanged = new double[Math.max(1, bins / STRIP)][2 * columns][];
        for (int strip = 0; strip < exchanged.length; strip++) {
            for (int lane = 0; lane < 2 * columns; lane++) {
                exchanged[strip][lane] = new double[bin(strip + 1) - bin(strip)];
            }
        }
        this.cos = new double[bins][width()];
        this.sin = new double[bins][width()];
        this.stripCos = new double[strips()][bins];
        this.stripTan = new double[strips()][bins];
        for (int k = 0; k < bins; k++) {
            double angle = -2 * Math.PI * k / ((double) size * columns);
            for (int column = 0; column < width(); column++) {
                cos[k][column] = Math.cos(angle * column);
                sin[k][column] = Math.sin(angle * column);
            }
            for (int strip = 0; strip < strips(); strip++) {
                stripCos[strip][k] = Math.cos(angle * strip * width());
                stripTan[strip][k] = Math.tan(angle * strip * width());
            }
        }
    }

    /** @return strips of columns before the exchange */
    int strips() {
        return columns / width();
    }

    /** @return columns of each of them */
    int width() {
        return Math.min(columns, STRIP);
    }

    /** @return the rows of one strip, to be filled for {@link #transform} */
    double[][] rows() {
        return rows;
    }

    /** @return strips of columns after the exchange */
    int exchangedStrips() {
        return exchanged.length;
    }

    /** @return the bin of the first transforms with which that strip begins */
    int bin(int strip) {
        return strip == exchanged.length ? bins : strip * STRIP;
    }

    /** Transforms, turns and exchanges the rows as they are. */
    void transform(int strip) {
        first.run(rows, width());
        for (int k = 1; k < bins; k++) {
            double[] re = rows[first.real()[k]];
            double[] im = rows[first.imaginary()[k]];
            Rows.turnEach(re, im, cos[k], sin[k], width());
            if (strip > 0) {
                Rows.turn(re, im, stripCos[strip][k], stripTan[strip][k], width());
            }
        }
        int column = strip * width();
        for (int k = 0; k < bins; k += BLOCK) {
            int into = Math.min(k / STRIP, exchanged.length - 1);
            int at = k - bin(into);
            if (k + BLOCK <= bins) {
                exchange(first.real(), k, exchanged[into], column, at);
                exchange(first.imaginary(), k, exchanged[into], columns + column, at);
            } else {
                exchangeOne(rows[first.real()[k]], exchanged[into], column, at);
                exchangeOne(rows[first.imaginary()[k]], exchanged[into], columns + column, at);
            }
        }
    }

    /**
     * Transforms what was exchanged.
     *
     * @param strip which strip of it
     * @return rows for bins {@link #bin bin(strip)} to {@code bin(strip + 1) - 1} of the first transforms, in the order of
     *     {@link #real} and {@link #imaginary}
     */
    double[][] transformExchanged(int strip) {
        second.run(exchanged[strip], exchanged[strip][0].length);
        return exchanged[strip];
    }

    /** @return for each bin of the second transforms the row with its real parts */
    int[] real() {
        return second.real();
    }

    /** @return for each bin of the second transforms the row with its imaginary parts */
    int[] imaginary() {
        return second.imaginary();
    }

    private void exchange(int[] lanes, int k, double[][] into, int column, int at) {
        double[] a = rows[lanes[k]];
        double[] b = rows[lanes[k + 1]];
        double[] c = rows[lanes[k + 2]];
        double[] d = rows[lanes[k + 3]];
        double[] e = rows[lanes[k + 4]];
        double[] f = rows[lanes[k + 5]];
        double[] g = rows[lanes[k + 6]];
        double[] h = rows[lanes[k + 7]];
        for (int q = 0; q < a.length; q++) {
            double[] row = into[column + q];
            row[at] = a[q];
            row[at + 1] = b[q];
            row[at + 2] = c[q];
            row[at + 3] = d[q];
            row[at + 4] = e[q];
            row[at + 5] = f[q];
            row[at + 6] = g[q];
            row[at + 7] = h[q];
        }
    }

    private static void exchangeOne(double[] row, double[][] into, int column, int at) {
        for (int q = 0; q < row.length; q++) {
            into[column + q][at] = row[q];
        }
    }
}
