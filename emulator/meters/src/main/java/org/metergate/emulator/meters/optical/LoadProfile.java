package org.metergate.emulator.meters.optical;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.metergate.emulator.meters.Building;

/**
 * The load profile P.01 and the log book P.98 (VDEW requirements for electronic load profile meters, 2.1): a head with the
 * time of the first row, {@code P.01(ZSTs13)(status)(period)(columns)(1.5)(kW)(2.5)(kW)}, then a line of values for each
 * registration period; of the log book a line for each entry. ZSTs13 is a digit for the season (0 normal time, 1 summer
 * time) and YYMMDDhhmmss.
 */
final class LoadProfile {
    static final String PROFILE = "P.01";
    static final String LOG = "P.98";

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyMMddHHmmss");
    private static final Pattern RANGE =
            Pattern.compile("(?:([012]?\\d{10}(?:\\d\\d)?))?;(?:([012]?\\d{10}(?:\\d\\d)?))?");
    private static final String NOTHING = "(ERROR)";
    private static final int MOST_ROWS = 4 * 24 * 40;
    private static final String SET_CLOCK = "2000";

    private final Building building;
    private final ZoneId zone;
    private final long period;
    private final Instant installed;

    /**
     * @param building what is measured
     * @param zone of the meter's clock
     * @param period registration period in seconds
     * @param installed before which there are no rows
     */
    LoadProfile(Building building, ZoneId zone, long period, Instant installed) {
        this.building = building;
        this.zone = zone;
        this.period = period;
        this.installed = installed;
    }

    /**
     * Writes the rows of a time.
     *
     * @param range {@code from;to}, each empty, 11 or 13 digits, both included
     * @param now the last row is not after it
     * @return the lines, each with its line end; one line with an error if there is nothing in that time
     */
    List<String> rows(String range, Instant now) {
        Optional<Instant[]> limits = limits(range, now);
        List<String> lines = new ArrayList<>();
        if (limits.isPresent()) {
            long first = -Math.floorDiv(-limits.get()[0].getEpochSecond(), period) * period;
            for (long end = first;
                    end <= limits.get()[1].getEpochSecond() && lines.size() <= MOST_ROWS;
                    end += period) {
                if (lines.isEmpty()) {
                    lines.add(PROFILE + "(" + stamp(Instant.ofEpochSecond(end)) + ")(00)(" + period / 60
                            + ")(2)(1.5)(kW)(2.5)(kW)\r\n");
                }
                lines.add(row(end));
            }
        }
        return lines.isEmpty() ? List.of(PROFILE + NOTHING) : lines;
    }

    /**
     * Writes the entries of a time: the clock is set at every midnight.
     *
     * @param range as for {@link #rows}
     * @param now the last entry is not after it
     * @return the lines, each with its line end; one line with an error if there is nothing in that time
     */
    List<String> log(String range, Instant now) {
        Optional<Instant[]> limits = limits(range, now);
        List<String> lines = new ArrayList<>();
        if (limits.isPresent()) {
            ZonedDateTime midnight = limits.get()[0].atZone(zone).toLocalDate().atStartOfDay(zone);
            for (;
                    !midnight.toInstant().isAfter(limits.get()[1]) && lines.size() < 100;
                    midnight = midnight.plusDays(1)) {
                if (!midnight.toInstant().isBefore(limits.get()[0])) {
                    String stamp = stamp(midnight.toInstant());
                    lines.add(LOG + "(" + stamp + ")(" + SET_CLOCK + ")()(2)(0.9.1)()(0.9.2)()(" + stamp.substring(7)
                            + ")(" + stamp.substring(1, 7) + ")\r\n");
                }
            }
        }
        return lines.isEmpty() ? List.of(LOG + NOTHING) : lines;
    }

    /** Mean power of the registration period that ends then. */
    private String row(long end) {
        Building.State from = building.at(Instant.ofEpochSecond(end - period));
        Building.State to = building.at(Instant.ofEpochSecond(end));
        return "(" + kilowatts(to.activeImport() - from.activeImport()) + ")("
                + kilowatts(to.activeExport() - from.activeExport()) + ")\r\n";
    }

    private String kilowatts(double wattHours) {
        return Registers.digits(wattHours * 3.6 / period, 2, 4);
    }

    private Optional<Instant[]> limits(String range, Instant now) {
        Matcher matcher = RANGE.matcher(range.isEmpty() ? ";" : range);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            Instant from = matcher.group(1) == null ? installed : instant(matcher.group(1));
            Instant to = matcher.group(2) == null ? now : instant(matcher.group(2));
            return Optional.of(new Instant[] {
                from.isBefore(installed) ? installed : from, to.isAfter(now) ? now : to,
            });
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Instant instant(String stamp) {
        boolean season = stamp.length() % 2 == 1;
        String digits = season ? stamp.substring(1) : stamp;
        LocalDateTime local = LocalDateTime.parse(digits.length() == 10 ? digits + "00" : digits, STAMP);
        char which = season ? stamp.charAt(0) : '0';
        if (which == '2') {
            return local.atZone(ZoneOffset.UTC).toInstant();
        }
        ZonedDateTime zoned = local.atZone(zone);
        return (which == '1' ? zoned.withEarlierOffsetAtOverlap() : zoned.withLaterOffsetAtOverlap()).toInstant();
    }

    private String stamp(Instant time) {
        boolean summer = zone.getRules().isDaylightSavings(time);
        return (summer ? "1" : "0") + STAMP.format(LocalDateTime.ofInstant(time, zone));
    }
}
