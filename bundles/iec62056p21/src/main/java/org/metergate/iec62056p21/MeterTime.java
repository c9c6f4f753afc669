package org.metergate.iec62056p21;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The meter's clock in a readout: 0.9.1 time and 0.9.2 date (IEC 62056-61; EDIS leads with one digit for the season: 0
 * normal time, 1 summer time, 2 UTC), or 1.0.0 with both (P1: {@code YYMMDDhhmmss} and S or W).
 */
final class MeterTime {
    private static final Pattern TIME = Pattern.compile("([012])?(\\d{2}):?(\\d{2}):?(\\d{2})");
    private static final Pattern DATE = Pattern.compile("([012])?(?:20)?(\\d{2})-?(\\d{2})-?(\\d{2})");
    private static final Pattern BOTH =
            Pattern.compile("(?:20)?(\\d{2})-?(\\d{2})-?(\\d{2})[ ,T]?(\\d{2}):?(\\d{2}):?(\\d{2})([SWsw]?)");

    private MeterTime() {}

    static Optional<Instant> of(Registers registers, ZoneId zone) {
        try {
            Optional<Instant> apart = apart(registers, zone);
            return apart.isPresent() ? apart : together(registers, zone);
        } catch (DateTimeException e) {
            return Optional.empty(); // a meter whose clock was never set
        }
    }

    private static Optional<Instant> apart(Registers registers, ZoneId zone) {
        Optional<Matcher> time = matched(registers, "0.9.1", TIME);
        Optional<Matcher> date = matched(registers, "0.9.2", DATE);
        if (time.isEmpty() || date.isEmpty()) {
            return Optional.empty();
        }
        Matcher day = date.get();
        Matcher clock = time.get();
        LocalDateTime local = LocalDateTime.of(
                LocalDate.of(2000 + number(day, 2), number(day, 3), number(day, 4)),
                LocalTime.of(number(clock, 2), number(clock, 3), number(clock, 4)));
        String season = clock.group(1) != null ? clock.group(1) : day.group(1);
        return Optional.of(at(local, zone, season == null ? "" : season));
    }

    private static Optional<Instant> together(Registers registers, ZoneId zone) {
        return matched(registers, "0-0:1.0.0", BOTH)
                .or(() -> matched(registers, "1.0.0", BOTH))
                .map(both -> at(
                        LocalDateTime.of(
                                2000 + number(both, 1),
                                number(both, 2),
                                number(both, 3),
                                number(both, 4),
                                number(both, 5),
                                number(both, 6)),
                        zone,
                        both.group(7).equalsIgnoreCase("S") ? "1" : "0"));
    }

    /** The season decides in the hour that the clock shows twice. */
    private static Instant at(LocalDateTime local, ZoneId zone, String season) {
        if (season.equals("2")) {
            return local.toInstant(ZoneOffset.UTC);
        }
        ZonedDateTime zoned = local.atZone(zone);
        return (season.equals("0") ? zoned.withLaterOffsetAtOverlap() : zoned.withEarlierOffsetAtOverlap()).toInstant();
    }

    private static Optional<Matcher> matched(Registers registers, String address, Pattern pattern) {
        return registers
                .find(address)
                .map(set -> pattern.matcher(set.values().get(0).raw().strip()))
                .filter(Matcher::matches);
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }
}
