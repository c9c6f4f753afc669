package org.metergate.analysis.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The last thousand values, and how near the latest few have been before: the third nearest neighbour's distance. */
final class Patterns {
    private static final int SIZE = 1024;
    private static final int SEARCHED = 1000;
    private static final int FEWEST = 100;

    private final double[] values = new double[SIZE];
    private long count;

    /** @param value the latest */
    void add(double value) {
        values[(int) (count++ & (SIZE - 1))] = value;
    }

    /** @return whether there are enough values to search */
    boolean searchable() {
        return count > FEWEST;
    }

    /** @return the value before the latest; the latest if it is the only one */
    double previous() {
        return count < 2 ? back(0) : back(1);
    }

    /**
     * Looks for the latest values among the earlier ones.
     *
     * @param length how many of the latest, 1 to 8
     * @return root mean square difference to the third nearest neighbour, overlaps left out
     */
    double novelty(int length) {
        int end = (int) Math.min(count - 1, SEARCHED) - length;
        double[] latest = new double[length];
        for (int i = 0; i < length; i++) {
            latest[i] = back(i);
        }
        double nearest = Double.MAX_VALUE;
        double second = Double.MAX_VALUE;
        double third = Double.MAX_VALUE;
        int newest = (int) ((count - 1) & (SIZE - 1));
        for (int lag = length; lag < end; lag++) {
            double sum = 0;
            for (int i = 0; i < length && sum <= third; i++) {
                double difference = latest[i] - values[newest - i - lag & SIZE - 1];
                sum += difference * difference;
            }
            if (sum < nearest) {
                third = second;
                second = nearest;
                nearest = sum;
            } else if (sum < second) {
                third = second;
                second = sum;
            } else if (sum < third) {
                third = sum;
            }
        }
        return Math.sqrt(third / length);
    }

    private double back(int steps) {
        return values[(int) ((count - 1 - steps) & (SIZE - 1))];
    }

    void writeTo(DataOutput out) throws IOException {
        out.writeLong(count);
        for (int i = 0; i < Math.min(count, SIZE); i++) {
            out.writeDouble(values[i]);
        }
    }

    void readFrom(DataInput in) throws IOException {
        count = in.readLong();
        for (int i = 0; i < Math.min(count, SIZE); i++) {
            values[i] = in.readDouble();
        }
    }
}
