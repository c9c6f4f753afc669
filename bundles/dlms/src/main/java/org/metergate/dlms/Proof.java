package org.metergate.dlms;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the two sides of high level security prove themselves with: f(challenge), by mechanism (IEC 62056-5-3, 5.3.2 and
 * table of authentication mechanisms).
 *
 * @param settings mechanism, secret and keys
 * @param meterTitle system title of the meter; empty if it told none
 * @param ours the challenge that the client sent
 * @param theirs the challenge that the meter sent
 */
record Proof(DlmsSettings settings, byte[] meterTitle, byte[] ours, byte[] theirs) {
    private static final int GMAC_LENGTH = 17;

    /** Proves the client: transforms the meter's challenge. */
    byte[] ofClient(long counter) {
        byte[] title = settings.security().clientTitle();
        return switch (settings.authentication()) {
            case HIGH_GMAC -> gmac(
                    title, settings.security().control() & 0x0F | Ciphering.AUTHENTICATED, counter, theirs);
            case HIGH_ECDSA -> signed(Bytes.concat(title, meterTitle, theirs, ours));
            default -> of(title, meterTitle, theirs, ours);
        };
    }

    /** Tells whether the meter has proved itself: that it transformed the client's challenge. */
    boolean isMeters(byte[] proof) {
        byte[] title = settings.security().clientTitle();
        return switch (settings.authentication()) {
            case HIGH_GMAC -> {
                if (proof.length != GMAC_LENGTH) {
                    yield false;
                }
                ByteBuffer fields = ByteBuffer.wrap(proof);
                int control = fields.get() & 0xFF;
                long counter = Integer.toUnsignedLong(fields.getInt());
                yield MessageDigest.isEqual(proof, gmac(meterTitle, control, counter, ours));
            }
            case HIGH_ECDSA -> verified(Bytes.concat(meterTitle, title, ours, theirs), proof);
            default -> MessageDigest.isEqual(proof, of(meterTitle, title, ours, theirs));
        };
    }

    private byte[] of(byte[] sender, byte[] receiver, byte[] challenge, byte[] other) {
        byte[] secret = secret(settings);
        try {
            return switch (settings.authentication()) {
                case HIGH -> makers(secret, challenge);
                case HIGH_MD5 -> MessageDigest.getInstance("MD5").digest(Bytes.concat(challenge, secret));
                case HIGH_SHA1 -> MessageDigest.getInstance("SHA-1").digest(Bytes.concat(challenge, secret));
                case HIGH_SHA256 -> MessageDigest.getInstance("SHA-256")
                        .digest(Bytes.concat(secret, sender, receiver, challenge, other));
                case NONE, LOW, HIGH_GMAC, HIGH_ECDSA -> throw new IllegalStateException("no such transformation");
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java offers no " + settings.authentication(), e);
        }
    }

    /** Mechanism 2 is the maker's; nearly all encrypt the challenge, block by block, with the secret. */
    private static byte[] makers(byte[] secret, byte[] challenge) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(Arrays.copyOf(secret, 16), "AES"));
        return cipher.doFinal(Arrays.copyOf(challenge, (challenge.length + 15) / 16 * 16));
    }

    private byte[] gmac(byte[] title, int control, long counter, byte[] challenge) {
        byte[] tag = Ciphering.tag(settings.security().keys().orElseThrow(), title, control, counter, challenge);
        return ByteBuffer.allocate(GMAC_LENGTH)
                .put((byte) control)
                .putInt((int) counter)
                .put(tag)
                .array();
    }

    private byte[] signed(byte[] text) {
        try {
            return curve().sign(settings.security().signing().orElseThrow().own(), text);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the private key does not sign: " + e.getMessage(), e);
        }
    }

    private boolean verified(byte[] text, byte[] proof) {
        try {
            return curve().verifies(settings.security().signing().orElseThrow().meters(), text, proof);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private Curve curve() {
        return new Curve(settings.security().suite());
    }

    /** Passwords are octets: digits after {@code 0x} stand for them, other text for its characters. */
    static byte[] secret(DlmsSettings settings) {
        String password = settings.password();
        if (password.matches("0x([0-9A-Fa-f]{2})+")) {
            return HexFormat.of().parseHex(password.substring(2));
        }
        return password.getBytes(StandardCharsets.ISO_8859_1);
    }
}
