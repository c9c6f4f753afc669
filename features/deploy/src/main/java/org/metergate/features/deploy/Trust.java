package org.metergate.features.deploy;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts what Java trusts or, if told a fingerprint, the one certificate that has it and nothing else; that certificate
 * may be self-signed and made out to any name. Remembers what was refused, so that the user can be asked.
 */
final class Trust extends X509ExtendedTrustManager {

    private static final int SHA256_BYTES = 32;

    private final Optional<byte[]> pinned;
    private final X509ExtendedTrustManager usual;
    private volatile Optional<String> refused = Optional.empty();

    private Trust(Optional<byte[]> pinned, X509ExtendedTrustManager usual) {
        this.pinned = pinned;
        this.usual = usual;
    }

    /**
     * @param fingerprint SHA-256 over the certificate as browsers show it, with or without colons; empty to trust what
     *     Java trusts
     * @throws GatewayException if it is no SHA-256 fingerprint
     */
    static Trust of(String fingerprint) throws GatewayException {
        Optional<byte[]> pinned = Optional.empty();
        if (!fingerprint.isBlank()) {
            try {
                byte[] digest = HexFormat.of()
                        .parseHex(fingerprint.replaceAll("[:\\s]", "").toLowerCase(Locale.ROOT));
                if (digest.length != SHA256_BYTES) {
                    throw new IllegalArgumentException(digest.length + " bytes");
                }
                pinned = Optional.of(digest);
            } catch (IllegalArgumentException e) {
                throw new GatewayException(
                        "kura.fingerprint is no SHA-256 fingerprint: 32 bytes as hexadecimal digits are expected, found '"
                                + fingerprint + "'");
            }
        }
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            X509ExtendedTrustManager usual = Arrays.stream(factory.getTrustManagers())
                    .filter(X509ExtendedTrustManager.class::isInstance)
                    .map(X509ExtendedTrustManager.class::cast)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("this Java has no trust manager"));
            return new Trust(pinned, usual);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no trust manager", e);
        }
    }

    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {this}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    /** @return the fingerprint of the certificate that was refused last */
    Optional<String> refused() {
        return refused;
    }

    private interface Usual {
        void check() throws CertificateException;
    }

    private void check(X509Certificate[] chain, Usual check) throws CertificateException {
        byte[] digest = digest(chain[0]);
        try {
            if (pinned.isEmpty()) {
                check.check();
            } else if (!MessageDigest.isEqual(pinned.get(), digest)) {
                throw new CertificateException("the certificate is not the one that kura.fingerprint names");
            }
        } catch (CertificateException e) {
            refused = Optional.of(HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest));
            throw e;
        }
    }

    private static byte[] digest(X509Certificate certificate) throws CertificateException {
        try {
            return MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain, () -> usual.checkServerTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain, () -> usual.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain, () -> usual.checkServerTrusted(chain, type));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("no client is expected here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("no client is expected here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("no client is expected here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return usual.getAcceptedIssuers();
    }
}
