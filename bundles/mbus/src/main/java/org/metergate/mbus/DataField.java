package org.metergate.mbus;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the data field of a record (EN 13757-3, tables 4 and 5, annex A). Bytes come low byte first. */
final class DataField {

    /** Length of a field whose length stands in its first byte. */
    static final int VARIABLE = -1;

    private static final int[] LENGTHS = {0, 1, 2, 3, 4, 4, 6, 8, 0, 1, 2, 3, 4, VARIABLE, 6};
    private static final int LONGEST_LONG = 8;
    private static final int MOST_DIGITS_OF_A_LONG = 18;
    private static final String DIGITS = "0123456789ABCDEF";

    private DataField() {}

    /**
     * @param code data field of the DIF, 0 to 14
     * @return length in bytes, or {@link #VARIABLE}
     */
    static int lengthOf(int code) {
        return LENGTHS[code];
    }

    /**
     * @param lvar the LVAR byte, 0 to 255
     * @return length in bytes, -1 if the LVAR is reserved
     */
    static int lengthOfVariable(int lvar) {
        if (lvar <= 0xBF) {
            return lvar;
        }
        if (lvar <= 0xC9 || lvar >= 0xD0 && lvar <= 0xD9) {
            return lvar & 0x0F; // 2 digits each
        }
        if (lvar >= 0xE0 && lvar <= 0xEF) {
            return lvar - 0xE0;
        }
        return switch (lvar) {
            case 0xF0, 0xF1, 0xF2, 0xF3, 0xF4 -> 4 * (lvar - 0xEC);
            case 0xF5 -> 48;
            case 0xF6 -> 64;
            default -> -1;
        };
    }

    /**
     * Reads a field.
     *
     * @param code data field of the DIF
     * @param lvar the LVAR byte if the code is 13
     * @param b where the data are, low byte first
     * @param at index of the first byte
     * @param length of the field in bytes
     * @param kind what the VIF says the data are
     * @return the content; {@link Content.Invalid} if the bytes cannot be a value
     */
    static Content read(int code, int lvar, byte[] b, int at, int length, Meaning.Kind kind) {
        return switch (code) {
            case 0, 8 -> new Content.Nothing();
            case 5 -> real(b, at);
            case 9, 10, 11, 12, 14 -> bcd(b, at, length, kind == Meaning.Kind.IDENTIFICATION);
            case 13 -> variable(lvar, b, at, length, kind);
            default -> kind == Meaning.Kind.TIME && length > 1
                    ? TimeTypes.read(Arrays.copyOfRange(b, at, at + length))
                    : integer(b, at, length, kind);
        };
    }

    /**
     * Data type B, two's complement, whose least value stands for "invalid" (table A.2); or C, without a sign, whose
     * greatest does (table A.3); or D, in which every bit counts for itself.
     */
    private static Content integer(byte[] b, int at, int length, Meaning.Kind kind) {
        if (kind == Meaning.Kind.UNSIGNED && allOnes(b, at, length)) {
            return new Content.Invalid(
                    "the unsigned integer is the greatest of its length, by which a meter says that it has no value");
        }
        boolean unsigned = kind == Meaning.Kind.UNSIGNED || kind == Meaning.Kind.BITS;
        if (length > LONGEST_LONG || length == LONGEST_LONG && unsigned) {
            byte[] highFirst = reversed(b, at, length);
            return new Content.Number(
                    new BigDecimal(unsigned ? new BigInteger(1, highFirst) : new BigInteger(highFirst)));
        }
        long value = 0;
        for (int i = length - 1; i >= 0; i--) {
            value = value << 8 | b[at + i] & 0xFF;
        }
        if (unsigned) {
            return new Content.Number(BigDecimal.valueOf(value));
        }
        int unused = 64 - 8 * length;
        long signed = value << unused >> unused;
        return kind == Meaning.Kind.NUMBER && signed == Long.MIN_VALUE >> unused
                ? new Content.Invalid(
                        "the integer is the least of its length, by which a meter says that it has no value")
                : new Content.Number(BigDecimal.valueOf(signed));
    }

    private static boolean allOnes(byte[] b, int at, int length) {
        for (int i = at; i < at + length; i++) {
            if (b[i] != (byte) 0xFF) {
                return false;
            }
        }
        return true;
    }

