package org.metergate.analysis.harmonics;

import java.util.OptionalDouble;

/**
 * One voltage or current over one window of 10 or 12 cycles: its bins, 5 Hz apart, and what the standard makes of them.
 * Sizes are rms, in the unit of the samples. Immutable; any thread may call.
 *
 * <p>IEC 61000-4-7: a subgroup is an order's bin and its two neighbours, a group all bins half way to the next orders;
 * what lies between two orders makes the interharmonic group, and without the neighbours of either the centred subgroup.
 */
public final class HarmonicWindow {
    /** The highest order that is looked at. */
    public static final int ORDERS = 50;

    private final double frequency;
    private final int cycles;
    private final int orders;
    private final double[] re;
    private final double[] im;

    /** Bins as rms phasors, the mean first. */
    HarmonicWindow(double frequency, int cycles, int orders, double[] re, double[] im) {
        this.frequency = frequency;
        this.cycles = cycles;
        this.orders = orders;
        this.re = re;
        this.im = im;
    }

    /** @return of the fundamental, in Hz, over this window */
    public double frequency() {
        return frequency;
    }

    /** @return the highest order that the sampling rate shows, up to {@value #ORDERS} */
    public int highestOrder() {
        return orders;
    }

    /** @return the mean, the direct component */
    public double mean() {
        return re[0];
    }

    /** @return rms of everything sampled */
    public double rms() {
        double sum = 0;
        for (int k = 0; k < re.length; k++) {
            sum += square(k);
        }
        return Math.sqrt(sum);
    }

    /**
     * @param bin multiple of 5 Hz (at the nominal frequency), 0 or more
     * @return rms in it, 0 beyond what was sampled
     */
    public double bin(int bin) {
        return bin < re.length ? Math.sqrt(square(bin)) : 0;
    }

    /**
     * @param order 1 for the fundamental, to {@link #highestOrder}
     * @return rms of the order's bin alone
     */
    public double harmonic(int order) {
        return Math.sqrt(square(at(order)));
    }

    /**
     * @param order 1 to {@link #highestOrder}
     * @return angle of the order's bin in degrees, -180 to 180, of a cosine that begins with the window
     */
    public double angle(int order) {
        return Math.toDegrees(Math.atan2(im[at(order)], re[at(order)]));
    }

    /** @return rms of the harmonic subgroup (IEC 61000-4-7, 3.2.5) of an order */
    public double subgroup(int order) {
        int k = at(order);
        return Math.sqrt(square(k - 1) + square(k) + square(k + 1));
    }

    /** @return rms of the harmonic group (IEC 61000-4-7, 3.2.4) of an order; the bins half way count half */
    public double group(int order) {
        int k = at(order);
        double sum = (square(k - cycles / 2) + square(k + cycles / 2)) / 2;
        for (int i = 1 - cycles / 2; i < cycles / 2; i++) {
            sum += square(k + i);
        }
        return Math.sqrt(sum);
    }

    /** @return rms of the interharmonic group between an order and the next; order 0 means below the fundamental */
    public double interharmonicGroup(int order) {
        return between(order, 1);
    }

    /** @return rms of the interharmonic centred subgroup between an order and the next; order 0: below the fundamental */
    public double interharmonicSubgroup(int order) {
        return between(order, 2);
    }

    /** @return total distortion of all orders' bins as a part of the fundamental's, empty without one */
    public OptionalDouble thd() {
        return thd(orders);
    }

    /**
     * @param highest order to count, 2 to {@link #highestOrder}; EN 50160 counts 40
     * @return total distortion of the orders' bins as a part of the fundamental's, empty without one
     */
    public OptionalDouble thd(int highest) {
        return distortion(highest, this::harmonic);
    }

    /** @return THDG: as {@link #thd()}, of groups */
    public OptionalDouble thdg() {
        return distortion(orders, this::group);
    }

    /** @return THDS: as {@link #thd()}, of subgroups */
    public OptionalDouble thds() {
        return thds(orders);
    }

    /** As {@link #thd(int)}, of subgroups: the THD of IEC 61000-4-30, and so of EN 50160. */
    public OptionalDouble thds(int highest) {
        return distortion(highest, this::subgroup);
    }

    /**
     * The factor K by which harmonics heat a transformer: sum of (order · I)² over sum of I² (UL 1561).
     *
     * @return 1 or more; empty without a fundamental
     */
    public OptionalDouble kFactor() {
        double weighted = 0;
        double sum = 0;
        for (int order = 1; order <= orders; order++) {
            double square = square(at(order));
            weighted += square * order * order;
            sum += square;
        }
        return hasFundamental() ? OptionalDouble.of(weighted / sum) : OptionalDouble.empty();
    }

    /** @return whether there is a fundamental to measure the rest by: a thousandth of the rms at least */
    public boolean hasFundamental() {
        return harmonic(1) > 1e-3 * rms();
    }

    /** Σ U·I* over all bins: P. */
    double activeWith(HarmonicWindow current) {
        double sum = 0;
        for (int k = 0; k < re.length; k++) {
            sum += re[k] * current.re[k] + im[k] * current.im[k];
        }
        return sum;
    }

    /** P of one order. */
    double activeWith(HarmonicWindow current, int order) {
        int k = at(order);
        return re[k] * current.re[k] + im[k] * current.im[k];
    }

    /** Q of one order. */
    double reactiveWith(HarmonicWindow current, int order) {
        int k = at(order);
        return im[k] * current.re[k] - re[k] * current.im[k];
    }

    private interface Size {
        double of(int order);
    }

    private OptionalDouble distortion(int highest, Size size) {
        if (highest < 2 || highest > orders) {
            throw new IllegalArgumentException("order " + highest + "; expected 2 to " + orders);
        }
        double sum = 0;
        for (int order = 2; order <= highest; order++) {
            double each = size.of(order);
            sum += each * each;
        }
        return hasFundamental() ? OptionalDouble.of(Math.sqrt(sum) / size.of(1)) : OptionalDouble.empty();
    }

    private double between(int order, int apart) {
        if (order < 0 || order >= orders) {
            throw new IllegalArgumentException(
                    "between order " + order + " and the next; expected 0 to " + (orders - 1));
        }
        double sum = 0;
        for (int i = apart; i <= cycles - apart; i++) {
            sum += square(order * cycles + i);
        }
        return Math.sqrt(sum);
    }

    private int at(int order) {
        if (order < 1 || order > orders) {
            throw new IllegalArgumentException("order " + order + "; expected 1 to " + orders);
        }
        return order * cycles;
    }

    private double square(int k) {
        return k < re.length ? re[k] * re[k] + im[k] * im[k] : 0;
    }
}
