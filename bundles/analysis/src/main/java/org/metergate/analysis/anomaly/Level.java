package org.metergate.analysis.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Levels of one or more series, each with its mean absolute deviation; older values weigh less and less. */
final class Level {
    /** Values after which an outlier moves a level no further than {@link #CLIP} deviations would. */
    private static final int SETTLED = 30;

    /** Values after which a level can be compared with. */
    private static final int KNOWN = 2;

    private static final double CLIP = 4;
    private static final double FARTHEST = 1e9;
    private static final double TINY = 1e-12;

    private final int memory;
    private final double[] middle;
    private final float[] deviation;
    private final short[] count;

    /**
     * @param series how many
     * @param memory how many values a level rests on, 2 to 32767
     */
    Level(int series, int memory) {
        this.memory = memory;
        middle = new double[series];
        deviation = new float[series];
        count = new short[series];
    }

    /** @return how far a value is from the level of a series; 0 for its first */
    double rest(int series, double value) {
        return count[series] == 0 ? 0 : value - middle[series];
    }

    /** @return the mean absolute deviation of a series */
    double deviation(int series) {
        return deviation[series];
    }

    /**
     * Takes in a value.
     *
     * @param series its index
     * @param value finite
     * @return its distance from the level before it, in mean absolute deviations; 0 for the first {@link #KNOWN}
     */
    double distance(int series, double value) {
        double before = middle[series];
        double rest = value - before;
        double distance = count[series] < KNOWN
                ? 0
                : Math.min(FARTHEST, Math.abs(rest) / (deviation[series] + TINY * Math.abs(before) + TINY));
        boolean settled = count[series] >= SETTLED && deviation[series] > 0;
        if (count[series] < memory) {
            count[series]++;
        }
        double part = 1.0 / count[series];
        double step = settled ? Math.max(-CLIP * deviation[series], Math.min(CLIP * deviation[series], rest)) : rest;
        middle[series] = before + part * step;
        deviation[series] += (float) (part * (Math.abs(step) - deviation[series]));
        return distance;
    }

    void writeTo(DataOutput out) throws IOException {
        for (int i = 0; i < middle.length; i++) {
            out.writeDouble(middle[i]);
            out.writeFloat(deviation[i]);
            out.writeShort(count[i]);
        }
    }

    void readFrom(DataInput in) throws IOException {
        for (int i = 0; i < middle.length; i++) {
            middle[i] = in.readDouble();
            deviation[i] = in.readFloat();
            count[i] = in.readShort();
        }
    }
}
