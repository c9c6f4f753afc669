package org.metergate.iec62056p21;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
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

    /** VDEW: season, date, time with or without seconds; without season also from meters of other countries. */
    private static final Pattern MOMENT =
            Pattern.compile("([012])?(\\d{2})(\\d{2})(\\d{2})(\\d{2})(\\d{2})(\\d{2})?([SWsw]?)");

    private MeterTime() {}

    /**
     * Reads a time that stands in a data set beside its value.
     *
     * @param text {@code 1170318001500}, {@code 11703180015}, {@code 170318001500S}, {@code 1703180015} or
     *     {@code 2017-03-18 00:15:00}
     * @param zone of the meter's clock
     * @return the time; empty if it is none
     */
    static Optional<Instant> moment(String text, ZoneId zone) {
        try {
            String stripped = text.strip();
            Matcher moment = MOMENT.matcher(stripped);
            int digits = (int) stripped.chars().filter(Character::isDigit).count();
            boolean seasonDigit = digits % 2 == 1;
            if (moment.matches() && seasonDigit == (moment.group(1) != null)) {
                String seconds = moment.group(7);
                LocalDateTime local = LocalDateTime.of(
                        2000 + number(moment, 2),
                        number(moment, 3),
                        number(moment, 4),
                        number(moment, 5),
                        number(moment, 6),
                        seconds == null ? 0 : Integer.parseInt(seconds));
                return Optional.of(at(local, zone, season(moment.group(1), moment.group(8))));
            }
            Matcher both = BOTH.matcher(stripped.replace('&', ' '));
            return both.matches() ? Optional.of(together(both, zone)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty(); // 632525252525W of a meter that has nothing to tell
        }
    }

    /** S and W of a P1 telegram, or the digit of VDEW: 0 normal time, 1 summer time, 2 UTC. */
    private static String season(String digit, String letter) {
        if (digit != null) {
            return digit;
        }
        return letter.equalsIgnoreCase("W") ? "0" : "";
    }

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
                .map(both -> together(both, zone));
    }

    private static Instant together(Matcher both, ZoneId zone) {
        return at(
                LocalDateTime.of(
                        2000 + number(both, 1),
                        number(both, 2),
                        number(both, 3),
                        number(both, 4),
                        number(both, 5),
                        number(both, 6)),
                zone,
                season(null, both.group(7)));
    }

    /** The season decides in the hour that the clock shows twice, and where the meter keeps normal time in summer. */
    private static Instant at(LocalDateTime local, ZoneId zone, String season) {
        Instant usual = local.atZone(zone).withEarlierOffsetAtOverlap().toInstant();
        return switch (season) {
            case "2" -> local.toInstant(ZoneOffset.UTC);
            case "0" -> local.toInstant(zone.getRules().getStandardOffset(usual));
            default -> usual;
        };
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
