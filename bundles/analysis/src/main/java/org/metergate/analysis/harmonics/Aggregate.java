package org.metergate.analysis.harmonics;

import java.util.OptionalDouble;

/**
 * Several windows of one channel as one figure: the root of the mean square of each subgroup (IEC 61000-4-30, 4.5). 15
 * windows make 3 s, 3 000 about 10 minutes. One thread at a time.
 */
public final class Aggregate {
    private final double[] squares = new double[HarmonicWindow.ORDERS + 1];
    private double rms;
    private double distortion;
    private int distorted;
    private int highest = HarmonicWindow.ORDERS;
    private int count;

    /** @param window the next of the same channel */
    public void add(HarmonicWindow window) {
        highest = Math.min(highest, window.highestOrder());
        for (int order = 1; order <= highest; order++) {
            double size = window.subgroup(order);
            squares[order] += size * size;
        }
        rms += window.rms() * window.rms();
        OptionalDouble thds = window.thds();
        if (thds.isPresent()) {
            distortion += thds.getAsDouble() * thds.getAsDouble();
            distorted++;
        }
        count++;
    }

    /** @return windows added */
    public int count() {
        return count;
    }

    /** @return the highest order that every window shows */
    public int highestOrder() {
        return highest;
    }

    /**
     * @param order 1 to {@link #highestOrder}
     * @return rms of the subgroup, 0 before the first window
     * @throws IllegalArgumentException if the order is out of range
     */
    public double subgroup(int order) {
        if (order < 1 || order > highest) {
            throw new IllegalArgumentException("order " + order + "; expected 1 to " + highest);
        }
        return count == 0 ? 0 : Math.sqrt(squares[order] / count);
    }

    /** @return rms of all windows, 0 before the first */
    public double rms() {
        return count == 0 ? 0 : Math.sqrt(rms / count);
    }

    /** @return THDS as a part of the fundamental: root of the windows' mean square; empty if none had a fundamental */
    public OptionalDouble thds() {
        return distorted == 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.sqrt(distortion / distorted));
    }
}
