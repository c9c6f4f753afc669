package org.metergate.analysis.finding;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Values of the current day, and figures of up to 28 whole days before it. */
final class Days implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 28;
    private static final int MOST_VALUES = 1440;
    private static final int FEWEST_VALUES = 12;

    /** Figures of a day. */
    record Day(long day, double low, double median, double mean) implements Serializable {}

    private final ArrayList<Day> days = new ArrayList<>();
    private double[] values = new double[96];
    private int count;
    private long today = Long.MIN_VALUE;

    /** Takes a value; tells whether a day was completed by it. */
    boolean add(long day, double value) {
        boolean completed = false;
        if (day != today) {
            completed = count >= FEWEST_VALUES && complete();
            today = day;
            count = 0;
        }
        if (count < MOST_VALUES) {
            if (count == values.length) {
                values = Arrays.copyOf(values, 2 * count);
            }
            values[count++] = value;
        }
        return completed;
    }

    private boolean complete() {
        double[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        days.add(new Day(
                today,
                sorted[count / 10],
                sorted[count / 2],
                Arrays.stream(sorted).average().orElse(0)));
        if (days.size() > LONGEST) {
            days.remove(0);
        }
        return true;
    }

    /** @return whole days, the oldest first */
    List<Day> whole() {
        return days;
    }

    /** Forgets all but the latest days. */
    void keep(int latest) {
        while (days.size() > latest) {
            days.remove(0);
        }
    }

    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** @return median absolute deviation from the median, times 1.4826 */
    static double spread(double... values) {
        double median = median(values);
        return 1.4826
                * median(
                        Arrays.stream(values).map(one -> Math.abs(one - median)).toArray());
    }
}
