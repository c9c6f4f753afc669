package org.metergate.transport;

import org.metergate.transport.SerialSettings.Parity;

/** What the bits of some bytes have in common. */
final class BitPatterns {
    /** Characters that must agree before a coincidence is ruled out. */
    private static final int ENOUGH = 6;

    private final byte[] bytes;
    private final SerialSettings settings;

    /** @param settings with which the bytes were read */
    BitPatterns(byte[] bytes, SerialSettings settings) {
        this.bytes = bytes;
        this.settings = settings;
    }

    /** The characters of text protocols: printable ones, and SOH, STX, ETX, EOT, ACK, CR, LF, NAK. */
    static boolean isText(byte[] bytes) {
        for (byte b : bytes) {
            if (!isText(b & 0xFF)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isText(int character) {
        return character >= 0x20 && character < 0x7F
                || character >= 0x01 && character <= 0x04
                || character == 0x06
                || character == '\r'
                || character == '\n'
                || character == 0x15;
    }

    /** 7E1 or 7O1 read as 8N1: the top bit makes one parity with the others, and without it they are text. */
    boolean showParityInTheTopBit() {
        if (settings.dataBits() != 8 || settings.parity() != Parity.NONE) {
            return false;
        }
        int even = 0;
        int high = 0;
        int text = 0;
        for (byte b : bytes) {
            even += Integer.bitCount(b & 0xFF) % 2 == 0 ? 1 : 0;
            high += b < 0 ? 1 : 0;
            text += isText(b & 0x7F) ? 1 : 0;
        }
        return high > 0 && (isMost(even) || isMost(bytes.length - even)) && isMost(text);
    }

    /**
     * 8N1 read as 7E1 or 7O1: the top bit of text is 0, and the system drops every character to which that is the wrong
     * parity.
     */
    boolean showOnlyWhatParityLetsPass() {
        if (settings.dataBits() != 7 || settings.parity() == Parity.NONE || bytes.length < ENOUGH) {
            return false;
        }
        int wanted = settings.parity() == Parity.EVEN ? 0 : 1;
        for (byte b : bytes) {
            if (Integer.bitCount(b & 0x7F) % 2 != wanted || !isText(b & 0x7F)) {
                return false;
            }
        }
        return true;
    }

    /**
     * On a port twice as fast as the meter or faster every bit is seen twice or more, so that none stands alone: not
     * after the start bit, which is 0, and not before the last bits, whose run goes on in the stop bit.
     */
    boolean areOfASlowerMeter() {
        int stretched = 0;
        for (byte b : bytes) {
            stretched += isStretched(b & 0xFF) ? 1 : 0;
        }
        return bytes.length >= ENOUGH && isMost(stretched);
    }

    private boolean isStretched(int value) {
        int run = 1;
        int last = 0; // the start bit
        for (int bit = 0; bit < settings.dataBits(); bit++) {
            int now = value >> bit & 1;
            if (now != last && run == 1) {
                return false;
            }
            run = now == last ? run + 1 : 1;
            last = now;
        }
        return true;
    }

    /** More than a tenth is no text, which a few disturbed bytes do not reach. */
    boolean areNoText() {
        int mask = settings.dataBits() == 7 ? 0x7F : 0xFF;
        int other = 0;
        for (byte b : bytes) {
            other += isText(b & mask) ? 0 : 1;
        }
        return 10 * other > bytes.length;
    }

    private boolean isMost(int count) {
        return 10 * count >= 9 * bytes.length;
    }
}
