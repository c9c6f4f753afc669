package org.metergate.dlms;

import java.util.Optional;

/**
 * What opens a ciphered APDU.
 *
 * @param encryption global unicast encryption key (GUEK), 16 bytes in suites 0 and 1, 32 in suite 2
 * @param authentication global authentication key (GAK), as long; empty if the meter's APDUs are encrypted only
 * @param tagIgnored whether an APDU with a tag may be opened without checking it, for meters whose owner is not given
 *     the authentication key. The check of the frame must hold all the more; what is opened so is told as not
 *     authenticated
 */
public record Keys(byte[] encryption, Optional<byte[]> authentication, boolean tagIgnored) {

    /** @throws IllegalArgumentException if a key has a wrong length */
    public Keys {
        length("encryption", encryption);
        authentication.ifPresent(key -> length("authentication", key));
        encryption = encryption.clone();
        authentication = authentication.map(byte[]::clone);
    }

    /**
     * Keys whose tags are checked.
     *
     * @param encryption as above
     * @param authentication as above
     */
    public Keys(byte[] encryption, Optional<byte[]> authentication) {
        this(encryption, authentication, false);
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
