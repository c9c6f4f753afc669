package org.metergate.emulator.meters.dlms;

import static org.metergate.emulator.meters.dlms.Encoder.concat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of general-ciphering from the meter's side (IEC 62056-5-3, 5.3.4.6 and key_info of 5.7.3): named, wrapped with
 * the master key (RFC 3394), or agreed upon with C(1e, 1s) or C(0e, 2s) of NIST SP 800-56A.
 */
final class KeyAgreement {
    private static final int WRAPPED = 1;
    private static final int AGREED = 2;
    private static final byte EPHEMERAL = 1;
    private static final byte STATIC = 2;
    private static final byte[] ALGORITHM = {0x60, (byte) 0x85, 0x74, 0x05, 0x08, 0x03};

    private final MeterSecurity security;

    /**
     * How one APDU's key is told.
     *
     * @param kind 0 named, 1 wrapped, 2 agreed upon
     * @param parameter which key names, wraps, or which scheme
     * @param data the wrapped key, or what the client adds to the scheme; empty if nothing
     */
    record Info(int kind, byte parameter, byte[] data) {

        static Info decode(ByteBuffer in) {
            if (in.get() == 0) {
                return new Info(0, (byte) 0, new byte[0]);
            }
            int kind = in.get();
            return switch (kind) {
                case 0 -> new Info(kind, in.get(), new byte[0]);
                case WRAPPED -> new Info(kind, in.get(), Value.take(in, Value.length(in)));
                case AGREED -> new Info(kind, Value.take(in, Value.length(in))[0], Value.take(in, Value.length(in)));
                default -> throw new IllegalArgumentException("key information " + kind);
            };
        }

        byte[] encode() {
            byte[] told = kind == 0 ? new byte[0] : concat(Encoder.length(data.length), data);
            byte[] named = kind == AGREED ? new byte[] {1, parameter} : new byte[] {parameter};
            return concat(new byte[] {1, (byte) kind}, named, told);
        }
    }

    /** A key, and how the other side learns it. */
    record Told(byte[] key, Info info) {}

    KeyAgreement(MeterSecurity security) {
        this.security = security;
    }

    /** The key of an APDU of the client. @return empty if there is none of that kind */
    Optional<byte[]> ofClient(Info info, byte[] client, byte[] transaction) {
        try {
            return switch (info.kind()) {
                case 0 -> info.parameter() == 0 ? Optional.of(security.encryptionKey()) : Optional.empty();
                case WRAPPED -> security.masterKey().length == 0
                        ? Optional.empty()
                        : Optional.of(unwrapped(info.data()));
                default -> agreed(info, client, transaction);
            };
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private Optional<byte[]> agreed(Info info, byte[] client, byte[] transaction) throws GeneralSecurityException {
        if (security.agreement().isEmpty() || security.clientsAgreement().isEmpty()) {
            return Optional.empty();
        }
        PrivateKey own = security.agreement().get();
        if (info.parameter() == STATIC) {
            byte[] nonce = concat(client, Encoder.length(transaction.length), transaction);
            return Optional.of(derived(own, security.clientsAgreement().get(), nonce, security.systemTitle()));
        }
        int size = 2 * half();
        if (info.parameter() != EPHEMERAL
                || info.data().length != 2 * size
                || security.clientsSigning().isEmpty()) {
            return Optional.empty();
        }
        byte[] point = Arrays.copyOf(info.data(), size);
        Signature signature = Signature.getInstance(algorithm());
        signature.initVerify(security.clientsSigning().get());
        signature.update(point);
        return signature.verify(Arrays.copyOfRange(info.data(), size, 2 * size))
                ? Optional.of(derived(own, point(point), client, security.systemTitle()))
                : Optional.empty();
    }

    /** The key of an answer, of the same kind as that of the request. */
    Told ofMeter(Info asked, byte[] client, byte[] transaction, byte[] requestKey) {
        try {
            if (asked.kind() == 0) {
                return new Told(requestKey, asked);
            }
            if (asked.kind() == WRAPPED) {
                return new Told(requestKey, new Info(WRAPPED, (byte) 0, wrapped(requestKey)));
            }
            byte[] meter = security.systemTitle();
            if (asked.parameter() == STATIC) {
                byte[] nonce = concat(meter, Encoder.length(transaction.length), transaction);
                byte[] key = derived(
                        security.agreement().orElseThrow(),
                        security.clientsAgreement().orElseThrow(),
                        nonce,
                        client);
                return new Told(key, new Info(AGREED, STATIC, new byte[0]));
            }
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve()));
            KeyPair ephemeral = generator.generateKeyPair();
            byte[] point = raw((ECPublicKey) ephemeral.getPublic());
            Signature signature = Signature.getInstance(algorithm());
            signature.initSign(security.signing().orElseThrow());
            signature.update(point);
            byte[] key =
                    derived(ephemeral.getPrivate(), security.clientsAgreement().orElseThrow(), meter, client);
            return new Told(key, new Info(AGREED, EPHEMERAL, concat(point, signature.sign())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java does not agree on keys", e);
        }
    }

    /** The concatenation key derivation function, one round: the hash is as long as the key or longer. */
    private byte[] derived(PrivateKey own, PublicKey other, byte[] partyU, byte[] partyV)
            throws GeneralSecurityException {
        javax.crypto.KeyAgreement agreement = javax.crypto.KeyAgreement.getInstance("ECDH");
        agreement.init(own);
        agreement.doPhase(other, true);
        MessageDigest hash = MessageDigest.getInstance(security.suite() == 2 ? "SHA-384" : "SHA-256");
        hash.update(new byte[] {0, 0, 0, 1});
        hash.update(agreement.generateSecret());
        hash.update(ALGORITHM);
        hash.update((byte) (security.suite() == 2 ? 1 : 0));
        hash.update(partyU);
        return Arrays.copyOf(hash.digest(partyV), security.suite() == 2 ? 32 : 16);
    }

    private byte[] unwrapped(byte[] wrapped) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AESWrap");
        cipher.init(Cipher.UNWRAP_MODE, new SecretKeySpec(security.masterKey(), "AES"));
        return cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY).getEncoded();
    }

    private byte[] wrapped(byte[] key) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AESWrap");
        cipher.init(Cipher.WRAP_MODE, new SecretKeySpec(security.masterKey(), "AES"));
        return cipher.wrap(new SecretKeySpec(key, "AES"));
    }

    private int half() {
        return security.suite() == 2 ? 48 : 32;
    }

    private String curve() {
        return security.suite() == 2 ? "secp384r1" : "secp256r1";
    }

    private String algorithm() {
        return (security.suite() == 2 ? "SHA384" : "SHA256") + "withECDSAinP1363Format";
    }

    private PublicKey point(byte[] raw) throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(curve()));
        ECPoint point = new ECPoint(
                new BigInteger(1, Arrays.copyOf(raw, half())),
                new BigInteger(1, Arrays.copyOfRange(raw, half(), 2 * half())));
        return KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(point, parameters.getParameterSpec(ECParameterSpec.class)));
    }

    private byte[] raw(ECPublicKey key) {
        byte[] raw = new byte[2 * half()];
        put(key.getW().getAffineX(), raw, 0);
        put(key.getW().getAffineY(), raw, half());
        return raw;
    }

    private void put(BigInteger number, byte[] into, int from) {
        byte[] bytes = number.toByteArray(); // may have a zero in front, or less bytes than the field
        int count = Math.min(bytes.length, half());
        System.arraycopy(bytes, bytes.length - count, into, from + half() - count, count);
    }
}
