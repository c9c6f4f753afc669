package org.metergate.analysis.spectrum;

/**
 * The arithmetic of butterflies, for whole rows of values at once. Every loop here is one that the JVM turns into vector
 * instructions, JDK 17 included: each array with the bare index, few operations, and no value times two different factors. That
 * is why angles come as cosine and tangent, {@code cos (x - y tan)}; the tangent of a right angle is large, not infinite.
 */
final class Rows {
    private Rows() {}

    /** {@code a + b} and {@code a - b}. */
    static void sum(double[] a, double[] b, int width) {
        for (int q = 0; q < width; q++) {
            double x = a[q];
            double y = b[q];
            a[q] = x + y;
            b[q] = x - y;
        }
    }

    /** {@code a + b} and {@code a - b}, {@code c + d} and {@code c - d}. */
    static void sums(double[] a, double[] b, double[] c, double[] d, int width) {
        for (int q = 0; q < width; q++) {
            double x = a[q];
            double y = b[q];
            a[q] = x + y;
            b[q] = x - y;
            double z = c[q];
            double w = d[q];
            c[q] = z + w;
            d[q] = z - w;
        }
    }

    /** {@code a + b + c + d}, {@code a + b - (c + d)}, {@code a - b} and {@code c - d}. */
    static void sumsOfSums(double[] a, double[] b, double[] c, double[] d, int width) {
        for (int q = 0; q < width; q++) {
            double x = a[q];
            double y = b[q];
            double z = c[q];
            double w = d[q];
            a[q] = x + y + (z + w);
            b[q] = x + y - (z + w);
            c[q] = x - y;
            d[q] = z - w;
        }
    }

    /** The complex number is turned. */
    static void turn(double[] re, double[] im, double cos, double tan, int width) {
        for (int q = 0; q < width; q++) {
            double x = re[q];
            double y = im[q];
            re[q] = cos * (x - y * tan);
            im[q] = cos * (y + x * tan);
        }
    }

    /** Each complex number is turned by an angle of its own. */
    static void turnEach(double[] re, double[] im, double[] cos, double[] sin, int width) {
        for (int q = 0; q < width; q++) {
            double x = re[q];
            double y = im[q];
            re[q] = x * cos[q] - y * sin[q];
            im[q] = y * cos[q] + x * sin[q];
        }
    }

    /** The sum of two complex numbers, and their difference turned. */
    static void sumAndTurned(double[] ar, double[] ai, double[] br, double[] bi, double cos, double tan, int width) {
        for (int q = 0; q < width; q++) {
            double xr = ar[q];
            double xi = ai[q];
            double yr = br[q];
            double yi = bi[q];
            double r = xr - yr;
            double i = xi - yi;
            ar[q] = xr + yr;
            ai[q] = xi + yi;
            br[q] = cos * (r - i * tan);
            bi[q] = cos * (i + r * tan);
        }
    }

    /** {@code a - ib} turned by the first angle, into (ar, br), and {@code a + ib} by the third, into (bi, ai). */
    static void crossed(
            double[] ar,
            double[] ai,
            double[] br,
            double[] bi,
            double cos1,
            double tan1,
            double cos3,
            double tan3,
            int width) {
        for (int q = 0; q < width; q++) {
            double xr = ar[q];
            double xi = ai[q];
            double yr = br[q];
            double yi = bi[q];
            double r1 = xr + yi;
            double i1 = xi - yr;
            double r3 = xr - yi;
            double i3 = xi + yr;
            ar[q] = cos1 * (r1 - i1 * tan1);
            br[q] = cos1 * (i1 + r1 * tan1);
            bi[q] = cos3 * (r3 - i3 * tan3);
            ai[q] = cos3 * (i3 + r3 * tan3);
        }
    }

    /**
     * From bins k (a) and h - k (b) of a transform of even values as real and odd ones as imaginary parts, bins k, into
     * (ar, br), and h - k, into (ai, bi), of the transform of the values.
     */
    static void unwoven(double[] ar, double[] ai, double[] br, double[] bi, double halfCos, double tan, int width) {
        for (int q = 0; q < width; q++) {
            double xr = ar[q];
            double xi = ai[q];
            double yr = br[q];
            double yi = bi[q];
            double evenRe = 0.5 * (xr + yr);
            double evenIm = 0.5 * (xi - yi);
            double oddRe = xi + yi;
            double oddIm = yr - xr;
            double r = halfCos * (oddRe - oddIm * tan);
            double i = halfCos * (oddIm + oddRe * tan);
            ar[q] = evenRe + r;
            ai[q] = evenRe - r;
            br[q] = i + evenIm;
            bi[q] = i - evenIm;
        }
    }

    /** The opposite numbers. */
    static void negative(double[] a, int width) {
        for (int q = 0; q < width; q++) {
            a[q] = -a[q];
        }
    }
}
