package org.metergate.dlms;

import java.util.Optional;

/**
 * What opens a ciphered APDU.
 *
 * @param encryption global unicast encryption key (GUEK), 16 bytes in suites 0 and 1, 32 in suite 2
 * @param authentication global authentication key (GAK), as long; empty if the meter's APDUs are encrypted only
 */
public record Keys(byte[] encryption, Optional<byte[]> authentication) {

    /** @throws IllegalArgumentException if a key has a wrong length */
    public Keys {
        length("encryption", encryption);
        authentication.ifPresent(key -> length("authentication", key));
    }

    private static void length(String which, byte[] key) {
        if (key.length != 16 && key.length != 32) {
            throw new IllegalArgumentException(
                    "the " + which + " key has " + key.length + " bytes; it must be 16 or 32");
        }
    }

    /** Says nothing of the keys. */
    @Override
    public String toString() {
        return "Keys";
    }
}
