package org.metergate.dashboard.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The numbers of the last days, in memory: of each channel the latest samples as they came, and means over quarter-hours of
 * what came before. It never takes more than its limits. Any thread.
 */
public final class History {

    /** Samples of one channel that are kept as they came. */
    public static final int SAMPLES = 2000;

    /** Means of one channel that are kept: 35 days of quarter-hours. */
    public static final int MEANS = 35 * 96;

    /** Channels that are kept; the one that was written least lately is forgotten first. */
    public static final int SERIES = 2000;

    private static final long QUARTER = Duration.ofMinutes(15).toMillis();
    private static final int BEGIN = 64;

    /** Times and values, the oldest first; grows to its limit and then forgets the oldest. */
    private static final class Ring {
        private final int limit;
        private long[] times = new long[BEGIN];
        private double[] values = new double[BEGIN];
        private int first;
        private int size;

        private Ring(int limit) {
            this.limit = limit;
        }

        private void add(long time, double value) {
            if (size == times.length && size < limit) {
                int larger = Math.min(limit, size * 2);
                long[] moreTimes = new long[larger];
                double[] moreValues = new double[larger];
                for (int i = 0; i < size; i++) {
                    moreTimes[i] = time(i);
                    moreValues[i] = value(i);
                }
                times = moreTimes;
                values = moreValues;
                first = 0;
            }
            int at = (first + size) % times.length;
            times[at] = time;
            values[at] = value;
            if (size < times.length) {
                size++;
            } else {
                first = (first + 1) % times.length;
            }
        }

        private long time(int i) {
            return times[(first + i) % times.length];
        }

        private double value(int i) {
            return values[(first + i) % times.length];
        }

        private long newest() {
            return size == 0 ? Long.MIN_VALUE : time(size - 1);
        }
    }

    private static final class Series {
        private final Ring samples = new Ring(SAMPLES);
        private final Ring means = new Ring(MEANS);
        private long quarter = Long.MIN_VALUE;
        private double sum;
        private int count;

        private void add(long time, double value) {
            if (time <= samples.newest()) {
                return; // told before, or the clock was set back
            }
            long of = Math.floorDiv(time, QUARTER);
            if (of != quarter && count > 0) {
                means.add(quarter * QUARTER, sum / count);
                sum = 0;
                count = 0;
            }
            quarter = of;
            sum += value;
            count++;
            samples.add(time, value);
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
        long exact = found.samples.size == 0 ? Long.MAX_VALUE : found.samples.time(0);
        for (int i = 0; i < found.means.size; i++) {
            long time = found.means.time(i);
            if (time >= begin && time < end && time + QUARTER <= exact) {
                samples.add(new Sample(Instant.ofEpochMilli(time), found.means.value(i)));
            }
        }
        for (int i = 0; i < found.samples.size; i++) {
            long time = found.samples.time(i);
            if (time >= begin && time < end) {
                samples.add(new Sample(Instant.ofEpochMilli(time), found.samples.value(i)));
            }
        }
        return samples;
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

    private static String key(String meter, String channel) {
        return String.join("\0", Arrays.asList(meter, channel));
    }
}
