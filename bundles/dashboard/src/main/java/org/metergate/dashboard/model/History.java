package org.metergate.dashboard.model;

import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The numbers of the last days: of each channel the latest samples as they came, and means over quarter-hours of what came
 * before. It never takes more than its limits, some 40 MB when they are all reached. Any thread.
 */
public final class History {

    /** Samples of one channel that are kept as they came. */
    public static final int SAMPLES = 720;

    /** Means of one channel that are kept: 35 days of quarter-hours. */
    public static final int MEANS = 35 * 96;

    /** Channels that are kept; the one that was asked or written least lately is forgotten first. */
    public static final int SERIES = 1000;

    private static final long QUARTER = Duration.ofMinutes(15).toMillis();
    private static final int BEGIN = 64;

    /** Places of the newest so many, the oldest first; grows to its limit and then forgets the oldest. */
    private abstract static class Ring {
        private final int limit;
        private int first;
        private int size;

        private Ring(int limit) {
            this.limit = limit;
        }

        /** @return the place for a further one */
        int next() {
            int room = room();
            if (size == room && size < limit) {
                grow(Math.min(limit, room * 2)); // not turned yet: the first is at 0
                room = room();
            }
            int at = (first + size) % room;
            if (size < room) {
                size++;
            } else {
                first = (first + 1) % room;
            }
            return at;
        }

        int at(int i) {
            return (first + i) % room();
        }

        abstract int room();

        abstract void grow(int room);
    }

    private static final class Samples extends Ring {
        private long[] times = new long[BEGIN];
        private double[] values = new double[BEGIN];

        private Samples() {
            super(SAMPLES);
        }

        @Override
        int room() {
            return times.length;
        }

        @Override
        void grow(int room) {
            times = Arrays.copyOf(times, room);
            values = Arrays.copyOf(values, room);
        }

        private void add(long time, double value) {
            int at = next();
            times[at] = time;
            values[at] = value;
        }

        private long time(int i) {
            return times[at(i)];
        }

        private long newest() {
            return super.size == 0 ? Long.MIN_VALUE : time(super.size - 1);
        }
    }

    /** Quarter-hours since 1970, and means in single precision: seven digits. */
    private static final class Means extends Ring {
        private int[] quarters = new int[BEGIN];
        private float[] values = new float[BEGIN];

        private Means() {
            super(MEANS);
        }

        @Override
        int room() {
            return quarters.length;
        }

        @Override
        void grow(int room) {
            quarters = Arrays.copyOf(quarters, room);
            values = Arrays.copyOf(values, room);
        }

        private void add(int quarter, double value) {
            int at = next();
            quarters[at] = quarter;
            values[at] = (float) value;
        }
    }

    private static final class Series {
        private final Samples samples = new Samples();
        private final Means means = new Means();
        private int quarter;
        private double sum;
        private int count;

        private void add(long time, double value) {
            if (time <= samples.newest()) {
                return; // told before, or the clock was set back
            }
            int of = (int) Math.floorDiv(time, QUARTER);
            if (of != quarter && count > 0) {
                means.add(quarter, sum / count);
                sum = 0;
                count = 0;
            }
            quarter = of;
            sum += value;
            count++;
            samples.add(time, value);
        }

        /** @param later what came while this was read; may be absent */
        private void follow(Series later) {
            for (int i = 0; later != null && i < ((Ring) later.samples).size; i++) {
                add(later.samples.time(i), later.samples.values[later.samples.at(i)]);
            }
        }

        private void write(DataOutput out) throws IOException {
            out.writeInt(quarter);
            out.writeDouble(sum);
            out.writeInt(count);
            out.writeInt(((Ring) means).size);
            for (int i = 0; i < ((Ring) means).size; i++) {
                out.writeInt(means.quarters[means.at(i)]);
                out.writeFloat(means.values[means.at(i)]);
            }
            out.writeInt(((Ring) samples).size);
            for (int i = 0; i < ((Ring) samples).size; i++) {
                out.writeLong(samples.time(i));
                out.writeDouble(samples.values[samples.at(i)]);
            }
        }

