package org.metergate.analysis.spectrum;

/** One pass over all values: transforms of radix 8, 4, 2, 3 or 5, then turns. Other primes are {@link OddPass}. */
class Pass {
    private static final double QUARTER_ROOT_5 = Math.sqrt(5) / 4;
    private static final double SIN_72 = Math.sin(2 * Math.PI / 5);
    private static final double SIN_144 = Math.sin(4 * Math.PI / 5);
    private static final double HALF_ROOT = Math.sqrt(0.5);
    private static final double SIN_60 = Math.sqrt(3) / 2;

    private final int radix;
    final int parts;
    final int stride;
    final double[] cos;
    final double[] sin;

    /**
     * @param radix 8 (first pass only), 4, 2, 3 or 5
     * @param rest how many values the transforms have that this pass makes parts of
     * @param stride how many such transforms there are, side by side
     */
    Pass(int radix, int rest, int stride) {
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

    int radix() {
        return radix;
    }

    void run(double[] xr, double[] xi, double[] yr, double[] yi) {
        switch (radix) {
            case 8 -> firstEight(xr, xi, yr, yi, 1);
            case 4 -> four(xr, xi, yr, yi);
            case 2 -> two(xr, xi, yr, yi);
            case 3 -> three(xr, xi, yr, yi);
            default -> five(xr, xi, yr, yi);
        }
    }

    /** Two transforms of 4, of even and odd values, and four of 2. */
    void firstEight(double[] xr, double[] xi, double[] yr, double[] yi, int every) {
        int aside = every - 1;
        int apart = every * parts;
        for (int p = 0; p < parts; p++) {
            int a = every * p;
            int b = a + apart;
            int c = b + apart;
            int d = c + apart;
            int e = d + apart;
            int f = e + apart;
            int g = f + apart;
            int h = g + apart;
            double s0r = xr[a] + xr[e];
            double s0i = xi[a + aside] + xi[e + aside];
            double d0r = xr[a] - xr[e];
            double d0i = xi[a + aside] - xi[e + aside];
            double s1r = xr[b] + xr[f];
            double s1i = xi[b + aside] + xi[f + aside];
            double d1r = xr[b] - xr[f];
            double d1i = xi[b + aside] - xi[f + aside];
            double s2r = xr[c] + xr[g];
            double s2i = xi[c + aside] + xi[g + aside];
            double d2r = xr[c] - xr[g];
            double d2i = xi[c + aside] - xi[g + aside];
            double s3r = xr[d] + xr[h];
            double s3i = xi[d + aside] + xi[h + aside];
            double d3r = xr[d] - xr[h];
            double d3i = xi[d + aside] - xi[h + aside];
            int to = 8 * p;
            int turn = 7 * p;
            yr[to] = s0r + s2r + (s1r + s3r);
            yi[to] = s0i + s2i + (s1i + s3i);
            turn(turn + 3, s0r + s2r - (s1r + s3r), s0i + s2i - (s1i + s3i), yr, yi, to + 4);
            turn(turn + 1, s0r - s2r + (s1i - s3i), s0i - s2i - (s1r - s3r), yr, yi, to + 2);
            turn(turn + 5, s0r - s2r - (s1i - s3i), s0i - s2i + (s1r - s3r), yr, yi, to + 6);
            double ar = HALF_ROOT * (d1r - d3r);
            double ai = HALF_ROOT * (d1i - d3i);
            double br = HALF_ROOT * (d1r + d3r);
            double bi = HALF_ROOT * (d1i + d3i);
            turn(turn, d0r + ar + (d2i + bi), d0i + ai - (d2r + br), yr, yi, to + 1);
            turn(turn + 2, d0r - ar - (d2i - bi), d0i - ai + (d2r - br), yr, yi, to + 3);
            turn(turn + 4, d0r - ar + (d2i - bi), d0i - ai - (d2r - br), yr, yi, to + 5);
            turn(turn + 6, d0r + ar - (d2i + bi), d0i + ai + (d2r + br), yr, yi, to + 7);
        }
    }

    private void turn(int at, double r, double i, double[] yr, double[] yi, int to) {
        yr[to] = r * cos[at] - i * sin[at];
        yi[to] = r * sin[at] + i * cos[at];
    }

    /** The first pass has one value to each part, so the loop goes over the parts. */
    void firstFour(double[] xr, double[] xi, double[] yr, double[] yi, int every) {
        int aside = every - 1;
        int apart = every * parts;
        for (int p = 0; p < parts; p++) {
            int a = every * p;
            int b = a + apart;
            int c = b + apart;
            int d = c + apart;
            double acr = xr[a] + xr[c];
            double aci = xi[a + aside] + xi[c + aside];
            double amr = xr[a] - xr[c];
            double ami = xi[a + aside] - xi[c + aside];
            double bdr = xr[b] + xr[d];
            double bdi = xi[b + aside] + xi[d + aside];
            double bmr = xr[b] - xr[d];
            double bmi = xi[b + aside] - xi[d + aside];
            int to = 4 * p;
            int turn = 3 * p;
            yr[to] = acr + bdr;
            yi[to] = aci + bdi;
            turn(turn, amr + bmi, ami - bmr, yr, yi, to + 1);
            turn(turn + 1, acr - bdr, aci - bdi, yr, yi, to + 2);
            turn(turn + 2, amr - bmi, ami + bmr, yr, yi, to + 3);
        }
    }

    private void four(double[] xr, double[] xi, double[] yr, double[] yi) {
        if (stride == 1) {
            firstFour(xr, xi, yr, yi, 1);
            return;
        }
        int apart = parts * stride;
        for (int p = 0; p < parts; p++) {
            if (p == 0) {
                plainFour(xr, xi, yr, yi, apart);
            } else {
                turnedFour(xr, xi, yr, yi, p, apart);
            }
        }
    }

    /** What is not turned: the first part of each pass, and the whole of the last. */
    private void plainFour(double[] xr, double[] xi, double[] yr, double[] yi, int apart) {
        int c = 2 * apart;
        int d = 3 * apart;
        int g = 2 * stride;
        int h = 3 * stride;
        for (int q = 0; q < stride; q++) {
            double acr = xr[q] + xr[c + q];
            double aci = xi[q] + xi[c + q];
            double amr = xr[q] - xr[c + q];
            double ami = xi[q] - xi[c + q];
            double bdr = xr[apart + q] + xr[d + q];
            double bdi = xi[apart + q] + xi[d + q];
            double bmr = xr[apart + q] - xr[d + q];
            double bmi = xi[apart + q] - xi[d + q];
            yr[q] = acr + bdr;
            yi[q] = aci + bdi;
            yr[stride + q] = amr + bmi;
            yi[stride + q] = ami - bmr;
            yr[g + q] = acr - bdr;
            yi[g + q] = aci - bdi;
            yr[h + q] = amr - bmi;
            yi[h + q] = ami + bmr;
        }
    }

    private void turnedFour(double[] xr, double[] xi, double[] yr, double[] yi, int p, int apart) {
        int turn = 3 * p;
        double c1 = cos[turn];
        double s1 = sin[turn];
        double c2 = cos[turn + 1];
        double s2 = sin[turn + 1];
        double c3 = cos[turn + 2];
        double s3 = sin[turn + 2];
        int a = p * stride;
        int b = a + apart;
        int c = b + apart;
        int d = c + apart;
        int e = 4 * a;
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
            yr[f + q] = r1 * c1 - i1 * s1;
            yi[f + q] = r1 * s1 + i1 * c1;
            double r2 = acr - bdr;
            double i2 = aci - bdi;
            yr[g + q] = r2 * c2 - i2 * s2;
            yi[g + q] = r2 * s2 + i2 * c2;
            double r3 = amr - bmi;
            double i3 = ami + bmr;
            yr[h + q] = r3 * c3 - i3 * s3;
            yi[h + q] = r3 * s3 + i3 * c3;
        }
    }

