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

    private final int memory;
    private final boolean alike;
    private final double[] middle;
    private final float[] deviation;
    private final short[] count;
    private double shared;
    private int sharedCount;

    private Level(int series, int memory, boolean alike) {
        this.memory = memory;
        this.alike = alike;
        middle = new double[series];
        deviation = new float[series];
        count = new short[series];
    }

    /**
     * Series of the same kind of values, whose zero tells nothing. What is usual in one of few values leans on all of them,
     * which count as one value more.
     *
     * @param series how many
     * @param memory how many values a level rests on, 2 to 32767
     */
    static Level alike(int series, int memory) {
        return new Level(series, memory, true);
    }

    /**
     * Series of different kinds, each of differences: the first is one from 0.
     *
     * @param series how many
     * @param memory how many values a level rests on, 2 to 32767
     */
    static Level ofDifferences(int series, int memory) {
        return new Level(series, memory, false);
    }

    /** @return how far a value is from the level of a series; 0 for its first */
    double rest(int series, double value) {
        return count[series] == 0 ? 0 : value - middle[series];
    }

    /** @return the level of a series */
    double middle(int series) {
        return middle[series];
    }

    /** @return the mean absolute deviation of a series */
    double deviation(int series) {
        return deviation[series];
    }

    /**
     * Takes in a difference.
     *
     * @param series its index
     * @param difference finite
     * @param grain what differs by no more is the same, 0 or more
     * @return its distance from the level before it, in mean absolute deviations; NaN for the first {@link #KNOWN}
     */
    double distance(int series, double difference, double grain) {
        double rest = difference - middle[series];
        double distance = inDeviations(series, rest, deviation[series], grain);
        learn(series, rest, deviation[series]);
        return distance;
    }

    /**
     * Takes in a value of one of the series that are alike.
     *
     * @param series its index
     * @param value finite
     * @param grain what differs by no more is the same, 0 or more
     * @param first the deviation that the first value of a series counts as
     * @return its distance from the level before it, in mean absolute deviations; NaN for the first {@link #KNOWN}
     */
    double distance(int series, double value, double grain, double first) {
        if (count[series] == 0) {
            count[series] = 1;
            middle[series] = value;
            deviation[series] = (float) first;
            return Double.NaN;
        }
        double rest = value - middle[series];
        int known = count[series];
        double usual = (known * deviation[series] + shared) / (known + 1);
        double uncertain = Math.sqrt((known + 1.0) / known); // the level is a mean of so many
        double distance = inDeviations(series, rest, usual, grain) / uncertain;
        double step = learn(series, rest, usual);
        sharedCount = Math.min(sharedCount + 1, memory * middle.length);
        shared += (Math.abs(step) - shared) / sharedCount;
        return distance;
    }

    private double inDeviations(int series, double rest, double usual, double grain) {
        if (count[series] < KNOWN) {
            return Double.NaN;
        }
        return Math.abs(rest) <= grain ? 0 : Math.min(FARTHEST, Math.abs(rest) / (usual + grain));
    }

    private double learn(int series, double rest, double usual) {
        boolean settled = count[series] >= SETTLED && usual > 0;
        double step = settled ? Math.max(-CLIP * usual, Math.min(CLIP * usual, rest)) : rest;
        if (count[series] < memory) {
            count[series]++;
        }
        double part = 1.0 / count[series];
        middle[series] += part * step;
        deviation[series] += (float) (part * (Math.abs(step) - deviation[series]));
        return step;
    }

    void writeTo(DataOutput out) throws IOException {
        for (int i = 0; i < middle.length; i++) {
            out.writeDouble(middle[i]);
            out.writeFloat(deviation[i]);
            out.writeShort(count[i]);
        }
        if (alike) {
            out.writeDouble(shared);
            out.writeInt(sharedCount);
        }
    }

    void readFrom(DataInput in) throws IOException {
        readSeries(in);
        if (alike) {
            shared = in.readDouble();
            sharedCount = in.readInt();
        }
    }

    /** Reads what the first version wrote: it had no deviation of all series, which is their mean. */
    void readFirstVersion(DataInput in) throws IOException {
        readSeries(in);
        for (int i = 0; alike && i < middle.length; i++) {
            sharedCount += count[i];
            shared += count[i] == 0 ? 0 : (deviation[i] - shared) * count[i] / sharedCount;
        }
    }

    private void readSeries(DataInput in) throws IOException {
        for (int i = 0; i < middle.length; i++) {
            middle[i] = in.readDouble();
            deviation[i] = in.readFloat();
            count[i] = in.readShort();
        }
    }
}
