package org.metergate.features.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway with a certificate of its own making, made out to another name. */
class TrustTest {

    private static final char[] KEY = "changeit".toCharArray();

    @TempDir
    static Path root;

    private static KeyStore keys;
    private static String fingerprint;

    private DocumentedKura kura;

    @BeforeAll
    static void makeTheCertificate() throws Exception {
        Path store = root.resolve("keys.p12");
        List<String> keytool = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "gateway",
                "-keyalg",
                "EC",
                "-dname",
                "CN=kura.example",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(KEY),
                "-keystore",
                store.toString());
        Process making = new ProcessBuilder(keytool).redirectErrorStream(true).start();
        assertTrue(making.waitFor(60, TimeUnit.SECONDS));
        keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, KEY);
        }
        fingerprint = HexFormat.ofDelimiter(":")
                .withUpperCase()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(keys.getCertificate("gateway").getEncoded()));
    }

    @BeforeEach
    void start() throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, KEY);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create();
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        kura = new DocumentedKura(root.resolve("kura"), server);
    }

    @AfterEach
    void stop() {
        kura.close();
    }

    @Test
    void refusesItAndTellsTheFingerprint() throws Exception {
        String said = assertThrows(GatewayException.class, () -> packages("")).getMessage();
        assertTrue(said.contains("-Dkura.fingerprint=" + fingerprint), said);
        assertEquals(0, kura.requests.size());
    }

    @Test
    void takesTheOneThatWasNamed() throws Exception {
        assertEquals(Map.of(), packages(fingerprint));
        assertEquals(Map.of(), packages(fingerprint.replace(":", "").toLowerCase()));
    }

    @Test
    void refusesEveryOther() throws Exception {
        String other = (fingerprint.startsWith("0") ? "1" : "0") + fingerprint.substring(1);
        String said =
                assertThrows(GatewayException.class, () -> packages(other)).getMessage();
        assertTrue(said.contains("not the one that kura.fingerprint names"), said);
        assertFalse(kura.requests.stream().findAny().isPresent());
    }

    @Test
    void saysWhatAFingerprintIs() {
        for (String wrong : new String[] {"abcd", "trust me"}) {
            String said =
                    assertThrows(GatewayException.class, () -> Trust.of(wrong)).getMessage();
            assertTrue(said.contains("32 bytes as hexadecimal digits"), said);
        }
    }

    @Test
    void saysThatTheGatewaySpeaksTls() {
        String said =
                assertThrows(GatewayException.class, () -> packages("http", "")).getMessage();
        assertTrue(said.contains("is it https://?"), said);
    }

    private Map<String, String> packages(String trusted) throws Exception {
        return packages("https", trusted);
    }

    private Map<String, String> packages(String scheme, String trusted) throws Exception {
        return new KuraGateway(
                        URI.create(scheme + "://127.0.0.1:" + kura.port() + "/services"),
                        DocumentedKura.USER,
                        DocumentedKura.PASSWORD.toCharArray(),
                        Trust.of(trusted))
                .packages();
    }
}