        private static Series read(DataInput in) throws IOException {
            Series read = new Series();
            read.quarter = in.readInt();
            read.sum = in.readDouble();
            read.count = in.readInt();
            for (int left = in.readInt(); left > 0; left--) {
                read.means.add(in.readInt(), in.readFloat());
            }
            for (int left = in.readInt(); left > 0; left--) {
                read.samples.add(in.readLong(), in.readDouble());
            }
            return read;
        }
    }

    private final Map<String, Series> series = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Series> eldest) {
            return size() > SERIES;
        }
    };

    /** Remembers the numbers of an update; texts and failures leave a gap. */
    public synchronized void accept(Update update) {
        for (Channel one : update.channels()) {
            one.number()
                    .ifPresent(value -> series.computeIfAbsent(key(update.meter(), one.name()), fresh -> new Series())
                            .add(one.time().toEpochMilli(), value));
        }
    }

    /**
     * @param from first instant
     * @param to first instant that is not wanted
     * @return what is known, the oldest first: means over quarter-hours, stamped with their beginning, before the samples
     */
    public synchronized List<Sample> samples(String meter, String channel, Instant from, Instant to) {
        Series found = series.get(key(meter, channel));
        List<Sample> samples = new ArrayList<>();
        if (found == null) {
            return samples;
        }
        long begin = from.toEpochMilli();
        long end = to.toEpochMilli();
        int exact = ((Ring) found.samples).size;
        long first = exact == 0 ? Long.MAX_VALUE : found.samples.time(0);
        for (int i = 0; i < ((Ring) found.means).size; i++) {
            long time = found.means.quarters[found.means.at(i)] * QUARTER;
            if (time >= begin && time < end && time + QUARTER <= first) {
                samples.add(new Sample(Instant.ofEpochMilli(time), found.means.values[found.means.at(i)]));
            }
        }
        for (int i = 0; i < exact; i++) {
            long time = found.samples.time(i);
            if (time >= begin && time < end) {
                samples.add(new Sample(Instant.ofEpochMilli(time), found.samples.values[found.samples.at(i)]));
            }
        }
        return samples;
    }

    /**
     * Writes all of it down, one channel at a time, so that nobody who brings or asks waits for long.
     *
     * @throws IOException if it cannot be written
     */
    void write(DataOutput out) throws IOException {
        List<String> keys;
        synchronized (this) {
            keys = List.copyOf(series.keySet());
        }
        for (String key : keys) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            synchronized (this) {
                Series one = series.get(key);
                if (one == null) {
                    continue; // forgotten meanwhile
                }
                one.write(new DataOutputStream(bytes));
            }
            out.writeBoolean(true);
            out.writeUTF(key);
            out.write(bytes.toByteArray());
        }
        out.writeBoolean(false);
    }

    /**
     * Takes what {@link #write} wrote; what came meanwhile follows it.
     *
     * @throws IOException if it is something else
     */
    void read(DataInput in) throws IOException {
        Map<String, Series> read = new LinkedHashMap<>();
        while (in.readBoolean()) {
            String key = in.readUTF();
            read.put(key, Series.read(in));
        }
        synchronized (this) {
            read.forEach((key, one) -> {
                one.follow(series.get(key));
                series.put(key, one);
            });
        }
    }

    /**
     * @param step of the result, 1 ms or more
     * @return the means over steps that begin at multiples of the step since 1970; steps without a sample are left out
     */
    public static List<Sample> resampled(List<Sample> samples, Duration step) {
        Map<Long, double[]> sums = new TreeMap<>();
        for (Sample one : samples) {
            double[] sum = sums.computeIfAbsent(
                    Math.floorDiv(one.time().toEpochMilli(), step.toMillis()), fresh -> new double[2]);
            sum[0] += one.value();
            sum[1]++;
        }
        List<Sample> means = new ArrayList<>();
        sums.forEach((at, sum) -> means.add(new Sample(Instant.ofEpochMilli(at * step.toMillis()), sum[0] / sum[1])));
        return means;
    }

    /** Forgets all channels of a meter. */
    public synchronized void forget(String meter) {
        series.keySet().removeIf(key -> key.startsWith(key(meter, "")));
    }

    private static String key(String meter, String channel) {
        return String.join("\0", Arrays.asList(meter, channel));
    }
}
