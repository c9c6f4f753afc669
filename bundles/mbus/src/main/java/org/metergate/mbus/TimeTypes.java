package org.metergate.mbus;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/** Reads the time types of EN 13757-3, annex A: G (16 bit), J (24 bit), F (32 bit), I (48 bit), all low byte first. */
final class TimeTypes {

    private TimeTypes() {}

    /**
     * @param b 2, 3, 4 or 6 bytes choose the type
     * @return a day or a moment; raw bytes for another length; invalid if the meter says so or there is no such day
     */
    static Content read(byte[] b) {
        try {
            return switch (b.length) {
                case 2 -> new Content.Day(LocalDate.of(year(b[0], b[1], 0), b[1] & 0x0F, b[0] & 0x1F));
                case 3 -> new Content.TimeOfDay(LocalTime.of(b[2] & 0x1F, b[1] & 0x3F, b[0] & 0x3F));
                case 4 -> typeF(b);
                case 6 -> typeI(b);
                default -> new Content.Raw(b);
            };
        } catch (DateTimeException e) {
            return new Content.Invalid("the date or time is none: " + e.getMessage());
        }
    }

    private static Content typeF(byte[] b) {
        if ((b[0] & 0x80) != 0) {
            return new Content.Invalid("the meter marks its time as invalid");
        }
        int year = year(b[2], b[3], b[1] >> 5 & 0x03);
        return new Content.Moment(
                LocalDateTime.of(year, b[3] & 0x0F, b[2] & 0x1F, b[1] & 0x1F, b[0] & 0x3F), false, (b[1] & 0x80) != 0);
    }

    private static Content typeI(byte[] b) {
        if ((b[1] & 0x80) != 0) {
            return new Content.Invalid("the meter marks its time as invalid");
        }
        int year = year(b[3], b[4], 0);
        return new Content.Moment(
                LocalDateTime.of(year, b[4] & 0x0F, b[3] & 0x1F, b[2] & 0x1F, b[1] & 0x3F, b[0] & 0x3F),
                true,
                (b[0] & 0x40) != 0);
    }

    /** Two digits of the year in 3 and 4 bits; without a hundreds field 81 to 99 are the last century. */
    private static int year(byte low, byte high, int hundreds) {
        int year = low >> 5 & 0x07 | high >> 1 & 0x78;
        if (hundreds > 0) {
            return 1900 + 100 * hundreds + year;
        }
        return year <= 80 ? 2000 + year : 1900 + year;
    }
}
