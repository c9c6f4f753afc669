package org.metergate.transport.ports;

import org.metergate.transport.SerialSettings;
import org.metergate.transport.SerialSettings.Parity;

/**
 * The parity of 7 bit characters, made and checked here. On the wire 7E1 and 7O1 are as long as 8N1, and a port set to
 * 8N1 hands over what the system would drop without a word: a digit with a wrong parity then is not missing, but wrong
 * for everybody to see, and the garbage of a wrong speed can be told by its look.
 */
enum SoftParity {
    /** The port does it. */
    NONE,
    /** Even number of ones. */
    EVEN,
    /** Odd number of ones. */
    ODD;

    /** What a character with a wrong parity becomes, as on POSIX systems: no digit, and no character of a frame. */
    private static final byte WRONG = 0;

    /** @return what makes up for a port that is set to {@link #eightBits} instead of the settings */
    static SoftParity of(SerialSettings settings) {
        return isPossible(settings) ? settings.parity() == Parity.EVEN ? EVEN : ODD : NONE;
    }

    /** @return whether characters of those settings are as long as with 8 bits and no parity */
    static boolean isPossible(SerialSettings settings) {
        return settings.dataBits() == 7 && settings.parity() != Parity.NONE;
    }

    /** @return the settings for the port */
    static SerialSettings eightBits(SerialSettings settings) {
        return isPossible(settings)
                ? new SerialSettings(settings.baud(), 8, Parity.NONE, settings.stopBits())
                : settings;
    }

    /** @return the characters with their parity on top */
    byte[] added(byte[] characters) {
        byte[] all = characters.clone();
        if (this != NONE) {
            for (int i = 0; i < all.length; i++) {
                int odd = Integer.bitCount(all[i] & 0x7F) & 1;
                all[i] = (byte) (all[i] & 0x7F | (this == EVEN ? odd : 1 - odd) << 7);
            }
        }
        return all;
    }

    /** Takes the parity off the first {@code count} bytes; those with a wrong one become 0. */
    void check(byte[] bytes, int count) {
        if (this == NONE) {
            return;
        }
        for (int i = 0; i < count; i++) {
            boolean odd = Integer.bitCount(bytes[i] & 0xFF) % 2 == 1;
            bytes[i] = odd == (this == ODD) ? (byte) (bytes[i] & 0x7F) : WRONG;
        }
    }
}
