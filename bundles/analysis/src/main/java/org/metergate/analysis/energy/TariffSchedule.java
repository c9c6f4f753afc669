package org.metergate.analysis.energy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * The hours of the day that are off-peak (HC, heures creuses); all others are peak (HP, heures pleines).
 *
 * @param windows of local time, none longer than a day
 * @param zone whose local time
 */
public record TariffSchedule(List<Window> windows, ZoneId zone) {

    /** From a time of day to another, over midnight if that is earlier. */
    public record Window(LocalTime from, LocalTime to) {
        boolean contains(LocalTime time) {
            return from.isBefore(to)
                    ? !time.isBefore(from) && time.isBefore(to)
                    : !time.isBefore(from) || time.isBefore(to);
        }
    }

    /** Energy of one interval by tariff, in Wh. */
    public record Split(double peak, double offPeak) {}

    public TariffSchedule {
        windows = List.copyOf(windows);
    }

    /**
     * Reads a schedule.
     *
     * @param text such as {@code 22:30-06:30} or {@code 12:00-14:00,22:00-06:00}; empty: always peak
     * @param zone whose local time
     * @return the schedule
     * @throws IllegalArgumentException if it is none, saying what was expected
     */
    public static TariffSchedule parse(String text, ZoneId zone) {
        List<Window> windows = new ArrayList<>();
        for (String part : text.isBlank() ? new String[0] : text.split(",", -1)) {
            String[] ends = part.strip().split("-", -1);
            try {
                if (ends.length != 2 || ends[0].equals(ends[1])) {
                    throw new IllegalArgumentException(expected(part));
                }
                windows.add(new Window(LocalTime.parse(ends[0].strip()), LocalTime.parse(ends[1].strip())));
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException(expected(part), e);
            }
        }
        return new TariffSchedule(windows, zone);
    }

    private static String expected(String part) {
        return "is '" + part.strip() + "'; expected hours such as 22:30-06:30, several with commas between";
    }

    /** @return whether the moment is off-peak */
    public boolean isOffPeak(Instant time) {
        LocalTime local = time.atZone(zone).toLocalTime();
        return windows.stream().anyMatch(window -> window.contains(local));
    }

    /**
     * Splits an interval's energy by the time it spends in each tariff.
     *
     * @param interval with known energy
     * @return its parts; their sum is the whole
     */
    public Split split(Consumption interval) {
        Instant time = interval.from();
        double offPeak = 0;
        double whole = Duration.between(interval.from(), interval.to()).toNanos();
        while (time.isBefore(interval.to())) {
            Instant next = next(time);
            Instant until = next.isBefore(interval.to()) ? next : interval.to();
            if (isOffPeak(time)) {
                offPeak += Duration.between(time, until).toNanos() / whole;
            }
            time = until;
        }
        double energy = interval.wattHours() * Math.min(1, offPeak);
        return new Split(interval.wattHours() - energy, energy);
    }

    /** The next moment at which the tariff may change: an end of a window, or a change of the clocks. */
    private Instant next(Instant time) {
        ZonedDateTime local = time.atZone(zone);
        Instant next = local.toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
        for (Window window : windows) {
            for (LocalTime end : List.of(window.from(), window.to())) {
                Instant change = local.toLocalDate().atTime(end).atZone(zone).toInstant();
                next = change.isAfter(time) && change.isBefore(next) ? change : next;
            }
        }
        var transition = zone.getRules().nextTransition(time);
        return transition != null && transition.getInstant().isBefore(next) ? transition.getInstant() : next;
    }
}