    /** Data type H: IEEE 754 short real, its shortest decimal form. */
    private static Content real(byte[] b, int at) {
        int bits = b[at] & 0xFF | (b[at + 1] & 0xFF) << 8 | (b[at + 2] & 0xFF) << 16 | b[at + 3] << 24;
        float real = Float.intBitsToFloat(bits);
        if (Float.isNaN(real) || Float.isInfinite(real)) {
            return new Content.Invalid("the real number is " + real);
        }
        BigDecimal value = new BigDecimal(Float.toString(real));
        return new Content.Number(value.scale() == 1 && value.signum() == 0 ? BigDecimal.ZERO : value);
    }

    /** Data type A: packed digits; F in the highest nibble is a minus sign, every other nibble above 9 is no digit. */
    private static Content bcd(byte[] b, int at, int length, boolean keepZeros) {
        int digits = 2 * length;
        boolean negative = length > 0 && (b[at + length - 1] & 0xF0) == 0xF0;
        if (keepZeros || digits > MOST_DIGITS_OF_A_LONG) {
            return longBcd(b, at, length, negative, keepZeros);
        }
        long value = 0;
        for (int i = negative ? digits - 2 : digits - 1; i >= 0; i--) {
            int digit = nibble(b, at, i);
            if (digit > 9) {
                return noDigits(b, at, length);
            }
            value = 10 * value + digit;
        }
        return new Content.Number(BigDecimal.valueOf(negative ? -value : value));
    }

    private static Content longBcd(byte[] b, int at, int length, boolean negative, boolean keepZeros) {
        String digits = digits(b, at, length);
        String magnitude = negative ? digits.substring(1) : digits;
        if (magnitude.isEmpty() || !magnitude.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return noDigits(b, at, length);
        }
        if (keepZeros && !negative) {
            return new Content.Text(magnitude);
        }
        BigDecimal value = new BigDecimal(magnitude);
        return new Content.Number(negative ? value.negate() : value);
    }

    private static Content noDigits(byte[] b, int at, int length) {
        return new Content.Invalid("the digits are " + digits(b, at, length)
                + ", which is no number: the meter marks the value as invalid or missing");
    }

    private static String digits(byte[] b, int at, int length) {
        char[] digits = new char[2 * length];
        for (int i = 0; i < digits.length; i++) {
            digits[i] = DIGITS.charAt(nibble(b, at, digits.length - 1 - i));
        }
        return new String(digits);
    }

    /** Nibble number i, from the lowest on. */
    private static int nibble(byte[] b, int at, int i) {
        return b[at + i / 2] >> 4 * (i & 1) & 0x0F;
    }

    private static Content variable(int lvar, byte[] b, int at, int length, Meaning.Kind kind) {
        if (lvar <= 0xBF) {
            return text(b, at, length);
        }
        if (length == 0) {
            return new Content.Nothing();
        }
        if (lvar <= 0xC9) {
            return bcd(b, at, length, kind == Meaning.Kind.IDENTIFICATION);
        }
        if (lvar <= 0xD9) {
            Content content = bcd(b, at, length, false);
            return content instanceof Content.Number number
                    ? new Content.Number(number.register().negate())
                    : content;
        }
        boolean integer = kind == Meaning.Kind.NUMBER || kind == Meaning.Kind.UNSIGNED || kind == Meaning.Kind.BITS;
        if (lvar <= 0xEF && integer) {
            return integer(b, at, length, kind);
        }
        if (lvar <= 0xEF && kind == Meaning.Kind.TIME) {
            return TimeTypes.read(Arrays.copyOfRange(b, at, at + length));
        }
        return new Content.Raw(reversed(b, at, length));
    }

    /** Profiles and manufacturer's blocks come under the LVAR of text: what does not print is no text. */
    private static Content text(byte[] b, int at, int length) {
        for (int i = at; i < at + length; i++) {
            if ((b[i] & 0x7F) < 0x20 || b[i] == 0x7F) {
                return new Content.Raw(Arrays.copyOfRange(b, at, at + length));
            }
        }
        return new Content.Text(new String(reversed(b, at, length), StandardCharsets.ISO_8859_1));
    }

    private static byte[] reversed(byte[] b, int at, int length) {
        byte[] reversed = new byte[length];
        for (int i = 0; i < length; i++) {
            reversed[i] = b[at + length - 1 - i];
        }
        return reversed;
    }
}
