package org.metergate.dashboard.access;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The self-signed certificate of this gateway: made at the first start and when it is about to end, its key kept locked. */
public final class OwnCertificate {

    private static final Duration RENEWED_BEFORE = Duration.ofDays(30);

    /** What the file holds. */
    private static final class Stored {
        private String certificate;
        private String lockedKey;
    }

    private final X509Certificate certificate;
    private final PrivateKey key;

    /**
     * @param folder of the file
     * @param host a name of the gateway
     * @throws IOException if the file is there and cannot be read, or cannot be written
     */
    public OwnCertificate(Path folder, Secrets secrets, String host, Clock clock, SecureRandom random)
            throws IOException {
        StoredJson<Stored> file = new StoredJson<>(folder.resolve("certificate.json"), Stored.class);
        try {
            Optional<Stored> kept = file.load();
            if (kept.isPresent()) {
                X509Certificate found = (X509Certificate) CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(Base64.getDecoder().decode(kept.get().certificate)));
                if (clock.instant().isBefore(found.getNotAfter().toInstant().minus(RENEWED_BEFORE))) {
                    certificate = found;
                    key = KeyFactory.getInstance("EC")
                            .generatePrivate(new PKCS8EncodedKeySpec(
                                    Base64.getDecoder().decode(secrets.unlock(kept.get().lockedKey))));
                    return;
                }
            }
            SelfSigned.Made made = SelfSigned.of(host, clock.instant(), random);
            Stored stored = new Stored();
            stored.certificate =
                    Base64.getEncoder().encodeToString(made.certificate().getEncoded());
            stored.lockedKey = secrets.lock(
                    Base64.getEncoder().encodeToString(made.keys().getPrivate().getEncoded()));
            file.store(stored);
            certificate = made.certificate();
            key = made.keys().getPrivate();
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate of the dashboard cannot be made or read: " + e.getMessage(), e);
        }
    }

    /** @return the certificate with its key */
    public ServerCertificate certificate() {
        return new ServerCertificate(List.of(certificate), key);
    }
}
