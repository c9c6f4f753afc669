package org.metergate.emulator.meters.mbus;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;

/** Writes one RSP_UD with a variable data structure (EN 13757-3, clauses 5 and 6), byte by byte. */
final class Telegram {

    private static final int RSP_UD = 0x08;
    private static final int CI_VARIABLE = 0x72;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /**
     * @param identity identification, manufacturer, version, medium: 8 bytes
     * @param accessNumber 0 to 255
     */
    Telegram(byte[] identity, int accessNumber) {
        this(identity, accessNumber, 0);
    }

    /**
     * The first eight bytes of a header.
     *
     * @param id up to 8 decimal digits
     * @param manufacturer three letters A to Z
     * @param version 0 to 255
     * @param medium 0 to 255
     * @return identification as BCD and manufacturer as 3 times 5 bits, each low byte first, version, medium
     */
    static byte[] identity(int id, String manufacturer, int version, int medium) {
        int code = (manufacturer.charAt(0) - 64) * 32 * 32
                + (manufacturer.charAt(1) - 64) * 32
                + (manufacturer.charAt(2) - 64);
        ByteArrayOutputStream identity = new ByteArrayOutputStream();
        identity.writeBytes(bcd(id, 4));
        identity.write(code);
        identity.write(code >> 8);
        identity.write(version);
        identity.write(medium);
        return identity.toByteArray();
    }

    /**
     * @param identity 8 bytes
     * @param accessNumber 0 to 255
     * @param status status byte: 4 power low, 8 permanent error, 10 temporary error (hex)
     */
    Telegram(byte[] identity, int accessNumber, int status) {
        bytes.write(RSP_UD);
        bytes.write(0); // the slave's address comes here
        bytes.write(CI_VARIABLE);
        bytes.writeBytes(identity);
        bytes.write(accessNumber);
        bytes.write(status);
        bytes.write(0); // configuration field: not encrypted
        bytes.write(0);
    }

    /**
     * The first eight bytes of a header whose identification has digits above 9.
     *
     * @param id 8 hexadecimal digits
     * @param manufacturer three letters A to Z
     * @param version 0 to 255
     * @param medium 0 to 255
     * @return as {@link #identity(int, String, int, int)}
     */
    static byte[] identity(String id, String manufacturer, int version, int medium) {
        byte[] identity = identity(0, manufacturer, version, medium);
        for (int i = 0; i < 4; i++) {
            identity[i] = (byte) Integer.parseInt(id.substring(6 - 2 * i, 8 - 2 * i), 16);
        }
        return identity;
    }

    /**
     * One record with a number.
     *
     * @param dif DIF and DIFEs; the data field is 1 to 4, 6 or 7 (integer) or 9, A, B, C or E (BCD)
     * @param vif VIF and VIFEs
     * @param digits what the register holds
     */
    Telegram record(String dif, String vif, long digits) {
        hex(dif + vif);
        int field = Character.digit(dif.charAt(1), 16);
        if (field >= 9) {
            bytes.writeBytes(bcd(digits, field == 14 ? 6 : field - 8));
            return this;
        }
        int length = field == 7 ? 8 : field;
        for (int i = 0; i < length; i++) {
            bytes.write((int) (digits >> 8 * i));
        }
        return this;
    }

    /** A counter: cut off below its step, as a register that has not moved on yet. */
    Telegram counter(String dif, String vif, double value, String step) {
        return integer(dif, vif, steps(value, step, RoundingMode.FLOOR));
    }

    /** An instantaneous value: rounded to the nearest step. */
    Telegram measured(String dif, String vif, double value, String step) {
        return integer(dif, vif, steps(value, step, RoundingMode.HALF_EVEN));
    }

    /** Eight decimal digits (data field C). */
    Telegram digits(String vif, long value) {
        hex("0C" + vif);
        bytes.writeBytes(bcd(value % 100_000_000, 4));
        return this;
    }

    /** Data type I, 48 bit: second, minute, hour, day and year, month and year; no week, no summer time. */
    Telegram time(LocalDateTime time) {
        hex("066D");
        bytes.write(time.getSecond());
        bytes.write(time.getMinute());
        bytes.write(time.getHour());
        day(time.toLocalDate());
        bytes.write(0);
        return this;
    }

    /** Data type G, 16 bit, in storage 1. */
    Telegram storedDay(LocalDate date) {
        hex("426C");
        day(date);
        return this;
    }

    /** Anything worked out by hand. */
    Telegram hex(String text) {
        bytes.writeBytes(java.util.HexFormat.of().parseHex(text));
        return this;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    private void day(LocalDate date) {
        int year = date.getYear() % 100;
        bytes.write(date.getDayOfMonth() | (year & 0x07) << 5);
        bytes.write(date.getMonthValue() | (year >> 3) << 4);
    }

    private Telegram integer(String dif, String vif, long register) {
        hex(dif + vif);
        int length = dif.charAt(1) - '0'; // data field 1 to 4: as many bytes
        for (int i = 0; i < length; i++) {
            bytes.write((int) (register >> 8 * i));
        }
        return this;
    }

    private static long steps(double value, String step, RoundingMode rounding) {
        return BigDecimal.valueOf(value)
                .divide(new BigDecimal(step), 0, rounding)
                .longValueExact();
    }

    static byte[] bcd(long value, int length) {
        byte[] digits = new byte[length];
        long rest = value;
        for (int i = 0; i < length; i++) {
            digits[i] = (byte) (rest % 10 | rest / 10 % 10 << 4);
            rest /= 100;
        }
        return digits;
    }
}
