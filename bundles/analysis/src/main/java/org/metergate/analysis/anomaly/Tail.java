package org.metergate.analysis.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The upper tail of distances from what is usual: a slowly moving 98 % quantile, and the mean excess over it. Beyond the
 * quantile the tail is taken as exponential, the limit of peaks over a threshold for all but heavy tails.
 */
final class Tail {
    private static final int FIRST = 100;
    private static final double PART = 0.02;
    private static final double MEMORY = 3000;
    private static final double SPEED = 3;
    private static final double CLIP = 8;
    private static final double TINY = 1e-12;
    private static final double RAREST = 1e9;

    private float[] first = new float[FIRST];
    private int count;
    private double quantile;
    private double excess;

    /**
     * Takes in a distance.
     *
     * @param distance 0 or more; NaN where there was nothing to compare with yet, which counts as 0 beside others
     * @return how rare it is, in decades below the tail's own part: 0 inside the quantile, 2 for one in a hundred of those
     *     beyond it; 0 for each of the first hundred, and for a hundred more as long as none of them was known
     */
    double rarity(double distance) {
        if (count < FIRST) {
            first[count++] = (float) distance;
            if (count == FIRST) {
                begin();
            }
            return 0;
        }
        return Double.isNaN(distance) ? known(0) : known(distance);
    }

    private double known(double distance) {
        double rarity =
                distance <= quantile ? 0 : Math.min(RAREST, (distance - quantile) / (excess + TINY) / Math.log(10));
        count = (int) Math.min(count + 1L, (long) (MEMORY / PART));
        double step = Math.max(1.0 / count, 1 / MEMORY) * Math.max(quantile, 1e-9) * SPEED;
        quantile += distance > quantile ? step * (1 - PART) : -step * PART;
        if (distance > quantile) {
            double part = Math.min(0.2, Math.max(2 / (PART * count + 2), PART));
            excess += part * (Math.min(distance - quantile, CLIP * excess + 1e-9) - excess);
        }
        return rarity;
    }

    private void begin() {
        float[] sorted = first.clone();
        int unknown = 0;
        for (int i = 0; i < FIRST; i++) {
            if (Float.isNaN(sorted[i])) {
                sorted[i] = 0;
                unknown++;
            }
        }
        if (unknown == FIRST) {
            count = 0; // a tail of nothing would take whatever comes for the rarest of events
            return;
        }
        Arrays.sort(sorted);
        quantile = Math.max(sorted[97], 1e-9);
        excess = Math.max((sorted[98] + sorted[99]) / 2.0 - quantile, 0.05 * quantile);
        first = new float[0];
    }

    void writeTo(DataOutput out) throws IOException {
        out.writeInt(count);
        out.writeDouble(quantile);
        out.writeDouble(excess);
        for (int i = 0; i < Math.min(count, first.length); i++) {
            out.writeFloat(first[i]);
        }
    }

    void readFrom(DataInput in) throws IOException {
        count = in.readInt();
        quantile = in.readDouble();
        excess = in.readDouble();
        first = new float[count < FIRST ? FIRST : 0];
        for (int i = 0; i < Math.min(count, first.length); i++) {
            first[i] = in.readFloat();
        }
    }
}
