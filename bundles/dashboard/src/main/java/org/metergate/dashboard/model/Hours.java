package org.metergate.dashboard.model;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Hours of every day.
 *
 * @param windows none: the whole day
 */
public record Hours(List<Window> windows) {

    /** Always. */
    public static final Hours ALL = new Hours(List.of());

    private static final int MOST = 10;

    public Hours {
        windows = List.copyOf(windows);
    }

    /** From one time of the day to another, which is of the next day if it is not later. */
    public record Window(LocalTime from, LocalTime to) {
        private boolean overMidnight() {
            return !to.isAfter(from);
        }

        private boolean holds(LocalTime time) {
            return overMidnight()
                    ? !time.isBefore(from) || time.isBefore(to)
                    : !time.isBefore(from) && time.isBefore(to);
        }
    }

    /** From one instant to another. */
    record Span(Instant from, Instant to) {}

    /**
     * @param text such as {@code 22:30-06:30,12:00-14:00}; empty for the whole day
     * @throws IllegalArgumentException with what would be right
     */
    public static Hours parse(String text) {
        List<Window> windows = new ArrayList<>();
        for (String one : text.isBlank() ? new String[0] : text.split(",", -1)) {
            String[] ends = one.strip().split("-", -1);
            try {
                if (ends.length == 2 && windows.size() < MOST) {
                    windows.add(new Window(LocalTime.parse(ends[0].strip()), LocalTime.parse(ends[1].strip())));
                    continue;
                }
            } catch (DateTimeException e) {
                // told below
            }
            throw new IllegalArgumentException(
                    "is \"" + text + "\"; expected hours such as 22:30-06:30, up to " + MOST + " with commas between");
        }
        return new Hours(windows);
    }

    /** @return as {@link #parse} takes it */
    public String text() {
        return windows.stream().map(one -> one.from() + "-" + one.to()).collect(Collectors.joining(","));
    }

    /** @return whether there is a time that both hold */
    public boolean overlaps(Hours other) {
        if (windows.isEmpty() || other.windows.isEmpty()) {
            return true;
        }
        return windows.stream().anyMatch(one -> other.windows.stream()
                .anyMatch(two -> one.holds(two.from()) || two.holds(one.from())));
    }

    /** @return the spans of these hours between two instants, in the order of their beginning */
    List<Span> between(Instant from, Instant to, ZoneId zone) {
        if (windows.isEmpty()) {
            return List.of(new Span(from, to));
        }
        List<Span> spans = new ArrayList<>();
        LocalDate last = to.atZone(zone).toLocalDate();
        for (LocalDate day = from.atZone(zone).toLocalDate().minusDays(1); !day.isAfter(last); day = day.plusDays(1)) {
            for (Window one : windows) {
                LocalDate ends = one.overMidnight() ? day.plusDays(1) : day;
                Instant begin = day.atTime(one.from()).atZone(zone).toInstant();
                Instant end = ends.atTime(one.to()).atZone(zone).toInstant();
                Instant first = begin.isAfter(from) ? begin : from;
                Instant until = end.isBefore(to) ? end : to;
                if (first.isBefore(until)) {
                    spans.add(new Span(first, until));
                }
            }
        }
        return spans;
    }
}
