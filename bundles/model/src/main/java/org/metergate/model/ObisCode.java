package org.metergate.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An object identification code A-B:C.D.E*F (IEC 62056-61).
 *
 * <p>Each value group is one byte. Where a reduced code leaves a group out, the value that stands for it is
 * the one the standard gives: medium 1 (electricity) and channel 0 for A and B, 255 (not used) for E and F.
 *
 * @param medium value group A, 0 to 255: what is measured (1 electricity, 6 heat, 7 gas, 8 cold water, 9 hot water)
 * @param channel value group B, 0 to 255: which input of the meter
 * @param quantity value group C, 0 to 255: the physical quantity
 * @param processing value group D, 0 to 255: the kind of value (8 time integral, 7 instantaneous)
 * @param tariff value group E, 0 to 255: tariff or harmonic
 * @param billingPeriod value group F, 0 to 255: billing period, 255 the current one
 */
public record ObisCode(int medium, int channel, int quantity, int processing, int tariff, int billingPeriod) {

    private static final Pattern TEXT = Pattern.compile(
            "(?:(?:(\\d{1,3})-)?(\\d{1,3}):)?(\\d{1,3}|[CFLP])\\.(\\d{1,3}|F)(?:\\.(\\d{1,3}))?(?:[*&/](\\d{1,3}))?");
    private static final Pattern DOTTED =
            Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final int NOT_USED = 255;

    /** @throws IllegalArgumentException if a value group is not 0 to 255 */
    public ObisCode {
        inByte("A", medium);
        inByte("B", channel);
        inByte("C", quantity);
        inByte("D", processing);
        inByte("E", tariff);
        inByte("F", billingPeriod);
    }

    /**
     * Reads a code as meters and people write it.
     *
     * @param text {@code 1-0:1.8.0*255}, the reduced {@code 1.8.0} or {@code 1.8.0*01} (also with {@code &} after a
     *     reset by hand, and with {@code /}), a letter for group C or D ({@code C.1.0}, {@code F.F}), or six dotted groups
     *     {@code 1.0.1.8.0.255}
     * @return the code
     * @throws IllegalArgumentException if the text is none of these, saying what was expected
     */
    public static ObisCode parse(String text) {
        String code = text.strip();
        Matcher dotted = DOTTED.matcher(code);
        if (dotted.matches()) {
            return new ObisCode(
                    group(dotted, 1, 0),
                    group(dotted, 2, 0),
                    group(dotted, 3, 0),
                    group(dotted, 4, 0),
                    group(dotted, 5, 0),
                    group(dotted, 6, 0));
        }
        Matcher written = TEXT.matcher(code);
        if (!written.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no OBIS code; expected a form like 1-0:1.8.0*255, 1.8.0 or 1.0.1.8.0.255");
        }
        return new ObisCode(
                group(written, 1, 1),
                group(written, 2, 0),
                quantityGroup(written.group(3)),
                quantityGroup(written.group(4)),
                group(written, 5, NOT_USED),
                group(written, 6, NOT_USED));
    }

    /**
     * Takes a code from the six bytes of a logical name (IEC 62056-6-2, octet string of length 6).
     *
     * @param bytes value groups A to F
     * @return the code
     * @throws IllegalArgumentException if there are not six bytes
     */
    public static ObisCode ofLogicalName(byte[] bytes) {
        if (bytes.length != 6) {
            throw new IllegalArgumentException("a logical name has 6 bytes, not " + bytes.length);
        }
        return new ObisCode(
                bytes[0] & 0xFF, bytes[1] & 0xFF, bytes[2] & 0xFF, bytes[3] & 0xFF, bytes[4] & 0xFF, bytes[5] & 0xFF);
    }

    /** @return the six bytes of the logical name, value group A first */
    public byte[] logicalName() {
        return new byte[] {
            (byte) medium, (byte) channel, (byte) quantity, (byte) processing, (byte) tariff, (byte) billingPeriod
        };
    }

    /** @return six dotted groups, {@code 1.0.1.8.0.255} */
    public String dotted() {
        return medium + "." + channel + "." + quantity + "." + processing + "." + tariff + "." + billingPeriod;
    }

    /** @return the full form, {@code 1-0:1.8.0*255} */
    @Override
    public String toString() {
        return medium + "-" + channel + ":" + quantity + "." + processing + "." + tariff + "*" + billingPeriod;
    }

    private static int quantityGroup(String text) {
        return switch (text) {
            case "C" -> 96; // general purpose objects of the meter
            case "F" -> 97; // error objects
            case "L" -> 98; // lists
            case "P" -> 99; // profiles
            default -> Integer.parseInt(text);
        };
    }

    private static int group(Matcher matcher, int group, int absent) {
        String text = matcher.group(group);
        return text == null ? absent : Integer.parseInt(text);
    }

    private static void inByte(String group, int value) {
        if (value < 0 || value > 255) {
            throw new IllegalArgumentException("OBIS value group " + group + " is " + value + "; it must be 0 to 255");
        }
    }
}