    private void two(double[] xr, double[] xi, double[] yr, double[] yi) {
        int apart = parts * stride;
        for (int p = 0; p < parts; p++) {
            double c = cos[p];
            double s = sin[p];
            int a = p * stride;
            int b = a + apart;
            int e = 2 * a;
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
            double c1 = cos[4 * p];
            double s1 = sin[4 * p];
            double c2 = cos[4 * p + 1];
            double s2 = sin[4 * p + 1];
            double c3 = cos[4 * p + 2];
            double s3 = sin[4 * p + 2];
            double c4 = cos[4 * p + 3];
            double s4 = sin[4 * p + 3];
            int a = p * stride;
            int b = a + apart;
            int c = b + apart;
            int d = c + apart;
            int e = d + apart;
            int f = 5 * a;
            int g = f + stride;
            int h = g + stride;
            int i = h + stride;
            int j = i + stride;
            for (int q = 0; q < stride; q++) {
                double ber = xr[b + q] + xr[e + q];
                double bei = xi[b + q] + xi[e + q];
                double bmr = xr[b + q] - xr[e + q];
                double bmi = xi[b + q] - xi[e + q];
                double cdr = xr[c + q] + xr[d + q];
                double cdi = xi[c + q] + xi[d + q];
                double cmr = xr[c + q] - xr[d + q];
                double cmi = xi[c + q] - xi[d + q];
                double mr =
                        xr[a + q] - 0.25 * (ber + cdr); // cosines of 72 and 144 degrees are -1/4 plus and minus a root
                double mi = xi[a + q] - 0.25 * (bei + cdi);
                double wr = QUARTER_ROOT_5 * (ber - cdr);
                double wi = QUARTER_ROOT_5 * (bei - cdi);
                double u1r = SIN_72 * bmi + SIN_144 * cmi;
                double u1i = -SIN_72 * bmr - SIN_144 * cmr;
                double u2r = SIN_144 * bmi - SIN_72 * cmi;
                double u2i = -SIN_144 * bmr + SIN_72 * cmr;
                yr[f + q] = xr[a + q] + ber + cdr;
                yi[f + q] = xi[a + q] + bei + cdi;
                double r1 = mr + wr + u1r;
                double i1 = mi + wi + u1i;
                double r2 = mr - wr + u2r;
                double i2 = mi - wi + u2i;
                double r3 = mr - wr - u2r;
                double i3 = mi - wi - u2i;
                double r4 = mr + wr - u1r;
                double i4 = mi + wi - u1i;
                yr[g + q] = r1 * c1 - i1 * s1;
                yi[g + q] = r1 * s1 + i1 * c1;
                yr[h + q] = r2 * c2 - i2 * s2;
                yi[h + q] = r2 * s2 + i2 * c2;
                yr[i + q] = r3 * c3 - i3 * s3;
                yi[i + q] = r3 * s3 + i3 * c3;
                yr[j + q] = r4 * c4 - i4 * s4;
                yi[j + q] = r4 * s4 + i4 * c4;
            }
        }
    }
}
