package org.metergate.mbus;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads the data field of a record (EN 13757-3, tables 4 and 5, annex A). Bytes come low byte first. */
final class DataField {

    /** Length of a field whose length stands in its first byte. */
    static final int VARIABLE = -1;

    private static final int[] LENGTHS = {0, 1, 2, 3, 4, 4, 6, 8, 0, 1, 2, 3, 4, VARIABLE, 6};

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
     * @param bytes the data, low byte first
     * @param kind what the VIF says the data are
     * @return the content; {@link Content.Invalid} if the bytes cannot be a value
     */
    static Content read(int code, int lvar, byte[] bytes, Meaning.Kind kind) {
        return switch (code) {
            case 0, 8 -> new Content.Nothing();
            case 5 -> real(bytes);
            case 9, 10, 11, 12, 14 -> bcd(bytes, kind == Meaning.Kind.IDENTIFICATION);
            case 13 -> variable(lvar, bytes, kind);
            default -> kind == Meaning.Kind.TIME ? TimeTypes.read(bytes) : integer(bytes);
        };
    }

    /** Data type B: two's complement. */
    private static Content integer(byte[] bytes) {
        return new Content.Number(new BigDecimal(new BigInteger(reversed(bytes))));
    }

    /** Data type H: IEEE 754 short real, its shortest decimal form. */
    private static Content real(byte[] bytes) {
        float real = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getFloat();
        if (Float.isNaN(real) || Float.isInfinite(real)) {
            return new Content.Invalid("the real number is " + real);
        }
        BigDecimal value = new BigDecimal(Float.toString(real));
        return new Content.Number(value.scale() == 1 && value.signum() == 0 ? BigDecimal.ZERO : value);
    }

    /** Data type A: packed digits; F in the highest nibble is a minus sign, every other nibble above 9 is no digit. */
    private static Content bcd(byte[] bytes, boolean keepZeros) {
        StringBuilder digits = new StringBuilder();
        for (int i = bytes.length - 1; i >= 0; i--) {
            digits.append(Character.forDigit(bytes[i] >> 4 & 0x0F, 16)).append(Character.forDigit(bytes[i] & 0x0F, 16));
        }
        boolean negative = digits.charAt(0) == 'f';
        String magnitude = negative ? digits.substring(1) : digits.toString();
        if (!magnitude.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return new Content.Invalid("the digits are " + digits.toString().toUpperCase(java.util.Locale.ROOT)
                    + ", which is no number: the meter marks the value as invalid or missing");
        }
        if (keepZeros && !negative) {
            return new Content.Text(magnitude);
        }
        BigDecimal value = new BigDecimal(magnitude);
        return new Content.Number(negative ? value.negate() : value);
    }

    private static Content variable(int lvar, byte[] bytes, Meaning.Kind kind) {
        if (lvar <= 0xBF) {
            return text(bytes);
        }
        if (bytes.length == 0) {
            return new Content.Nothing();
        }
        if (lvar <= 0xC9) {
            return bcd(bytes, kind == Meaning.Kind.IDENTIFICATION);
        }
        if (lvar <= 0xD9) {
            Content content = bcd(bytes, false);
            return content instanceof Content.Number number
                    ? new Content.Number(number.register().negate())
                    : content;
        }
        if (lvar <= 0xE8 && kind != Meaning.Kind.UNKNOWN) {
            return kind == Meaning.Kind.TIME ? TimeTypes.read(bytes) : integer(bytes);
        }
        return new Content.Raw(reversed(bytes));
    }

    /** Profiles and manufacturer's blocks come under the LVAR of text: what does not print is no text. */
    private static Content text(byte[] bytes) {
        for (byte b : bytes) {
            if ((b & 0x7F) < 0x20 || b == 0x7F) {
                return new Content.Raw(bytes);
            }
        }
        return new Content.Text(new String(reversed(bytes), StandardCharsets.ISO_8859_1));
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }
}
