package org.metergate.dashboard.access;

/** Keeps secrets from whoever reads the disk; on a gateway this is its CryptoService. */
public interface Secrets {

    /** @return the text, unreadable to others */
    String lock(String plain);

    /**
     * @param locked as {@link #lock} gave it
     * @throws IllegalArgumentException if it was not locked here
     */
    String unlock(String locked);
}
