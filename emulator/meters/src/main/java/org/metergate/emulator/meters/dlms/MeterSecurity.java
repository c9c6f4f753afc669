package org.metergate.emulator.meters.dlms;

import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * What client 1 has to do to be served, and how its APDUs are protected. These are the keys of an emulated meter, and so
 * no secrets; they stay out of the text all the same.
 *
 * @param level authentication mechanism
 * @param secret password of {@code LOW}, secret of the higher levels; ASCII
 * @param suite 0, 1 or 2
 * @param policy the least protection of every APDU
 * @param systemTitle of the meter, 8 bytes
 * @param encryptionKey global unicast encryption key, 16 bytes, 32 in suite 2; empty if no APDU is ever closed
 * @param authenticationKey of the same length
 * @param masterKey what wraps keys of general-ciphering; empty if there is none
 * @param signing the meter's key for mechanism 7
 * @param clientsSigning the client's public key for mechanism 7
 * @param agreement the meter's key for key agreement
 * @param clientsAgreement the client's public key for it
 */
public record MeterSecurity(
        Level level,
        String secret,
        int suite,
        Policy policy,
        byte[] systemTitle,
        byte[] encryptionKey,
        byte[] authenticationKey,
        byte[] masterKey,
        Optional<PrivateKey> signing,
        Optional<PublicKey> clientsSigning,
        Optional<PrivateKey> agreement,
        Optional<PublicKey> clientsAgreement) {

    /** The authentication mechanisms of IEC 62056-5-3, 9.2.4.2; their places are their numbers. */
    public enum Level {
        /** None. */
        NONE,
        /** A password. */
        LOW,
        /** The maker's own: the challenge encrypted with AES-128 under the secret. */
        HIGH,
        /** MD5. */
        HIGH_MD5,
        /** SHA-1. */
        HIGH_SHA1,
        /** GMAC. */
        HIGH_GMAC,
        /** SHA-256. */
        HIGH_SHA256,
        /** ECDSA. */
        HIGH_ECDSA;

        boolean high() {
            return ordinal() >= HIGH.ordinal();
        }
    }

    /** What is done to every APDU. */
    public enum Policy {
        /** Nothing. */
        NONE(0),
        /** A tag is added. */
        AUTHENTICATED(0x10),
        /** It is encrypted. */
        ENCRYPTED(0x20),
        /** Both. */
        AUTHENTICATED_ENCRYPTED(0x30);

        private final int bits;

        Policy(int bits) {
            this.bits = bits;
        }

        int bits() {
            return bits;
        }
    }

    /** The title of an emulated meter: the maker, and the serial number as it fits. */
    static byte[] titleOf(String serial) {
        byte[] title = "MTG00000".getBytes(StandardCharsets.US_ASCII);
        byte[] digits = serial.getBytes(StandardCharsets.US_ASCII);
        int count = Math.min(5, digits.length);
        System.arraycopy(digits, digits.length - count, title, 8 - count, count);
        return title;
    }

    /**
     * A meter whose client 1 proves itself and speaks in clear.
     *
     * @param level with a password or a secret
     * @param secret ASCII
     * @param systemTitle of the meter, 8 bytes
     * @return what that meter asks for
     */
    public static MeterSecurity plain(Level level, String secret, byte[] systemTitle) {
        return new MeterSecurity(
                level,
                secret,
                0,
                Policy.NONE,
                systemTitle,
                new byte[0],
                new byte[0],
                new byte[0],
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** @throws IllegalArgumentException if a length is wrong, or a key that is needed is missing */
    public MeterSecurity {
        if (systemTitle.length != 8) {
            throw new IllegalArgumentException("a system title has 8 bytes, not " + systemTitle.length);
        }
        if (suite < 0 || suite > 2) {
            throw new IllegalArgumentException("security suite is " + suite + "; expected 0 to 2");
        }
        int length = suite == 2 ? 32 : 16;
        boolean keys = policy != Policy.NONE || level == Level.HIGH_GMAC;
        if ((keys || encryptionKey.length > 0)
                && (encryptionKey.length != length || authenticationKey.length != length)) {
            throw new IllegalArgumentException("encryption and authentication key of suite " + suite + " have " + length
                    + " bytes, not " + encryptionKey.length + " and " + authenticationKey.length);
        }
        if (masterKey.length != 0 && masterKey.length != length) {
            throw new IllegalArgumentException("the master key has " + length + " bytes, not " + masterKey.length);
        }
        if (level == Level.HIGH_ECDSA && (signing.isEmpty() || clientsSigning.isEmpty())) {
            throw new IllegalArgumentException("ECDSA needs the meter's private and the client's public key");
        }
        if (level.high() && secret.isEmpty() && level != Level.HIGH_GMAC && level != Level.HIGH_ECDSA) {
            throw new IllegalArgumentException(level + " needs a secret");
        }
    }

    boolean hasKeys() {
        return encryptionKey.length > 0;
    }

    /** Keys are equal if their bytes are. */
    @Override
    public boolean equals(Object other) {
        return other instanceof MeterSecurity that
                && level == that.level
                && secret.equals(that.secret)
                && suite == that.suite
                && policy == that.policy
                && Arrays.equals(systemTitle, that.systemTitle)
                && Arrays.equals(encryptionKey, that.encryptionKey)
                && Arrays.equals(authenticationKey, that.authenticationKey)
                && Arrays.equals(masterKey, that.masterKey)
                && signing.equals(that.signing)
                && clientsSigning.equals(that.clientsSigning)
                && agreement.equals(that.agreement)
                && clientsAgreement.equals(that.clientsAgreement);
    }

    @Override
    public int hashCode() {
        return Objects.hash(level, suite, policy, Arrays.hashCode(systemTitle), Arrays.hashCode(encryptionKey));
    }

    /** Leaves keys and secret out. */
    @Override
    public String toString() {
        return level + " suite " + suite + " " + policy;
    }
}
