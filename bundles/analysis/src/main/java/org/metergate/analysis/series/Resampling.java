package org.metergate.analysis.series;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts values of any times into intervals of the calendar: parts of a local day, counted from midnight, or whole local
 * days. On a day when the clocks change, a day has 23 or 25 hours; an interval that does not fit is cut at midnight.
 *
 * @param step of the intervals: up to a day, or a whole number of days
 * @param zone of the days
 * @param how many values become one
 * @param bridge longest time between two values over which {@link How#LINEAR} and {@link How#LAST} give a value
 */
public record Resampling(Duration step, ZoneId zone, How how, Duration bridge) {

    private static final long MOST_INTERVALS = 20_000_000;

    /** How the values of an interval become one. */
    public enum How {
        /** Mean of the values in it; for powers. */
        MEAN,
        /** Sum of the values in it; for energies of intervals. */
        SUM,
        /** Least value in it. */
        MIN,
        /** Greatest value in it. */
        MAX,
        /** Last value before its end, not older than the bridge; for states and counters. */
        LAST,
        /** At its beginning, on the straight line between the values around; for counters and temperatures. */
        LINEAR
    }

    /**
     * One interval.
     *
     * @param start its beginning, included
     * @param end its end, excluded
     * @param value NaN if it is a gap
     * @param count values in it
     */
    public record Interval(Instant start, Instant end, double value, int count) {}

    /** @throws IllegalArgumentException if the step is neither up to a day nor a number of days, or not positive */
    public Resampling {
        boolean parts = step.compareTo(Duration.ofDays(1)) <= 0;
        if (step.isNegative() || step.isZero() || !parts && !step.equals(Duration.ofDays(step.toDays()))) {
            throw new IllegalArgumentException(
                    "the step is " + step + "; expected more than 0 up to a day, or a whole number of days");
        }
        if (bridge.isNegative()) {
            throw new IllegalArgumentException("the bridge is " + bridge + "; expected 0 or more");
        }
    }

    /**
     * Resamples.
     *
     * @param times in order, none twice
     * @param values one for each time; NaN is none
     * @return all intervals from the one of the first time to that of the last
     * @throws IllegalArgumentException if times are not in order, or if there would be more than 20 million intervals
     */
    public List<Interval> of(Instant[] times, double[] values) {
        List<Interval> intervals = new ArrayList<>();
        if (times.length == 0) {
            return intervals;
        }
        for (int i = 1; i < times.length; i++) {
            if (!times[i].isAfter(times[i - 1])) {
                throw new IllegalArgumentException(times[i] + " is not later than " + times[i - 1]);
            }
        }
        if (Duration.between(times[0], times[times.length - 1]).dividedBy(step) > MOST_INTERVALS) {
            throw new IllegalArgumentException("steps of " + step + " from " + times[0] + " to "
                    + times[times.length - 1] + " are more than " + MOST_INTERVALS);
        }
        Instant start = floor(times[0]);
        int from = 0;
        while (!start.isAfter(times[times.length - 1])) {
            Instant end = after(start);
            int to = from;
            while (to < times.length && times[to].isBefore(end)) {
                to++;
            }
            intervals.add(interval(times, values, from, to, start, end));
            from = to;
            start = end;
        }
        return intervals;
    }

    private Interval interval(Instant[] times, double[] values, int from, int to, Instant start, Instant end) {
        int count = 0;
        double sum = 0;
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
            if (!Double.isNaN(values[i])) {
                count++;
                sum += values[i];
                least = Math.min(least, values[i]);
                greatest = Math.max(greatest, values[i]);
            }
        }
        double value =
                switch (how) {
                    case MEAN -> count > 0 ? sum / count : Double.NaN;
                    case SUM -> count > 0 ? sum : Double.NaN;
                    case MIN -> count > 0 ? least : Double.NaN;
                    case MAX -> count > 0 ? greatest : Double.NaN;
                    case LAST -> last(times, values, to - 1, end);
                    case LINEAR -> linear(times, values, from, start);
                };
        return new Interval(start, end, value, count);
    }

    private double last(Instant[] times, double[] values, int index, Instant end) {
        int known = index;
        while (known >= 0 && Double.isNaN(values[known])) {
            known--;
        }
        return known >= 0 && !times[known].plus(bridge).plus(step).isBefore(end) ? values[known] : Double.NaN;
    }

    private double linear(Instant[] times, double[] values, int from, Instant at) {
        int right = from;
        while (right < times.length && Double.isNaN(values[right])) {
            right++;
        }
        if (right < times.length && times[right].equals(at)) {
            return values[right];
        }
        int left = from - 1;
        while (left >= 0 && Double.isNaN(values[left])) {
            left--;
        }
        if (left < 0 || right == times.length || times[left].plus(bridge).isBefore(times[right])) {
            return Double.NaN;
        }
        double part = seconds(times[left], at) / seconds(times[left], times[right]);
        return values[left] + part * (values[right] - values[left]);
    }

    private static double seconds(Instant from, Instant to) {
        Duration between = Duration.between(from, to);
        return between.getSeconds() + between.getNano() / 1e9;
    }

    private Instant floor(Instant time) {
        LocalDate day = time.atZone(zone).toLocalDate();
        if (step.compareTo(Duration.ofDays(1)) > 0) { // counted from Monday 1970-01-05, so that weeks begin on Mondays
            long days = step.toDays();
            long since = Math.floorDiv(day.toEpochDay() - 4, days) * days + 4;
            return LocalDate.ofEpochDay(since).atStartOfDay(zone).toInstant();
        }
        Instant midnight = day.atStartOfDay(zone).toInstant();
        return midnight.plus(step.multipliedBy(Duration.between(midnight, time).dividedBy(step)));
    }

    private Instant after(Instant start) {
        ZonedDateTime local = start.atZone(zone);
        if (step.compareTo(Duration.ofDays(1)) >= 0) {
            return local.toLocalDate()
                    .plusDays(step.toDays())
                    .atStartOfDay(zone)
                    .toInstant();
        }
        Instant midnight = local.toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
        Instant next = start.plus(step);
        return next.isAfter(midnight) ? midnight : next;
    }
}
