package org.metergate.emulator.meters;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a character goes over a serial wire, start bit first, then the data bits from the lowest.
 *
 * @param dataBits 7 or 8
 * @param parity the bit after them
 * @param stopBits 1 or 2
 */
public record CharacterFormat(int dataBits, Parity parity, int stopBits) {

    /** The parity bit. */
    public enum Parity {
        /** None. */
        N,
        /** Even number of ones. */
        E,
        /** Odd number of ones. */
        O
    }

    /** What optical ports speak by the standard. */
    public static final CharacterFormat F7E1 = new CharacterFormat(7, Parity.E, 1);
    /** What most others speak. */
    public static final CharacterFormat F8N1 = new CharacterFormat(8, Parity.N, 1);
    /** What M-Bus speaks. */
    public static final CharacterFormat F8E1 = new CharacterFormat(8, Parity.E, 1);

    /** @throws IllegalArgumentException if a number of bits is out of its range */
    public CharacterFormat {
        if (dataBits < 7 || dataBits > 8 || stopBits < 1 || stopBits > 2) {
            throw new IllegalArgumentException(
                    "format is " + dataBits + parity + stopBits + "; expected 7 or 8, N, E or O, 1 or 2");
        }
    }

    /**
     * @param text such as {@code 7E1}
     * @return the format
     * @throws IllegalArgumentException if the text is none
     */
    public static CharacterFormat parse(String text) {
        Matcher parts =
                Pattern.compile("([78])([NEO])([12])").matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!parts.matches()) {
            throw new IllegalArgumentException("format is '" + text + "'; expected one such as 7E1 or 8N1");
        }
        return new CharacterFormat(
                Integer.parseInt(parts.group(1)), Parity.valueOf(parts.group(2)), Integer.parseInt(parts.group(3)));
    }

    /** @return bits of one character on the wire */
    public int bits() {
        return 1 + dataBits + (parity == Parity.N ? 0 : 1) + stopBits;
    }

    /** @return the data bits of a byte, and 0 above them */
    int data(int value) {
        return value & (1 << dataBits) - 1;
    }

    /** @return the parity bit of a character; 0 without parity */
    int parityOf(int value) {
        int odd = Integer.bitCount(data(value)) & 1;
        return parity == Parity.N ? 0 : parity == Parity.E ? odd : 1 - odd;
    }

    @Override
    public String toString() {
        return "" + dataBits + parity + stopBits;
    }
}
