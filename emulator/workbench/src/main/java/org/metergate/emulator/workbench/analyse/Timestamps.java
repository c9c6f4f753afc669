package org.metergate.emulator.workbench.analyse;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads timestamps as CSV files have them: ISO 8601 with or without a zone, the same with a blank for the T, a date alone,
 * or seconds (up to 11 digits), milliseconds, microseconds or nanoseconds since 1970-01-01T00:00Z.
 */
final class Timestamps {
    private static final Pattern EPOCH = Pattern.compile("-?\\d{1,19}(\\.\\d{1,9})?");
    private static final DateTimeFormatter LOCAL = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd['T'][' ']HH:mm[:ss]")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter();
    private static final DateTimeFormatter ZONED = new DateTimeFormatterBuilder()
            .append(LOCAL)
            .optionalStart()
            .appendLiteral(' ')
            .optionalEnd()
            .appendPattern("[XXX][XX][X]")
            .toFormatter();

    private final ZoneId zone;

    /** @param zone of timestamps without one */
    Timestamps(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * Reads one timestamp. In the hour that a local clock counts twice, the second counting is meant where the first would
     * not be later than the timestamp before.
     *
     * @param text as it stands in the file
     * @param before the timestamp before it
     * @return the time; empty if it is no timestamp
     * @throws SkippedException if the clocks of the zone never showed that time
     */
    Optional<Instant> read(String text, Optional<Instant> before) throws SkippedException {
        if (EPOCH.matcher(text).matches()) {
            return epoch(text);
        }
        try {
            if (text.length() == 10) {
                return Optional.of(LocalDate.parse(text).atStartOfDay(zone).toInstant());
            }
            if (text.matches(".*[Zz]|.{11,}[+-]\\d\\d(:?\\d\\d)?")) {
                return Optional.of(
                        OffsetDateTime.parse(text.replace('z', 'Z'), ZONED).toInstant());
            }
            return Optional.of(local(LocalDateTime.parse(text, LOCAL), before));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Writes a time as a file writes its own.
     *
     * @param sample a timestamp of that file
     * @param time to be written
     * @return the time in the same form
     */
    String write(String sample, Instant time) {
        if (EPOCH.matcher(sample).matches()) {
            int digits = sample.replaceFirst("\\..*", "").replace("-", "").length();
            return Long.toString(digits <= 11 ? time.getEpochSecond() : time.toEpochMilli());
        }
        if (sample.matches(".*[Zz]")) {
            return time.toString();
        }
        String separator = sample.contains("T") ? "T" : " ";
        if (sample.length() > 10 && sample.matches(".{11,}[+-]\\d\\d(:?\\d\\d)?")) {
            return DateTimeFormatter.ofPattern("yyyy-MM-dd'" + separator + "'HH:mm:ssXXX")
                    .withZone(zone)
                    .format(time);
        }
        return DateTimeFormatter.ofPattern(
                        sample.length() == 10 ? "yyyy-MM-dd" : "yyyy-MM-dd'" + separator + "'HH:mm:ss")
                .withZone(zone)
                .format(time);
    }

    private Instant local(LocalDateTime time, Optional<Instant> before) throws SkippedException {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time);
        if (offsets.isEmpty()) {
            throw new SkippedException();
        }
        Instant first = time.toInstant(offsets.get(0));
        return offsets.size() > 1 && before.isPresent() && !first.isAfter(before.get())
                ? time.toInstant(offsets.get(1))
                : first;
    }

    private static Optional<Instant> epoch(String text) {
        try {
            String whole = text.replaceFirst("\\..*", "");
            int digits = whole.replace("-", "").length();
            if (digits <= 11) {
                java.math.BigDecimal seconds = new java.math.BigDecimal(text);
                java.math.BigDecimal floor = seconds.setScale(0, java.math.RoundingMode.FLOOR);
                return Optional.of(Instant.ofEpochSecond(
                        floor.longValueExact(),
                        seconds.subtract(floor).movePointRight(9).longValueExact()));
            }
            if (text.contains(".")) {
                return Optional.empty();
            }
            long count = Long.parseLong(whole);
            long perSecond = digits <= 14 ? 1_000L : digits <= 16 ? 1_000_000L : 1_000_000_000L;
            return Optional.of(Instant.ofEpochSecond(
                    Math.floorDiv(count, perSecond), Math.floorMod(count, perSecond) * (1_000_000_000L / perSecond)));
        } catch (ArithmeticException | NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The clocks of the zone were put forward over that time. */
    static final class SkippedException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
