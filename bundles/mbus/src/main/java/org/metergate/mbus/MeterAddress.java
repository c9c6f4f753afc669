package org.metergate.mbus;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a meter is called. */
public sealed interface MeterAddress {

    /**
     * The address set in the meter.
     *
     * @param address 0 to 250, where 0 is a meter that was given none; or 254, which every meter answers to and which
     *     only serves with a single meter on the bus. 253 is that of the selected meter: give its secondary address
     *     instead. To 255 nobody answers
     */
    record Primary(int address) implements MeterAddress {
        /** @throws IllegalArgumentException if the address is out of range */
        public Primary {
            if ((address < 0 || address > 250) && address != 254) {
                String hint = address == 253
                        ? "; for a selected meter give its secondary address"
                        : address == 255 ? "; nobody answers a broadcast" : "";
                throw new IllegalArgumentException(
                        "primary address is " + address + "; it must be 0 to 250, or 254" + hint);
            }
        }

        @Override
        public String toString() {
            return Integer.toString(address);
        }
    }

    /**
     * What the manufacturer printed on the meter (EN 13757-3, 11.3): the secondary address of the wired bus, and the
     * address in the telegrams of a wireless meter. Wildcards select whatever meter fits.
     *
     * @param id 8 hexadecimal digits, the first one highest; {@code F} stands for any digit
     * @param manufacturer three letters A to Z, or {@code *} for any
     * @param version 0 to 254, or 255 for any
     * @param medium 0 to 254, or 255 for any
     * @param fabrication fabrication number for the enhanced selection of EN 13757-3, 11.5: 8 hexadecimal digits,
     *     {@code F} for any; empty where the plain selection does
     */
    record Secondary(String id, String manufacturer, int version, int medium, String fabrication)
            implements MeterAddress {
        /** Version or medium that stands for any. */
        public static final int ANY = 255;

        /** @throws IllegalArgumentException if a part is out of its range */
        public Secondary {
            id = id.toUpperCase(Locale.ROOT);
            manufacturer = manufacturer.toUpperCase(Locale.ROOT);
            fabrication = fabrication.toUpperCase(Locale.ROOT);
            if (!id.matches("[0-9A-F]{8}") || !manufacturer.matches("[A-Z]{3}|\\*")) {
                throw new IllegalArgumentException("'" + id + "-" + manufacturer
                        + "' is no identification of 8 digits and manufacturer of 3 letters");
            }
            if (version < 0 || version > ANY || medium < 0 || medium > ANY) {
                throw new IllegalArgumentException("version and medium must be 0 to 255");
            }
            if (!fabrication.matches("([0-9A-F]{8})?")) {
                throw new IllegalArgumentException("'" + fabrication + "' is no fabrication number of 8 digits");
            }
        }

        /**
         * Without fabrication number.
         *
         * @param id as above
         * @param manufacturer as above
         * @param version as above
         * @param medium as above
         */
        public Secondary(String id, String manufacturer, int version, int medium) {
            this(id, manufacturer, version, medium, "");
        }

        /**
         * @param header of an answer; its identification must be known
         * @return the address that selects the meter that sent it, and no other that differs in the header
         */
        public static Secondary of(Header header) {
            boolean fixed = header.version() < 0;
            return fixed
                    ? new Secondary(header.id(), "*", ANY, ANY)
                    : new Secondary(
                            header.id(),
                            letters(header.manufacturer()) ? header.manufacturer() : "*",
                            header.version(),
                            header.medium().code());
        }

        /**
         * The bytes that select it: identification, manufacturer, version, medium, each low byte first, and for the
         * enhanced selection the record 0C 78 with the fabrication number.
         */
        byte[] selection() {
            byte[] bytes = new byte[fabrication.isEmpty() ? 8 : 14];
            digits(id, bytes, 0);
            int code = 0xFFFF;
            if (!manufacturer.equals("*")) {
                code = manufacturer.charAt(0) - 64 << 10
                        | manufacturer.charAt(1) - 64 << 5
                        | manufacturer.charAt(2) - 64;
            }
            bytes[4] = (byte) code;
            bytes[5] = (byte) (code >> 8);
            bytes[6] = (byte) version;
            bytes[7] = (byte) medium;
            if (!fabrication.isEmpty()) {
                bytes[8] = 0x0C;
                bytes[9] = 0x78;
                digits(fabrication, bytes, 10);
            }
            return bytes;
        }

        /**
         * @param header of an answer
         * @return whether a meter with this header may have been meant; the header does not tell the fabrication number
         */
        public boolean fits(Header header) {
            if (header.id().length() != id.length()) {
                return false;
            }
            for (int i = 0; i < id.length(); i++) {
                if (id.charAt(i) != 'F' && id.charAt(i) != header.id().charAt(i)) {
                    return false;
                }
            }
            boolean fixed = header.version() < 0; // a fixed structure does not tell the rest
            return fixed
                    || (manufacturer.equals("*") || manufacturer.equals(header.manufacturer()))
                            && (version == ANY || version == header.version())
                            && (medium == ANY || medium == header.medium().code());
        }

        @Override
        public String toString() {
            String last = fabrication.isEmpty() ? "" : "-" + fabrication;
            if (last.isEmpty() && manufacturer.equals("*") && version == ANY && medium == ANY) {
                return id;
            }
            return id + "-" + manufacturer + "-" + part(version) + "-" + part(medium) + last;
        }

        private static boolean letters(String manufacturer) {
            return manufacturer.matches("[A-Z]{3}");
        }

        private static void digits(String digits, byte[] into, int at) {
            for (int i = 0; i < 4; i++) {
                into[at + i] = (byte) Integer.parseInt(digits.substring(6 - 2 * i, 8 - 2 * i), 16);
            }
        }

        private static String part(int value) {
            return value == ANY ? "*" : String.format("%02X", value);
        }
    }

    /** What {@link #parse} reads. */
    Pattern TEXT = Pattern.compile("(\\d{1,3})|([0-9A-Fa-f]{8})"
            + "(?:-([A-Za-z]{3}|\\*)-([0-9A-Fa-f]{2}|\\*)-([0-9A-Fa-f]{2}|\\*)(?:-([0-9A-Fa-f]{8}))?)?");

    /**
     * Reads an address as a user writes it.
     *
     * @param text a primary address {@code 5}; an identification number {@code 12345678} (F for any digit); or all of
     *     it, {@code 12345678-ELS-33-07}: manufacturer, version and medium in hexadecimal, {@code *} for any; with a
     *     fabrication number behind it, {@code 12345678-ELS-33-07-00654321}, by enhanced selection
     * @return the address
     * @throws IllegalArgumentException if the text is none of these
     */
    static MeterAddress parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text
                    + "' is no M-Bus address; expected a primary address like 5, an identification like 12345678,"
                    + " or 12345678-ELS-33-07");
        }
        if (matcher.group(1) != null) {
            return new Primary(Integer.parseInt(matcher.group(1)));
        }
        return new Secondary(
                matcher.group(2),
                absent(matcher.group(3), "*"),
                byteOrAny(matcher.group(4)),
                byteOrAny(matcher.group(5)),
                absent(matcher.group(6), ""));
    }

    private static String absent(String group, String otherwise) {
        return group == null ? otherwise : group;
    }

    private static int byteOrAny(String text) {
        return text == null || text.equals("*") ? Secondary.ANY : Integer.parseInt(text, 16);
    }
}
