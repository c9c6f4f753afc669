package org.metergate.dlms;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.metergate.dlms.CipheredApdu.KeyInfo;
import org.metergate.transport.MalformedFrameException;

/**
 * What is shared with one meter beforehand, and finds the key of whatever it closes: the global keys, the master key that
 * wraps others (RFC 3394), and the static keys to agree with (NIST SP 800-56A; IEC 62056-5-3, key-info). Holds keys: never to
 * be logged; its text says nothing of them.
 *
 * @param suite 0 to 2
 * @param encryption global unicast encryption key (GUEK), 16 bytes, 32 in suite 2; empty if the meter uses other keys only
 * @param authentication global authentication key (GAK), as long; it goes with every kind of key; empty if there is none
 * @param tagIgnored as in {@link Keys}
 * @param master master key, as long; empty if there is none
 * @param agreement keys to agree with; empty if there are none
 */
public record SharedKeys(
        int suite,
        Optional<byte[]> encryption,
        Optional<byte[]> authentication,
        boolean tagIgnored,
        Optional<byte[]> master,
        Optional<Agreement> agreement) {

    /**
     * Static keys of both sides, on P-256 in suite 1, on P-384 in suite 2.
     *
     * @param title own system title, 8 bytes
     * @param own own private key
     * @param meters the meter's public key
     * @param signer the meter's public key of mechanism 7, which its ephemeral keys are signed with; empty if it makes none
     */
    public record Agreement(byte[] title, PrivateKey own, PublicKey meters, Optional<PublicKey> signer) {

        /** Says nothing of the keys. */
        @Override
        public String toString() {
            return "Agreement";
        }
    }

    /** @throws IllegalArgumentException if a key has a wrong length */
    public SharedKeys {
        length("encryption", encryption, suite);
        length("authentication", authentication, suite);
        length("master", master, suite);
        if (agreement.isPresent() && suite == 0) {
            throw new IllegalArgumentException("keys are agreed upon in suites 1 and 2");
        }
    }

    private static void length(String which, Optional<byte[]> key, int suite) {
        if (key.isPresent() && key.get().length != length(suite)) {
            throw new IllegalArgumentException("the " + which + " key has " + key.get().length
                    + " bytes; those of suite " + suite + " have " + length(suite));
        }
    }

    private static int length(int suite) {
        return suite == 2 ? 32 : 16;
    }

    /**
     * The global keys alone.
     *
     * @param keys these
     * @return nothing else is shared
     */
    public static SharedKeys of(Keys keys) {
        return new SharedKeys(
                keys.encryption().length == 32 ? 2 : 0,
                Optional.of(keys.encryption()),
                keys.authentication(),
                keys.tagIgnored(),
                Optional.empty(),
                Optional.empty());
    }

    /** @return the same, for tags that are not checked */
    public SharedKeys ignoringTags() {
        return new SharedKeys(suite, encryption, Optional.empty(), true, master, agreement);
    }

    /** @return which key is wanting to open an APDU, in words; empty if none is */
    Optional<String> wanting(CipheredApdu closed) throws MalformedFrameException {
        KeyInfo told = closed.key().orElse(KeyInfo.GLOBAL);
        if (told.kind() == KeyInfo.AGREED && agreement.isPresent()) {
            byte[] recipient = closed.recipient();
            boolean others = recipient.length > 0
                    && !Arrays.equals(recipient, agreement.get().title());
            if (others) {
                return Optional.of("key of system title " + Bytes.hex(recipient) + ", which it is meant for; ours is "
                        + Bytes.hex(agreement.get().title()));
            }
        }
        return wanting(told);
    }

    private Optional<String> wanting(KeyInfo told) {
        if (told.global()) {
            return encryption.isPresent() ? Optional.empty() : Optional.of("encryption key");
        }
        if (told.kind() == KeyInfo.WRAPPED && told.parameter() == 0) {
            return master.isPresent() ? Optional.empty() : Optional.of("master key");
        }
        if (told.kind() != KeyInfo.AGREED) {
            return Optional.of(told.words());
        }
        if (agreement.isEmpty()) {
            return Optional.of("key agreement key");
        }
        boolean unsigned = told.parameter() == GeneralKey.Scheme.ONE_PASS.number()
                && agreement.get().signer().isEmpty();
        return unsigned ? Optional.of("public key that verifies the meter's signatures") : Optional.empty();
    }

    /**
     * Opens an APDU under whichever key it tells.
     *
     * @param sender system title of the meter
     * @throws NotGenuineException if the key that it tells was not made by the meter
     * @throws WrongKeyException if a key is not the one that closed it
     */
    byte[] open(CipheredApdu closed, byte[] sender) throws MalformedFrameException {
        byte[] key = key(closed.key().orElse(KeyInfo.GLOBAL), sender, closed.transaction());
        return closed.open(new Keys(key, authentication, tagIgnored), sender);
    }

    /**
     * The key that an APDU tells.
     *
     * @param told what it tells
     * @param sender system title of the meter
     * @param transaction identifier of the APDU
     * @throws MalformedFrameException if no such key is shared
     * @throws NotGenuineException if the master key did not wrap it, or the meter did not sign its ephemeral key
     */
    byte[] key(KeyInfo told, byte[] sender, byte[] transaction) throws MalformedFrameException {
        if (wanting(told).isPresent()) {
            throw new MalformedFrameException(0, "a key that this client has", told.words());
        }
        if (told.global()) {
            return encryption.orElseThrow();
        }
        return told.kind() == KeyInfo.WRAPPED
                ? unwrapped(told.data())
                : agreed(agreement.orElseThrow(), told, sender, transaction);
    }

    private byte[] unwrapped(byte[] data) throws MalformedFrameException {
        byte[] key;
        try {
            Cipher cipher = Cipher.getInstance("AESWrap");
            cipher.init(Cipher.UNWRAP_MODE, new SecretKeySpec(master.orElseThrow(), "AES"));
            key = cipher.unwrap(data, "AES", Cipher.SECRET_KEY).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new NotGenuineException(0, "a key wrapped with the master key", "another: " + e.getMessage());
        }
        if (key.length != length(suite)) {
            throw new MalformedFrameException(0, "a wrapped key of " + length(suite) + " bytes", key.length + " bytes");
        }
        return key;
    }

    private byte[] agreed(Agreement agreement, KeyInfo told, byte[] sender, byte[] transaction)
            throws MalformedFrameException {
        Curve curve = new Curve(suite);
        try {
            if (told.parameter() == GeneralKey.Scheme.STATIC_UNIFIED.number()) {
                byte[] nonce = GeneralKeys.nonce(sender, transaction);
                return curve.agree(agreement.own(), agreement.meters(), nonce, agreement.title());
            }
            if (told.parameter() != GeneralKey.Scheme.ONE_PASS.number() || told.data().length != 2 * curve.length()) {
                throw new MalformedFrameException(
                        0,
                        "key agreement " + GeneralKey.Scheme.ONE_PASS + " or " + GeneralKey.Scheme.STATIC_UNIFIED,
                        "scheme " + told.parameter() + " with " + told.data().length + " bytes");
            }
            byte[] point = Arrays.copyOf(told.data(), curve.length());
            byte[] signed = Arrays.copyOfRange(told.data(), curve.length(), 2 * curve.length());
            if (!curve.verifies(agreement.signer().orElseThrow(), point, signed)) {
                throw new NotGenuineException(0, "an ephemeral key signed by the meter", "another signature");
            }
            return curve.agree(agreement.own(), curve.point(point), sender, agreement.title());
        } catch (GeneralSecurityException e) {
            throw new NotGenuineException(0, "an ephemeral key signed by the meter", e.getMessage());
        }
    }

    /** Says nothing of the keys. */
    @Override
    public String toString() {
        return "SharedKeys";
    }
}
