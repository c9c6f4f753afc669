package org.metergate.transport;

/** What the bits of some bytes have in common. */
final class BitPatterns {
    private final byte[] bytes;

    BitPatterns(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The top bit is the parity of the others, and what remains is text: 7E1 or 7O1 read as 8N1. */
    boolean areCharactersWithParity() {
        int even = 0;
        int high = 0;
        int readable = 0;
        for (byte b : bytes) {
            even += Integer.bitCount(b & 0xFF) % 2 == 0 ? 1 : 0;
            high += b < 0 ? 1 : 0;
            readable += isText(b & 0x7F) ? 1 : 0;
        }
        boolean oneParity = mostly(even) || mostly(bytes.length - even);
        return oneParity && high > 0 && mostly(readable);
    }

    /** Text in which zeros stand for characters: 8N1 read as 7E1, where the system puts a zero for a wrong parity. */
    boolean areCharactersWithGaps() {
        int zeros = 0;
        int readable = 0;
        for (byte b : bytes) {
            zeros += b == 0 ? 1 : 0;
            readable += isText(b & 0xFF) ? 1 : 0;
        }
        return zeros > 0 && readable > 0 && zeros + readable == bytes.length && 4 * readable >= bytes.length;
    }

    /**
     * A port that is twice as fast or faster sees every bit twice or more: long runs of equal bits, and few of them. A
     * port that is slower sees any bits, most of which are no text.
     */
    boolean areOfAnotherSpeed() {
        int changes = 0;
        int readable = 0;
        for (byte b : bytes) {
            int onTheWire = (b & 0xFF) << 1 | 0x200; // start bit 0, eight data bits, stop bit 1
            changes += Integer.bitCount((onTheWire ^ onTheWire >> 1) & 0x1FF);
            readable += isText(b & 0x7F) ? 1 : 0;
        }
        // characters of text and the bytes of binary protocols change 4 to 6 times of 9
        return 10 * changes <= 32 * bytes.length || 2 * readable < bytes.length;
    }

    private boolean mostly(int count) {
        return 10 * count >= 9 * bytes.length;
    }

    private static boolean isText(int character) {
        return character >= 0x20 && character < 0x7F
                || character == '\r'
                || character == '\n'
                || character >= 1 && character <= 6;
    }
}
