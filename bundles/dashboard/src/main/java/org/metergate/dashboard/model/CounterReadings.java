package org.metergate.dashboard.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * Readings of one energy counter: the first, and then the last of each quarter-hour. What it rose between two instants is
 * known where they lie between readings; between two readings it is taken to rise evenly. Where it fell, it was exchanged or
 * began anew, and nothing is known. One thread at a time.
 */
final class CounterReadings {

    /** Readings that are kept: 40 days of quarter-hours. */
    static final int MOST = 40 * 96;

    private static final long QUARTER = Duration.ofMinutes(15).toMillis();
    private static final int BEGIN = 32;

    /**
     * What the counter rose.
     *
     * @param wattHours in the part that is known
     * @param coverage that part, 0 to 1; with 0 nothing is known
     */
    record Rise(double wattHours, double coverage) {}

    private long[] times = new long[BEGIN];
    private double[] values = new double[BEGIN];
    private int size;

    void add(long time, double wattHours) {
        if (size > 0 && time <= times[size - 1]) {
            return; // told before, or the clock was set back
        }
        boolean same = size > 1
                && Math.floorDiv(time, QUARTER) == Math.floorDiv(times[size - 1], QUARTER)
                && wattHours >= values[size - 1]
                && values[size - 1] >= values[size - 2]; // where it fell, both sides stay
        if (!same) {
            makeRoom();
            size++;
        }
        times[size - 1] = time;
        values[size - 1] = wattHours;
    }

    private void makeRoom() {
        if (size == MOST) {
            int fewer = MOST / 16; // seldom, and not one at a time
            System.arraycopy(times, fewer, times, 0, size - fewer);
            System.arraycopy(values, fewer, values, 0, size - fewer);
            size -= fewer;
        } else if (size == times.length) {
            int room = Math.min(MOST, size * 2);
            times = Arrays.copyOf(times, room);
            values = Arrays.copyOf(values, room);
        }
    }

    /** @return ms since 1970 */
    long newest() {
        return size == 0 ? Long.MIN_VALUE : times[size - 1];
    }

    /** @return what it rose from one instant to a later one */
    Rise rise(Instant from, Instant to) {
        long begin = from.toEpochMilli();
        long end = to.toEpochMilli();
        double energy = 0;
        double known = 0;
        int first = Arrays.binarySearch(times, 0, size, begin);
        for (int i = Math.max(1, first < 0 ? -first - 1 : first); i < size && times[i - 1] < end; i++) {
            double within = Math.min(end, times[i]) - Math.max(begin, times[i - 1]);
            if (within > 0 && values[i] >= values[i - 1]) {
                known += within;
                energy += (values[i] - values[i - 1]) * within / (times[i] - times[i - 1]);
            }
        }
        return new Rise(energy, known / (end - begin));
    }

    /** Takes the readings of before, the oldest first, in front of its own. */
    void precede(CounterReadings before) {
        CounterReadings all = new CounterReadings();
        for (int i = 0; i < before.size; i++) {
            all.add(before.times[i], before.values[i]);
        }
        for (int i = 0; i < size; i++) {
            all.add(times[i], values[i]);
        }
        times = all.times;
        values = all.values;
        size = all.size;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(size);
        for (int i = 0; i < size; i++) {
            out.writeLong(times[i]);
            out.writeDouble(values[i]);
        }
    }

    static CounterReadings read(DataInput in) throws IOException {
        CounterReadings read = new CounterReadings();
        for (int left = in.readInt(); left > 0; left--) {
            read.add(in.readLong(), in.readDouble());
        }
        return read;
    }
}
