package org.metergate.dashboard;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.metergate.dashboard.access.OwnCertificate;
import org.metergate.dashboard.access.Secrets;
import org.metergate.dashboard.access.ServerCertificate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which certificate the server shows: that of a keystore of the gateway if the settings name one, and the dashboard's own
 * otherwise or until there is one. One thread at a time.
 */
final class ShownCertificate {
    private static final Logger LOG = LoggerFactory.getLogger(ShownCertificate.class);

    private final GatewayKeystores keystores;
    private final Path folder;
    private final Secrets secrets;
    private final Supplier<String> host;
    private final Clock clock;
    private final SecureRandom random;
    private String fingerprint = "";
    /** Whether it is a keystore's. */
    private boolean lent;
    /** What keeps the certificate that was asked for from being shown. */
    private String missing = "";

    /** @param host name that the dashboard's own certificate is made out to */
    ShownCertificate(
            GatewayKeystores keystores,
            Path folder,
            Secrets secrets,
            Supplier<String> host,
            Clock clock,
            SecureRandom random) {
        this.keystores = keystores;
        this.folder = folder;
        this.secrets = secrets;
        this.host = host;
        this.clock = clock;
        this.random = random;
    }

    /**
     * @return the certificate to show now
     * @throws IOException if there is none in a keystore and its own can be neither read nor made
     */
    ServerCertificate find(DashboardSettings.Keystore wanted) throws IOException {
        Optional<ServerCertificate> found = inKeystore(wanted);
        lent = found.isPresent();
        return lent ? found.get() : new OwnCertificate(folder, secrets, host.get(), clock, random).certificate();
    }

    private Optional<ServerCertificate> inKeystore(DashboardSettings.Keystore wanted) {
        String why = "";
        Optional<ServerCertificate> found = Optional.empty();
        if (!wanted.pid().isEmpty()) {
            try {
                found = Optional.of(keystores.find(wanted));
            } catch (CertificateException e) {
                why = e.getMessage();
            }
        }
        if (!why.isEmpty() && !why.equals(missing)) {
            LOG.error("dashboard: {}; its self-signed certificate stands in until there is one", why);
        }
        missing = why;
        return found;
    }

    /**
     * Looks for another certificate than the one that is shown: a keystore has changed, or the dashboard's own is about to
     * end. While a keystore is away, as when its bundle is updated, what is shown of it stays.
     *
     * @return the other one; empty if there is none
     * @throws IOException as {@link #find}
     */
    Optional<ServerCertificate> other(DashboardSettings.Keystore wanted) throws IOException {
        if (lent && !wanted.pid().isEmpty() && !keystores.has(wanted.pid())) {
            return Optional.empty();
        }
        ServerCertificate now = find(wanted);
        return now.fingerprint().equals(fingerprint) ? Optional.empty() : Optional.of(now);
    }

    /** The server shows it from now on. */
    void shown(ServerCertificate certificate) {
        fingerprint = certificate.fingerprint();
        LOG.info("dashboard: SHA-256 of its certificate {}", fingerprint);
    }
}
