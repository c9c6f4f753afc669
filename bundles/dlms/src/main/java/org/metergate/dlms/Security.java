package org.metergate.dlms;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Objects;
import java.util.Optional;
import org.metergate.model.ObisCode;

/**
 * How an association is protected (IEC 62056-5-3, 5). Holds keys: never to be logged; its text says nothing of them.
 *
 * @param suite 0 (AES-128), 1 (AES-128, ECDSA P-256), 2 (AES-256, ECDSA P-384)
 * @param policy what is done to every APDU
 * @param clientTitle system title of the client, 8 bytes; the first three are the letters of a maker
 * @param keys global unicast encryption key and authentication key; empty if {@code policy} is NONE and mechanism 5 is
 *     not used
 * @param dedicated whether a key made for this association closes its APDUs, the global one only the request for it
 * @param general whether APDUs travel in general-glo-ciphering or general-ded-ciphering, with the system title in each
 * @param generalKey with which key they travel in general-ciphering instead; empty if they do not
 * @param signing what proves the client, and the meter, with mechanism 7
 * @param meterTitle the system title that the meter must have; empty takes the one it tells
 * @param counterObject where a public client reads the invocation counter that the meter expects next
 */
public record Security(
        int suite,
        Policy policy,
        byte[] clientTitle,
        Optional<Keys> keys,
        boolean dedicated,
        boolean general,
        Optional<GeneralKey> generalKey,
        Optional<Signing> signing,
        Optional<byte[]> meterTitle,
        ObisCode counterObject) {

    /** Where the invocation counter stands in most meters. */
    public static final ObisCode USUAL_COUNTER = new ObisCode(0, 0, 43, 1, 0, 255);

    /** No protection. */
    public static final Security NONE = new Security(
            0,
            Policy.NONE,
            new byte[8],
            Optional.empty(),
            false,
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            USUAL_COUNTER);

    /** What is done to every APDU. */
    public enum Policy {
        /** Nothing. */
        NONE(0),
        /** A tag is added. */
        AUTHENTICATED(Ciphering.AUTHENTICATED),
        /** It is encrypted, without a tag. */
        ENCRYPTED(Ciphering.ENCRYPTED),
        /** Both. */
        AUTHENTICATED_ENCRYPTED(Ciphering.AUTHENTICATED | Ciphering.ENCRYPTED);

        private final int bits;

        Policy(int bits) {
            this.bits = bits;
        }

        int bits() {
            return bits;
        }
    }

    /**
     * Keys of mechanism 7.
     *
     * @param own the client's, on P-256 in suite 1, on P-384 in suite 2
     * @param meters the meter's
     */
    public record Signing(PrivateKey own, PublicKey meters) {
        /** Says nothing of the keys. */
        @Override
        public String toString() {
            return "Signing";
        }
    }

    /** @throws IllegalArgumentException if a title or a key has a wrong length, or one that is needed is missing */
    public Security {
        Objects.requireNonNull(policy, "policy");
        if (suite < 0 || suite > 2) {
            throw new IllegalArgumentException("security suite is " + suite + "; it must be 0 to 2");
        }
        title("client", clientTitle);
        meterTitle.ifPresent(title -> title("meter", title));
        if (policy != Policy.NONE && keys.isEmpty()) {
            throw new IllegalArgumentException("a ciphered association needs an encryption key");
        }
        boolean tagged = (policy.bits() & Ciphering.AUTHENTICATED) != 0;
        if (tagged && keys.get().authentication().isEmpty()) {
            throw new IllegalArgumentException("an authenticated association needs an authentication key");
        }
        int length = suite == 2 ? 32 : 16;
        keys.ifPresent(both -> {
            if (both.encryption().length != length
                    || both.authentication().map(key -> key.length).orElse(length) != length) {
                throw new IllegalArgumentException("keys of suite " + suite + " have " + length + " bytes");
            }
        });
        generalKey.ifPresent(kind -> fits(kind, suite, policy, dedicated, signing));
    }

    private static void fits(GeneralKey kind, int suite, Policy policy, boolean dedicated, Optional<Signing> signing) {
        if (policy == Policy.NONE || dedicated) {
            throw new IllegalArgumentException(
                    "general-ciphering needs an association that is ciphered, and has no dedicated key");
        }
        if (kind instanceof GeneralKey.Wrapped wrapped && wrapped.master().length != (suite == 2 ? 32 : 16)) {
            throw new IllegalArgumentException("the master key of suite " + suite + " has another length");
        }
        if (kind instanceof GeneralKey.Agreed agreed) {
            if (suite == 0) {
                throw new IllegalArgumentException("keys are agreed upon in suites 1 and 2");
            }
            if (agreed.scheme() == GeneralKey.Scheme.ONE_PASS && signing.isEmpty()) {
                throw new IllegalArgumentException("one-pass Diffie-Hellman needs the keys that sign");
            }
        }
    }

    /**
     * Without general-ciphering.
     *
     * @param suite as above
     * @param policy as above
     * @param clientTitle as above
     * @param keys as above
     * @param dedicated as above
     * @param general as above
     * @param signing as above
     * @param meterTitle as above
     * @param counterObject as above
     */
    public Security(
            int suite,
            Policy policy,
            byte[] clientTitle,
            Optional<Keys> keys,
            boolean dedicated,
            boolean general,
            Optional<Signing> signing,
            Optional<byte[]> meterTitle,
            ObisCode counterObject) {
        this(
                suite,
                policy,
                clientTitle,
                keys,
                dedicated,
                general,
                Optional.empty(),
                signing,
                meterTitle,
                counterObject);
    }

    /** @return the same, in general-ciphering with that key */
    public Security with(GeneralKey wanted) {
        return new Security(
                suite,
                policy,
                clientTitle,
                keys,
                dedicated,
                general,
                Optional.of(wanted),
                signing,
                meterTitle,
                counterObject);
    }

    private static void title(String whose, byte[] title) {
        if (title.length != 8) {
            throw new IllegalArgumentException(
                    "the system title of the " + whose + " has " + title.length + " bytes; it must be 8");
        }
    }

    /** @return the security control byte of what this client sends */
    int control() {
        return policy.bits() | suite;
    }

    boolean ciphered() {
        return policy != Policy.NONE;
    }

    /** @return whether the general services of ciphering are needed */
    boolean generally() {
        return general || generalKey.isPresent();
    }

    /** Leaves the keys out. */
    @Override
    public String toString() {
        return "suite " + suite + " " + policy + (dedicated ? " dedicated" : "") + (general ? " general" : "")
                + generalKey.map(kind -> " general-ciphering " + kind).orElse("");
    }
}
