package org.metergate.driver.channels;

import org.eclipse.kura.KuraException;
import org.eclipse.kura.crypto.CryptoService;

/**
 * A password as the gateway stores it: enciphered, and deciphered only where it is used. Its text form shows nothing.
 *
 * @param stored what the configuration holds; empty for none
 */
public record StoredPassword(String stored) {

    /** No password. */
    public static final StoredPassword NONE = new StoredPassword("");

    /** @return whether there is none */
    public boolean isEmpty() {
        return stored.isEmpty();
    }

    /**
     * Deciphers it. A password given when the instance was made comes as plain text; every other time it is enciphered.
     *
     * @param crypto of the gateway
     * @return the password; to be overwritten after use
     */
    public char[] open(CryptoService crypto) {
        try {
            return crypto.decryptAes(stored.toCharArray());
        } catch (KuraException
                | RuntimeException e) { // what is no ciphertext makes the gateway throw any of several kinds
            return stored.toCharArray();
        }
    }

    @Override
    public String toString() {
        return stored.isEmpty() ? "none" : "****";
    }
}
