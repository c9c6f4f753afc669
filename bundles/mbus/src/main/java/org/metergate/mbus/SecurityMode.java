package org.metergate.mbus;

import java.util.Optional;

/** Security modes of the configuration field (EN 13757-7:2018, table 19; EN 13757-3:2013, table 17 for the outdated). */
public enum SecurityMode {
    /** Nothing is encrypted. */
    NONE(0, "no encryption"),
    /** Known to the manufacturer only. */
    MANUFACTURER(1, "manufacturer's own encryption"),
    /** Outdated. */
    DES_CBC_ZERO_IV(2, "DES-CBC, initial vector zero"),
    /** Outdated. */
    DES_CBC(3, "DES-CBC"),
    /** Outdated. */
    AES_CBC_ZERO_IV(4, "AES-128-CBC, initial vector zero"),
    /** OMS security profile A. */
    AES_CBC(5, "AES-128-CBC"),
    /** OMS security profile B. */
    AES_CBC_DERIVED_KEY(7, "AES-128-CBC with a derived key"),
    /** Encryption and authentication in one. */
    AES_CTR_CMAC(8, "AES-128-CTR with CMAC"),
    /** Encryption and authentication in one. */
    AES_GCM(9, "AES-128-GCM"),
    /** OMS security profile D. */
    AES_CCM(10, "AES-128-CCM"),
    /** OMS security profile C: a session of its own. */
    TLS(13, "TLS 1.2 or newer");

    private final int code;
    private final String text;

    SecurityMode(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** @return code in the configuration field, 0 to 31 */
    public int code() {
        return code;
    }

    /** @return what it is, in words */
    public String text() {
        return text;
    }

    /** @return whether {@link Telegrams} opens it when it has the key */
    public boolean opens() {
        return this == NONE
                || this == DES_CBC_ZERO_IV
                || this == AES_CBC_ZERO_IV
                || this == AES_CBC
                || this == AES_CBC_DERIVED_KEY;
    }

    /**
     * @param code 0 to 31
     * @return the mode, empty if the code is reserved
     */
    public static Optional<SecurityMode> of(int code) {
        for (SecurityMode mode : values()) {
            if (mode.code == code) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }
}
