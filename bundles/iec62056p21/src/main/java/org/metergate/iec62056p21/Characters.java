package org.metergate.iec62056p21;

import java.nio.charset.StandardCharsets;

/** The characters of the wire: 7 bits each (IEC 62056-21, 5.3), whatever the line puts into the eighth. */
final class Characters {
    static final byte SOH = 0x01;
    static final byte STX = 0x02;
    static final byte ETX = 0x03;
    static final byte EOT = 0x04;
    static final byte ACK = 0x06;
    static final byte NAK = 0x15;

    private Characters() {}

    /**
     * @param bytes as received, perhaps with a parity bit each
     * @return the characters alone
     */
    static byte[] withoutParity(byte[] bytes) {
        byte[] characters = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            characters[i] = at(bytes, i);
        }
        return characters;
    }

    static byte at(byte[] bytes, int index) {
        return (byte) (bytes[index] & 0x7F);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /**
     * @param text perhaps garbage
     * @return its beginning on one line, for a message
     */
    static String readable(String text) {
        String line = text.strip().replaceAll("[^ -~]", ".");
        return "'" + (line.length() > 40 ? line.substring(0, 40) + "..." : line) + "'";
    }
}
