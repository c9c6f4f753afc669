package org.metergate.analysis.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Makes one peak of one event: what follows a peak must be rarer than it to count, the less so the longer ago it was, and
 * a series that peaks alike again and again is believed less and less.
 */
final class Peaks {
    private static final int REMEMBERED = 24;
    private static final double HOLD = 100;
    private static final double ALIKE = 0.7;
    private static final double MEMORY = 1500;
    private static final double LONGER = 0.2;
    private static final double FREE = 4;
    private static final double DISBELIEF = 0.1;

    private final float[] heights = new float[REMEMBERED];
    private final long[] rows = new long[REMEMBERED];
    private long row;
    private long count;
    private double held;
    private double recurrence;

    /**
     * Takes the rarity of the next row.
     *
     * @param rarity 0 or more
     * @return what is left of it: 0 unless it is a peak
     */
    double peak(double rarity) {
        row++;
        held *= Math.exp(-1 / (HOLD * (1 + LONGER * recurrence)));
        if (rarity <= held) {
            return 0;
        }
        held = rarity;
        if (rarity <= 0.5) {
            return rarity;
        }
        recurrence = 0;
        for (int i = 0; i < Math.min(count, REMEMBERED); i++) {
            if (heights[i] >= ALIKE * rarity && row - rows[i] > HOLD) {
                recurrence += Math.exp(-(row - rows[i]) / MEMORY);
            }
        }
        heights[(int) (count % REMEMBERED)] = (float) rarity;
        rows[(int) (count % REMEMBERED)] = row;
        count++;
        return rarity / (1 + DISBELIEF * Math.max(0, recurrence - FREE));
    }

    void writeTo(DataOutput out) throws IOException {
        out.writeLong(row);
        out.writeLong(count);
        out.writeDouble(held);
        out.writeDouble(recurrence);
        for (int i = 0; i < Math.min(count, REMEMBERED); i++) {
            out.writeFloat(heights[i]);
            out.writeLong(rows[i]);
        }
    }

    void readFrom(DataInput in) throws IOException {
        row = in.readLong();
        count = in.readLong();
        held = in.readDouble();
        recurrence = in.readDouble();
        for (int i = 0; i < Math.min(count, REMEMBERED); i++) {
            heights[i] = in.readFloat();
            rows[i] = in.readLong();
        }
    }
}
