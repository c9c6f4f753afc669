package org.metergate.emulator.meters.dlms;

import static org.metergate.emulator.meters.dlms.Encoder.concat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * Passes 3 and 4 of high level security from the meter's side (IEC 62056-5-3, 5.3.2).
 *
 * @param security level, secret and keys
 * @param client system title of the client
 * @param fromClient the client's challenge
 * @param fromMeter the meter's challenge
 */
record Hls(MeterSecurity security, byte[] client, byte[] fromClient, byte[] fromMeter) {
    private static final int GMAC = 17;

    /** Tells whether the client has transformed the meter's challenge. */
    boolean isClients(byte[] proof) {
        try {
            byte[] meter = security.systemTitle();
            return switch (security.level()) {
                case HIGH_GMAC -> proof.length == GMAC
                        && MessageDigest.isEqual(proof, gmac(client, proof[0], counter(proof), fromMeter));
                case HIGH_ECDSA -> {
                    Signature signature = Signature.getInstance(algorithm());
                    signature.initVerify(security.clientsSigning().orElseThrow());
                    signature.update(concat(client, meter, fromMeter, fromClient));
                    yield signature.verify(proof);
                }
                default -> MessageDigest.isEqual(proof, transformed(client, meter, fromMeter, fromClient));
            };
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The invocation counter inside a proof of mechanism 5. */
    static long counter(byte[] proof) {
        return ByteBuffer.wrap(proof).getInt(1) & 0xFFFF_FFFFL;
    }

    /** Transforms the client's challenge. */
    byte[] ofMeter(long counter) {
        try {
            byte[] meter = security.systemTitle();
            return switch (security.level()) {
                case HIGH_GMAC -> gmac(meter, (byte) (Seal.AUTHENTICATED | security.suite()), counter, fromClient);
                case HIGH_ECDSA -> {
                    Signature signature = Signature.getInstance(algorithm());
                    signature.initSign(security.signing().orElseThrow());
                    signature.update(concat(meter, client, fromClient, fromMeter));
                    yield signature.sign();
                }
                default -> transformed(meter, client, fromClient, fromMeter);
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java offers no " + security.level(), e);
        }
    }

    private byte[] transformed(byte[] sender, byte[] receiver, byte[] challenge, byte[] other)
            throws GeneralSecurityException {
        byte[] secret = security.secret().getBytes(StandardCharsets.US_ASCII);
        return switch (security.level()) {
            case HIGH -> {
                Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
                cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(Arrays.copyOf(secret, 16), "AES"));
                yield cipher.doFinal(Arrays.copyOf(challenge, (challenge.length + 15) / 16 * 16));
            }
            case HIGH_MD5 -> MessageDigest.getInstance("MD5").digest(concat(challenge, secret));
            case HIGH_SHA1 -> MessageDigest.getInstance("SHA-1").digest(concat(challenge, secret));
            case HIGH_SHA256 -> MessageDigest.getInstance("SHA-256")
                    .digest(concat(secret, sender, receiver, challenge, other));
            case NONE, LOW, HIGH_GMAC, HIGH_ECDSA -> throw new IllegalStateException("nothing to transform");
        };
    }

    private byte[] gmac(byte[] title, byte control, long counter, byte[] challenge) {
        return ByteBuffer.allocate(GMAC)
                .put(control)
                .putInt((int) counter)
                .put(Seal.tag(
                        security.encryptionKey(), security.authenticationKey(), title, control, counter, challenge))
                .array();
    }

    private String algorithm() {
        return (security.suite() == 2 ? "SHA384" : "SHA256") + "withECDSAinP1363Format";
    }
}
