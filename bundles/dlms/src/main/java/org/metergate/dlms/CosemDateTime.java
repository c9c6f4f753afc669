package org.metergate.dlms;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.OptionalInt;
import org.metergate.transport.MalformedFrameException;

/**
 * A date-time of COSEM: 12 bytes (IEC 62056-6-2, 4.1.6.1).
 *
 * @param local the local time, to the hundredth of a second
 * @param deviation minutes to add to the local time to get UTC, -840 to 840; empty if not specified (8000)
 * @param status the clock status: bit 0 invalid, 1 doubtful, 2 different base, 3 invalid status, 7 daylight saving;
 *     255 not specified
 */
public record CosemDateTime(LocalDateTime local, OptionalInt deviation, int status) {

    private static final int UNSPECIFIED = 0xFF;
    private static final int DEVIATION_UNSPECIFIED = 0x8000;
    private static final int INVALID = 0x01;
    private static final int INVALID_STATUS = 0x08;
    private static final int DAYLIGHT_SAVING = 0x80;

    /**
     * Reads the 12 bytes.
     *
     * @param bytes year (2), month, day, day of week, hour, minute, second, hundredths, deviation (2), status
     * @return the date-time; empty if a field of the date or the time is a wildcard or "last day"
     * @throws MalformedFrameException if the fields make no date-time; offsets are those in {@code bytes}
     */
    public static Optional<CosemDateTime> decode(byte[] bytes) throws MalformedFrameException {
        Bytes in = new Bytes(bytes);
        int year = in.u16("a year");
        int month = in.u8("a month");
        int day = in.u8("a day");
        int dayOfWeek = in.u8("a day of the week");
        int hour = in.u8("an hour");
        int minute = in.u8("a minute");
        int second = in.u8("a second");
        int hundredths = in.u8("hundredths");
        int deviation = in.u16("a deviation");
        int status = in.u8("a clock status");
        in.nothingMore("a date-time");
        // 0 comes from meters that do not know the day of the week either
        if (dayOfWeek > 7 && dayOfWeek != UNSPECIFIED) {
            throw in.malformed(4, "a day of the week 1 to 7 or FF", Bytes.hex(dayOfWeek));
        }
        if (year == 0xFFFF || month >= 0xFD || day >= 0xFD || hour == UNSPECIFIED || minute == UNSPECIFIED) {
            return Optional.empty();
        }
        int wholeSecond = second == UNSPECIFIED ? 0 : second;
        int nanos = hundredths == UNSPECIFIED ? 0 : hundredths * 10_000_000;
        short minutes = (short) deviation;
        if (deviation != DEVIATION_UNSPECIFIED && Math.abs(minutes) > 840) {
            throw in.malformed(9, "a deviation of -840 to 840 minutes or 8000", String.valueOf(minutes));
        }
        try {
            return Optional.of(new CosemDateTime(
                    LocalDateTime.of(year, month, day, hour, minute, wholeSecond, nanos),
                    deviation == DEVIATION_UNSPECIFIED ? OptionalInt.empty() : OptionalInt.of(minutes),
                    status));
        } catch (DateTimeException e) {
            throw in.malformed(0, "a date and a time of day", Bytes.hex(bytes));
        }
    }

    /** @return the 12 bytes; the day of the week is left unspecified */
    public byte[] encode() {
        return ByteBuffer.allocate(12)
                .putShort((short) local.getYear())
                .put((byte) local.getMonthValue())
                .put((byte) local.getDayOfMonth())
                .put((byte) UNSPECIFIED)
                .put((byte) local.getHour())
                .put((byte) local.getMinute())
                .put((byte) local.getSecond())
                .put((byte) (local.getNano() / 10_000_000))
                .putShort((short) deviation.orElse(DEVIATION_UNSPECIFIED))
                .put((byte) status)
                .array();
    }

    /** @return whether the meter itself says that its time is wrong */
    public boolean invalid() {
        return status != UNSPECIFIED && (status & (INVALID | INVALID_STATUS)) != 0;
    }

    /**
     * Places the time on the time line. In the hour that the end of daylight saving repeats, the status says which of
     * the two is meant.
     *
     * @param zone where the meter is; used if it did not specify its deviation
     * @return the instant
     */
    public Instant instant(ZoneId zone) {
        if (deviation.isPresent()) {
            return local.toInstant(ZoneOffset.ofTotalSeconds(-deviation.getAsInt() * 60));
        }
        ZonedDateTime zoned = local.atZone(zone);
        boolean saving = status != UNSPECIFIED && (status & DAYLIGHT_SAVING) != 0;
        return (saving ? zoned.withEarlierOffsetAtOverlap() : zoned.withLaterOffsetAtOverlap()).toInstant();
    }

    /** @return ISO text as {@link #toString}, with {@code +00:00} for UTC */
    String numeric() {
        return toString().replace("Z", "+00:00");
    }

    /** @return ISO text, with the offset if the deviation is specified: {@code 2020-01-01T00:03:00+02:00} */
    @Override
    public String toString() {
        String text = local.toLocalDate() + "T" + local.toLocalTime();
        if (local.getSecond() == 0 && local.getNano() == 0) {
            text += ":00";
        }
        return deviation.isPresent() ? text + ZoneOffset.ofTotalSeconds(-deviation.getAsInt() * 60) : text;
    }
}
