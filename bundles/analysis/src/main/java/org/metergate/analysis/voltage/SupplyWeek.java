package org.metergate.analysis.voltage;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The requirements of EN 50160 over weeks (from Monday 00:00 UTC): readings become means of the interval that each asks for,
 * and those are counted. An interval with a reading that was flagged (IEC 61000-4-30, 4.7) does not count, nor does one
 * without a reading. Bounded: this week and the last one. One thread at a time.
 */
public final class SupplyWeek {
    private static final int MOST = 64;

    /**
     * How one requirement was met in one week.
     *
     * @param name of what was measured, such as {@code U1}
     * @param from beginning of the week
     * @param requirement what was to be met
     * @param means intervals that counted
     * @param part of them within the limits, 0 to 1
     * @param met whether these are enough
     */
    public record Line(String name, Instant from, Requirement requirement, long means, double part, boolean met) {}

    private final TreeMap<String, IntervalCount> counts = new TreeMap<>();
    private List<Line> last = List.of();
    private Instant week = Instant.EPOCH;

    /**
     * Takes a reading.
     *
     * @param name of what was measured, such as {@code U1}; beyond 64 names with their requirements none is taken
     * @param requirement that it is to meet
     * @param time of the reading; one of a past interval changes nothing
     * @param percent in %, of voltage and frequency the deviation from the nominal one, finite
     * @param flagged whether it is of an interruption, whose interval is not to count
     * @return whether an interval ended with it
     */
    public boolean add(String name, Requirement requirement, Instant time, double percent, boolean flagged) {
        Instant monday = monday(time);
        if (monday.isAfter(week)) {
            counts.values().forEach(IntervalCount::end);
            last = lines(week);
            last = last.isEmpty() || !monday.minus(7, ChronoUnit.DAYS).equals(week) ? List.of() : last;
            week = monday;
            counts.clear();
        }
        String key = name + " " + requirement;
        if (monday.isBefore(week) || !counts.containsKey(key) && counts.size() >= MOST) {
            return false;
        }
        return counts.computeIfAbsent(key, any -> new IntervalCount(name, requirement))
                .add(time, percent, flagged);
    }

    private static Instant monday(Instant time) {
        return time.atOffset(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.DAYS)
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                .toInstant();
    }

    /** @return this week so far, without the interval that has not ended; by name, empty before the first has */
    public List<Line> current() {
        return lines(week);
    }

    /** @return the week before this one; empty if nothing was read then */
    public List<Line> last() {
        return last;
    }

    private List<Line> lines(Instant from) {
        List<Line> lines = new ArrayList<>();
        counts.values().forEach(count -> count.line(from).ifPresent(lines::add));
        return List.copyOf(lines);
    }

    /** @return the state as lines of text */
    public List<String> save() {
        List<String> lines = new ArrayList<>();
        counts.values().forEach(count -> lines.add("this\t" + week.toEpochMilli() + "\t" + count.save()));
        last.forEach(line -> lines.add(String.join(
                "\t",
                "last",
                Long.toString(line.from().toEpochMilli()),
                line.name(),
                line.requirement().name(),
                Long.toString(line.means()),
                Double.toString(line.part()),
                Boolean.toString(line.met()))));
        return lines;
    }

    /**
     * Goes on from one line of {@link #save}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public void restore(String line) {
        String[] parts = line.split("\t");
        if (parts.length == 10 && parts[0].equals("this")) {
            week = Instant.ofEpochMilli(Long.parseLong(parts[1]));
            IntervalCount count = IntervalCount.restored(parts, 2);
            counts.put(parts[2] + " " + parts[3], count);
        } else if (parts.length == 7 && parts[0].equals("last")) {
            List<Line> more = new ArrayList<>(last);
            more.add(new Line(
                    parts[2],
                    Instant.ofEpochMilli(Long.parseLong(parts[1])),
                    Requirement.valueOf(parts[3]),
                    Long.parseLong(parts[4]),
                    Double.parseDouble(parts[5]),
                    Boolean.parseBoolean(parts[6])));
            last = List.copyOf(more);
        } else {
            throw new IllegalArgumentException("'" + line + "' is no state of a week");
        }
    }
}
