package org.metergate.iec62056p21;

import java.util.HexFormat;

/**
 * A check value as the meter sent it, beside the one its bytes give.
 *
 * @param value what was sent
 * @param computed what the bytes give
 */
public record Check(int value, int computed) {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int[] P1 = table(0xA001);
    private static final int[] X25 = table(0x8408);

    /** @return whether nothing was damaged on the way */
    public boolean holds() {
        return value == computed;
    }

    /**
     * @param octet a block check character or half of a CRC
     * @return two hexadecimal digits
     */
    static String hex(int octet) {
        return HEX.toHexDigits((byte) octet);
    }

    /**
     * The block check character: exclusive or of all characters after STX up to and with ETX (IEC 62056-21, 6.3.1, and
     * ISO/IEC 1155: a longitudinal parity of 7-bit characters).
     *
     * @param bytes the message; the eighth bit of each is left out
     * @param from index of the first character after STX
     * @param to index after ETX
     * @return the character, 0 to 127
     */
    static int blockCheck(byte[] bytes, int from, int to) {
        int check = 0;
        for (int i = from; i < to; i++) {
            check ^= bytes[i];
        }
        return check & 0x7F;
    }

    /**
     * The CRC of a P1 telegram: polynomial x^16+x^15+x^2+1, least significant bit first, starting at 0 (DSMR P1
     * companion standard 5.0.2, 6.2).
     *
     * @param bytes the telegram, all eight bits
     * @param from index of the {@code /}
     * @param to index after the {@code !}
     * @return the CRC, 0 to 65535
     */
    static int crc16(byte[] bytes, int from, int to) {
        return crc(P1, 0, bytes, from, to);
    }

    /**
     * The CRC of SML: CRC-16/X.25, polynomial x^16+x^12+x^5+1, least significant bit first, starting at FFFF,
     * complemented (SML 1.04, 4.2; ITU-T X.25, 2.2.7.4).
     *
     * @param bytes the bytes
     * @param from index of the first
     * @param to index after the last
     * @return the CRC, 0 to 65535; on the wire the low byte comes first
     */
    static int crcX25(byte[] bytes, int from, int to) {
        return crc(X25, 0xFFFF, bytes, from, to) ^ 0xFFFF;
    }

    /**
     * The CRC that a few makers put into SML instead: CRC-16/KERMIT, the same polynomial starting at 0, not
     * complemented.
     *
     * @param bytes the bytes
     * @param from index of the first
     * @param to index after the last
     * @return the CRC, 0 to 65535
     */
    static int crcKermit(byte[] bytes, int from, int to) {
        return crc(X25, 0, bytes, from, to);
    }

    private static int crc(int[] table, int start, byte[] bytes, int from, int to) {
        int crc = start;
        for (int i = from; i < to; i++) {
            crc = crc >>> 8 ^ table[(crc ^ bytes[i]) & 0xFF];
        }
        return crc;
    }

    /** What each byte adds, for a polynomial written from its lowest power on. */
    private static int[] table(int polynomial) {
        int[] table = new int[256];
        for (int value = 0; value < table.length; value++) {
            int crc = value;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ polynomial;
            }
            table[value] = crc;
        }
        return table;
    }
}
