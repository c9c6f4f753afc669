package org.metergate.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore.PrivateKeyEntry;
import java.security.KeyStore.TrustedCertificateEntry;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.eclipse.kura.security.keystore.KeystoreChangedEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.dashboard.access.OwnCertificate;
import org.metergate.dashboard.access.ServerCertificate;
import org.metergate.testkit.MovedClock;

/** Which certificate a client is shown, over real TLS. */
class CertificateTest {

    private static final String STORE = "HttpsKeystore";
    private static final Map<String, Object> SERVICE = Map.of("kura.service.pid", STORE);

    @TempDir
    Path folder;

    private final MovedClock clock = MovedClock.at("2026-11-23T21:00:00Z");
    private final Map<String, Object> properties = new HashMap<>(Map.of("port", 0, "keystore.pid", STORE));
    private KeystoreInMemory keystore;
    private Dashboard dashboard;

    @BeforeEach
    void start() throws Exception {
        keystore = new KeystoreInMemory();
        dashboard = new Dashboard(folder, OpenSecrets.INSTANCE, clock, new SecureRandom(), 10, properties);
    }

    @AfterEach
    void stop() {
        dashboard.stop();
    }

    /** As the dashboard would make it, for another gateway. */
    private ServerCertificate made(String host) throws IOException {
        return new OwnCertificate(folder.resolve(host), OpenSecrets.INSTANCE, host, clock, new SecureRandom())
                .certificate();
    }

    private String put(String alias, String host) throws Exception {
        ServerCertificate made = made(host);
        keystore.setEntry(alias, new PrivateKeyEntry(made.key(), made.chain().toArray(Certificate[]::new)));
        return made.fingerprint();
    }

    private String own() throws IOException {
        return new OwnCertificate(folder, OpenSecrets.INSTANCE, "unused", clock, new SecureRandom())
                .certificate()
                .fingerprint();
    }

    private void changed() {
        dashboard.handleEvent(new KeystoreChangedEvent(STORE));
    }

    /** SHA-256 of what a client gets to see. */
    private String shown() throws Exception {
        try (SSLSocket socket = connected("TLSv1.3")) {
            return new ServerCertificate(
                            List.of((X509Certificate) socket.getSession().getPeerCertificates()[0]),
                            made("client").key())
                    .fingerprint();
        }
    }

    private SSLSocket connected(String... protocols) throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new EveryServer()}, null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket("127.0.0.1", dashboard.port().orElseThrow());
        socket.setSoTimeout(20_000);
        socket.setEnabledProtocols(protocols);
        socket.startHandshake();
        return socket;
    }

    @Test
    void isItsOwnWhileTheKeystoreIsNotThere() throws Exception {
        assertEquals(own(), shown());
    }

    @Test
    void isTheKeystoresAsSoonAsItIsThere() throws Exception {
        String wanted = put("web", "gateway");
        dashboard.addKeystore(keystore, Map.of("kura.service.pid", "another"));
        assertEquals(own(), shown());
        dashboard.addKeystore(keystore, SERVICE);
        assertEquals(wanted, shown());
        dashboard.removeKeystore(keystore, SERVICE); // as when its bundle is updated
        changed();
        assertEquals(wanted, shown());
    }

    @Test
    void isLookedForAgainWhenTheKeystoreHasAnotherFileOfWhichTheGatewaySendsNoEvent() throws Exception {
        put("web", "first");
        dashboard.addKeystore(keystore, SERVICE);
        String second = put("web", "second");
        dashboard.updatedKeystore(keystore, SERVICE);
        assertEquals(second, shown());
    }

    @Test
    void isFollowedWhileItRunsAndNoConnectionIsCut() throws Exception {
        String first = put("web", "first");
        dashboard.addKeystore(keystore, SERVICE);
        assertEquals(first, shown());
        try (SSLSocket open = connected("TLSv1.3")) {
            String second = put("web", "second");
            assertEquals(first, shown());
            changed();
            assertEquals(second, shown());
            open.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            assertTrue(new String(open.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .startsWith("HTTP/1.1 200"));
        }
        keystore.deleteEntry("web");
        changed();
        assertEquals(own(), shown());
    }

    @Test
    void isTheOneWithTheAliasOrTheFirstWithAKey() throws Exception {
        keystore.setEntry(
                "a", new TrustedCertificateEntry(made("authority").chain().get(0)));
        String b = put("b", "b");
        String c = put("c", "c");
        dashboard.addKeystore(keystore, SERVICE);
        assertEquals(b, shown());
        properties.put("keystore.alias", "c");
        dashboard.modified(properties);
        assertEquals(c, shown());
        properties.put("keystore.alias", "a"); // no key
        dashboard.modified(properties);
        assertEquals(own(), shown());
    }

    @Test
    void isRenewedBeforeItEnds() throws Exception {
        String before = own();
        clock.move(Duration.ofDays(380));
        dashboard.modified(Map.of("port", 0));
        assertNotEquals(before, shown());
    }

    @Test
    void needsATlsThatIsSafe() throws Exception {
        try (SSLSocket good = connected("TLSv1.2")) {
            assertFalse(good.getSession().getCipherSuite().contains("CBC"));
        }
        assertThrows(SSLException.class, () -> connected("TLSv1.1").close());
    }

    /** The test looks at what is shown, not at who vouches for it. */
    private static final class EveryServer implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
