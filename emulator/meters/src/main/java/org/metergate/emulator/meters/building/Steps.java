package org.metergate.emulator.meters.building;

import java.util.Arrays;
import java.util.List;

/**
 * A function of one day that is constant between switching times, one thread fills it. It starts at zero and switches at
 * whole seconds.
 */
final class Steps {
    /** Seconds of a day. */
    static final int DAY = 86_400;

    private int[] starts = new int[16];
    private double[] values = new double[16];
    private int count = 1;

    /**
     * Sets the value from a time to the end of the day.
     *
     * @param second of the day, no earlier than the last one set; from {@link #DAY} on it has no effect
     * @param value any unit
     */
    void from(int second, double value) {
        if (second < starts[count - 1]) {
            throw new IllegalArgumentException("steps go forward, not from " + starts[count - 1] + " to " + second);
        }
        if (second >= DAY || value == values[count - 1]) {
            return;
        }
        if (second > starts[count - 1]) {
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, 2 * count);
                values = Arrays.copyOf(values, 2 * count);
            }
            starts[count++] = second;
        }
        values[count - 1] = value;
    }

    /**
     * Sets a value for a while, then zero.
     *
     * @param start second of the day, no earlier than the last one set
     * @param end second of the day
     * @param value any unit
     * @return {@code end}
     */
    int during(int start, int end, double value) {
        from(start, value);
        from(end, 0);
        return end;
    }

    /** @return how many constant pieces there are, 1 or more */
    int count() {
        return count;
    }

    /** @return second at which piece {@code index} starts; {@link #DAY} after the last one */
    int start(int index) {
        return index == count ? DAY : starts[index];
    }

    /** @return value of piece {@code index} */
    double value(int index) {
        return values[index];
    }

    /** @return value at a second of the day */
    double at(double second) {
        return values[index(second)];
    }

    /**
     * Adds functions up.
     *
     * @param parts what to add
     * @param factors what each part is multiplied by
     * @return the sum of part times factor
     */
    static Steps sum(List<Steps> parts, double[] factors) {
        Steps sum = new Steps();
        int[] at = new int[parts.size()];
        for (int second = 0; second < DAY; ) {
            double value = 0;
            int next = DAY;
            for (int i = 0; i < at.length; i++) {
                Steps part = parts.get(i);
                while (part.start(at[i] + 1) <= second) {
                    at[i]++;
                }
                value += part.values[at[i]] * factors[i];
                next = Math.min(next, part.start(at[i] + 1));
            }
            sum.from(second, value);
            second = next;
        }
        return sum;
    }

    /** @return index of the piece that holds at a second of the day */
    int index(double second) {
        int low = 0;
        int high = count - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (starts[middle] <= second) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
