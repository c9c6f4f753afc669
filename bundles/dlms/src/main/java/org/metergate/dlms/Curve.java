package org.metergate.dlms;

import java.math.BigInteger;
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
import javax.crypto.KeyAgreement;

/**
 * The elliptic curve of a security suite, with its hash: P-256 and SHA-256 in suite 1, P-384 and SHA-384 in suite 2
 * (IEC 62056-5-3, security suites). Points and signatures are two numbers of equal length, one behind the other.
 *
 * @param suite 1 or 2
 */
record Curve(int suite) {
    /** AES-GCM-128 or AES-GCM-256, as the derivation of keys names them; the last number is that of the algorithm. */
    private static final byte[] ALGORITHM = {0x60, (byte) 0x85, 0x74, 0x05, 0x08, 0x03};

    private int coordinate() {
        return suite == 2 ? 48 : 32;
    }

    /** @return bytes of a point, and of a signature */
    int length() {
        return 2 * coordinate();
    }

    private Signature signature() throws GeneralSecurityException {
        return Signature.getInstance((suite == 2 ? "SHA384" : "SHA256") + "withECDSAinP1363Format");
    }

    byte[] sign(PrivateKey key, byte[] text) throws GeneralSecurityException {
        Signature signature = signature();
        signature.initSign(key);
        signature.update(text);
        return signature.sign();
    }

    /** @throws GeneralSecurityException if these are no bytes of a signature, or no key of the curve */
    boolean verifies(PublicKey key, byte[] text, byte[] signed) throws GeneralSecurityException {
        Signature signature = signature();
        signature.initVerify(key);
        signature.update(text);
        return signature.verify(signed);
    }

    KeyPair ephemeral() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(name()));
        return generator.generateKeyPair();
    }

    private String name() {
        return suite == 2 ? "secp384r1" : "secp256r1";
    }

    byte[] raw(PublicKey key) {
        ECPoint point = ((ECPublicKey) key).getW();
        return Bytes.concat(coordinate(point.getAffineX()), coordinate(point.getAffineY()));
    }

    private byte[] coordinate(BigInteger number) {
        byte[] bytes = number.toByteArray(); // may have a zero in front, or fewer bytes than the field
        byte[] filled = new byte[coordinate()];
        int count = Math.min(bytes.length, filled.length);
        System.arraycopy(bytes, bytes.length - count, filled, filled.length - count, count);
        return filled;
    }

    /** @param raw a point; whether it lies on the curve shows when it is used */
    PublicKey point(byte[] raw) throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(name()));
        ECPoint point = new ECPoint(
                new BigInteger(1, Arrays.copyOf(raw, coordinate())),
                new BigInteger(1, Arrays.copyOfRange(raw, coordinate(), length())));
        return KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(point, parameters.getParameterSpec(ECParameterSpec.class)));
    }

    /**
     * Agrees on a key: ECC CDH, then the concatenation KDF of NIST SP 800-56A in one round, cut to the length of the key.
     *
     * @param own one side's private key
     * @param others the other side's public key
     * @param partyU what the sender is known by
     * @param partyV what the receiver is known by
     * @return 16 bytes, 32 in suite 2
     */
    byte[] agree(PrivateKey own, PublicKey others, byte[] partyU, byte[] partyV) throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(own);
        agreement.doPhase(others, true);
        MessageDigest hash = MessageDigest.getInstance(suite == 2 ? "SHA-384" : "SHA-256");
        hash.update(new byte[] {0, 0, 0, 1});
        hash.update(agreement.generateSecret());
        hash.update(ALGORITHM);
        hash.update((byte) (suite == 2 ? 1 : 0));
        hash.update(partyU);
        return Arrays.copyOf(hash.digest(partyV), suite == 2 ? 32 : 16);
    }
}
