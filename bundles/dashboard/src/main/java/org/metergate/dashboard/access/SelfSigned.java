package org.metergate.dashboard.access;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * A certificate that the gateway makes for itself (RFC 5280, version 3; ECDSA on P-256 with SHA-256): it encrypts, and a
 * browser asks once whether it may be trusted. Java can read certificates and has no public way to make one, hence the
 * little of DER (X.690) below.
 */
final class SelfSigned {

    /** As long as browsers take one for. */
    static final Duration LIFE = Duration.ofDays(397);

    private static final String COMMON_NAME = "Metergate dashboard";

    private static final byte[] ECDSA_WITH_SHA256 = sequence(objectIdentifier(1, 2, 840, 10045, 4, 3, 2));
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    /** A key and its certificate. */
    record Made(KeyPair keys, X509Certificate certificate) {}

    private SelfSigned() {}

    /** @param host a name under which the gateway is reached, besides {@code localhost} */
    static Made of(String host, Instant now, SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        KeyPair keys = generator.generateKeyPair();
        byte[] name = sequence(tagged(0x31, sequence(objectIdentifier(2, 5, 4, 3), utf8(COMMON_NAME))));
        byte[] names = sequence(
                tagged(0x82, ascii("localhost")), tagged(0x82, ascii(host)), tagged(0x87, new byte[] {127, 0, 0, 1}));
        byte[] extensions = tagged(
                0xA3,
                sequence(
                        sequence(objectIdentifier(2, 5, 29, 17), tagged(0x04, names)),
                        sequence(
                                objectIdentifier(2, 5, 29, 19),
                                tagged(0x01, new byte[] {(byte) 0xFF}), // critical
                                tagged(0x04, sequence()))));
        byte[] body = sequence(
                tagged(0xA0, integer(BigInteger.TWO)), // version 3
                integer(new BigInteger(120, random).setBit(119)),
                ECDSA_WITH_SHA256,
                name,
                sequence(time(now.minus(Duration.ofDays(1))), time(now.plus(LIFE))),
                name,
                keys.getPublic().getEncoded(),
                extensions);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate(), random);
        signature.update(body);
        byte[] signed = signature.sign();
        byte[] bits = new byte[signed.length + 1]; // the first tells that no bit is unused
        System.arraycopy(signed, 0, bits, 1, signed.length);
        byte[] certificate = sequence(body, ECDSA_WITH_SHA256, tagged(0x03, bits));
        return new Made(keys, (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate)));
    }

    private static byte[] time(Instant instant) {
        return tagged(0x18, ascii(TIME.format(instant)));
    }

    private static byte[] integer(BigInteger value) {
        return tagged(0x02, value.toByteArray());
    }

    private static byte[] utf8(String text) {
        return tagged(0x0C, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] objectIdentifier(int first, int second, int... more) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first * 40 + second);
        for (int part : more) {
            for (int shift = 28; shift > 0; shift -= 7) {
                if (part >> shift != 0) {
                    out.write(part >> shift & 0x7F | 0x80);
                }
            }
            out.write(part & 0x7F);
        }
        return tagged(0x06, out.toByteArray());
    }

    private static byte[] sequence(byte[]... parts) {
        return tagged(0x30, parts);
    }

    private static byte[] tagged(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
