package org.metergate.mbus;

import java.util.Optional;

/** Where a decoder gets the key of a meter. Keys are never part of a message, a value or a {@code toString}. */
@FunctionalInterface
public interface Keys {

    /** No meter has a key. */
    Keys NONE = meter -> Optional.empty();

    /**
     * Looks a key up.
     *
     * @param meter who sent the telegram: the address of the application layer if it has one, else that of the link
     * @return the 16 bytes of its AES-128 key, or the 8 bytes of its DES key in the outdated modes; empty if none is known. One of another length opens nothing
     */
    Optional<byte[]> of(Header meter);

    /**
     * One key for whatever comes.
     *
     * @param key 16 bytes, or 8 for the outdated modes with DES
     * @return keys that answer with it
     */
    static Keys always(byte[] key) {
        byte[] own = key.clone();
        return meter -> Optional.of(own.clone());
    }
}
