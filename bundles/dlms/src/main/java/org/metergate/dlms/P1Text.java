package org.metergate.dlms;

import java.nio.charset.StandardCharsets;

/**
 * The text of a P1 port, which meters of some countries put into an encrypted APDU (DSMR P1, 5.2). Only its check is
 * looked at here: what the lines mean is told by the protocol of the optical port.
 */
final class P1Text {
    private P1Text() {}

    /** Tells whether the bytes are a whole telegram: from the slash to the CRC-16 behind the exclamation mark. */
    static boolean isWhole(byte[] text) {
        int end = text.length;
        while (end > 0 && (text[end - 1] == '\r' || text[end - 1] == '\n' || text[end - 1] == 0)) {
            end--;
        }
        int mark = end - 5;
        if (mark < 1 || text[0] != '/' || text[mark] != '!') {
            return false;
        }
        try {
            String digits = new String(text, mark + 1, 4, StandardCharsets.US_ASCII);
            return Integer.parseInt(digits, 16) == crc(text, mark + 1);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** x^16 + x^15 + x^2 + 1, bits reflected, start 0. */
    private static int crc(byte[] text, int to) {
        int sum = 0;
        for (int index = 0; index < to; index++) {
            sum ^= text[index] & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                sum = (sum & 1) == 0 ? sum >> 1 : sum >> 1 ^ 0xA001;
            }
        }
        return sum;
    }
}
