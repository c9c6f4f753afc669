package org.metergate.dlms;

/**
 * Finds out whether one changed bit explains an authentication tag that does not hold. GHASH is linear: a changed bit
 * of the ciphertext changes the tag by that bit times a power of the hash key (NIST SP 800-38D, 6.3 and 6.4), so every
 * bit can be tried without doing the cipher again.
 */
final class OneBit {
    private static final long REDUCTION = 0xE1L << 56;

    private OneBit() {}

    /**
     * @param hashKey the cipher of sixteen zeros
     * @param difference of the tag that came and the tag of the ciphertext that came, 12 bytes
     * @param length of the ciphertext in bytes
     * @return whether one changed bit, of the ciphertext or of the tag, makes just this difference
     */
    static boolean explains(byte[] hashKey, byte[] difference, int length) {
        long high = word(difference, 0, 8);
        long low = word(difference, 8, 4) << 32;
        if (Long.bitCount(high) + Long.bitCount(low) == 1) {
            return true;
        }
        long[] key = {word(hashKey, 0, 8), word(hashKey, 8, 8)};
        long[] power = times(key, key); // the last block is followed by that of the lengths
        for (int block = (length + 15) / 16; block > 0; block--) {
            long left = power[0];
            long right = power[1];
            for (int bit = 0; bit < 128; bit++) {
                if (left == high && (right & 0xFFFFFFFF00000000L) == low) {
                    return true;
                }
                boolean carry = (right & 1) != 0;
                right = right >>> 1 | left << 63;
                left = left >>> 1 ^ (carry ? REDUCTION : 0);
            }
            power = times(power, key);
        }
        return false;
    }

    /** Multiplies in GF(2^128), bits reflected as GCM has them. */
    private static long[] times(long[] one, long[] other) {
        long left = other[0];
        long right = other[1];
        long high = 0;
        long low = 0;
        for (int bit = 0; bit < 128; bit++) {
            long word = bit < 64 ? one[0] : one[1];
            if ((word >>> 63 - (bit & 63) & 1) != 0) {
                high ^= left;
                low ^= right;
            }
            boolean carry = (right & 1) != 0;
            right = right >>> 1 | left << 63;
            left = left >>> 1 ^ (carry ? REDUCTION : 0);
        }
        return new long[] {high, low};
    }

    private static long word(byte[] bytes, int from, int count) {
        long word = 0;
        for (int index = from; index < from + count; index++) {
            word = word << 8 | bytes[index] & 0xFF;
        }
        return word;
    }
}
