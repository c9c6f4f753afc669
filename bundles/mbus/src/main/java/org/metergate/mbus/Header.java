package org.metergate.mbus;

/**
 * Who sent a telegram and in what state (EN 13757-3, 5.9 and 5.10).
 *
 * @param id identification number, 8 digits as printed on the meter; a nibble above 9 is printed as its letter
 * @param manufacturer three letters (EN 62056-21 flag), empty in a fixed structure
 * @param version version or generation of the device, 0 to 255; -1 in a fixed structure
 * @param medium what is measured
 * @param access access number, 0 to 255, counted by the meter from answer to answer
 * @param status status byte: bits 0 and 1 application state, 2 power low, 3 permanent error, 4 temporary error
 * @param signature configuration field (security mode and encrypted length), low byte first on the wire
 */
public record Header(
        String id, String manufacturer, int version, Medium medium, int access, int status, int signature) {

    /** The header of telegrams that have none (CI 78) and no link address either. */
    static final Header NONE = new Header("", "", -1, new Medium(0), 0, 0, 0);

    static final int FIELDS = 12;
    static final int SHORT_FIELDS = 4;

    private static final String DIGITS = "0123456789ABCDEF";

    /** Reads the 12 bytes of a long header. */
    static Header ofLong(byte[] b, int at) {
        return new Header(
                identification(b, at),
                manufacturer(b, at + 4),
                b[at + 6] & 0xFF,
                new Medium(b[at + 7] & 0xFF),
                b[at + 8] & 0xFF,
                b[at + 9] & 0xFF,
                b[at + 10] & 0xFF | (b[at + 11] & 0xFF) << 8);
    }

    /** Reads the address of a wireless frame: manufacturer, identification, version, medium (8 bytes). */
    static Header ofLinkAddress(byte[] b, int at) {
        return new Header(
                identification(b, at + 2),
                manufacturer(b, at),
                b[at + 6] & 0xFF,
                new Medium(b[at + 7] & 0xFF),
                0,
                0,
                0);
    }

    /** @return identification, manufacturer, version and medium as the initial vector of mode 5 wants them: M, A, V, T */
    byte[] address() {
        int code = 0;
        for (char letter : (manufacturer.isEmpty() ? "@@@" : manufacturer).toCharArray()) {
            code = code << 5 | letter - 64 & 31;
        }
        byte[] address = new byte[8];
        address[0] = (byte) code;
        address[1] = (byte) (code >> 8);
        for (int i = 0; i < 4; i++) {
            address[2 + i] = (byte) Integer.parseInt(id.substring(6 - 2 * i, 8 - 2 * i), 16);
        }
        address[6] = (byte) version;
        address[7] = (byte) medium.code();
        return address;
    }

    /** Takes access, status and configuration from the 4 bytes of a short header. */
    Header withShort(byte[] b, int at) {
        int configuration = b[at + 2] & 0xFF | (b[at + 3] & 0xFF) << 8;
        return new Header(id, manufacturer, version, medium, b[at] & 0xFF, b[at + 1] & 0xFF, configuration);
    }

    /** @return the status byte, taken apart */
    public Status state() {
        return new Status(status);
    }

    static String identification(byte[] b, int at) {
        char[] digits = new char[8];
        for (int i = 0; i < 4; i++) {
            digits[2 * i] = DIGITS.charAt(b[at + 3 - i] >> 4 & 0x0F);
            digits[2 * i + 1] = DIGITS.charAt(b[at + 3 - i] & 0x0F);
        }
        return new String(digits);
    }

    private static String manufacturer(byte[] b, int at) {
        int code = b[at] & 0xFF | (b[at + 1] & 0x7F) << 8;
        return new String(
                new char[] {(char) (64 + (code >> 10 & 31)), (char) (64 + (code >> 5 & 31)), (char) (64 + (code & 31))
                });
    }
}
