package org.metergate.mbus;

/** The CRC of EN 13757-4, 9.6 (also of format signatures): polynomial 3D65, start 0, complemented, high bit first. */
public final class Crc16 {

    private static final int POLYNOMIAL = 0x3D65;
    private static final int[] TABLE = table();

    private Crc16() {}

    private static int[] table() {
        int[] table = new int[256];
        for (int i = 0; i < 256; i++) {
            int crc = i << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? crc << 1 ^ POLYNOMIAL : crc << 1;
            }
            table[i] = crc & 0xFFFF;
        }
        return table;
    }

    /** @return the CRC of all bytes, 0 to FFFF */
    public static int of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    /**
     * @param bytes some bytes
     * @param from first index
     * @param to index after the last
     * @return the CRC of these, 0 to FFFF
     */
    public static int of(byte[] bytes, int from, int to) {
        int crc = 0;
        for (int i = from; i < to; i++) {
            crc = crc << 8 & 0xFFFF ^ TABLE[crc >> 8 ^ bytes[i] & 0xFF];
        }
        return ~crc & 0xFFFF;
    }
}
