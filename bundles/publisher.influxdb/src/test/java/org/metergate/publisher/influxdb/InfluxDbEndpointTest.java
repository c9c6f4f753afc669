package org.metergate.publisher.influxdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.listener.CloudConnectionListener;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.message.KuraPayload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.metergate.emulator.influxdb.EmulatedInfluxDb;
import org.metergate.emulator.influxdb.StoredPoint;
import org.metergate.publisher.outbox.FileOutbox;
import org.metergate.publisher.outbox.store.StoreLimits;

class InfluxDbEndpointTest {

    private static final int PATIENCE = 30;

    @TempDir
    private Path folder;

    private final EmulatedInfluxDb server = new EmulatedInfluxDb();
    private final Map<String, Object> properties = new HashMap<>();
    private FileOutbox outbox;
    private InfluxDbEndpoint endpoint;

    @BeforeEach
    void open() throws Exception {
        server.start();
        outbox = FileOutbox.open(folder, StoreLimits.of(Duration.ofDays(1), 1 << 24, 0), name -> false);
        properties.put("kura.service.pid", "influx");
        properties.put("url", server.url());
        properties.put("authentication", "NONE");
        properties.put("batch.wait", 0);
    }

    @AfterEach
    void close() throws Exception {
        if (endpoint != null) {
            endpoint.deactivate();
        }
        outbox.close();
        server.close();
    }

    private void activate() throws Exception {
        endpoint = new InfluxDbEndpoint(Clock.systemUTC(), Duration.ofMillis(20));
        endpoint.setOutbox(outbox);
        endpoint.activate(properties);
    }

    private void publish(int number, String channel, Object value) throws KuraException {
        KuraPayload payload = new KuraPayload();
        payload.addMetric("assetName", "main");
        payload.addMetric("assetTimestamp", 1_764_000_000_000L + number);
        payload.addMetric(channel, value);
        endpoint.publish(new KuraMessage(payload));
    }

    private TreeSet<Long> times() {
        return server.points().stream()
                .map(point -> point.time() - 1_764_000_000_000L)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Waits until the connection says so. */
    private void await(State state) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
        CountDownLatch never = new CountDownLatch(1);
        while (endpoint.state() != state) {
            assertTrue(System.nanoTime() < end, "it is " + endpoint.getInfo());
            assertFalse(never.await(10, TimeUnit.MILLISECONDS));
        }
    }

    private void awaitConfirmed(long readings) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
        CountDownLatch never = new CountDownLatch(1);
        while (!endpoint.getInfo().get("Readings written").equals(Long.toString(readings))) {
            assertTrue(System.nanoTime() < end, "it is " + endpoint.getInfo());
            assertFalse(never.await(10, TimeUnit.MILLISECONDS));
        }
    }

    @ParameterizedTest
    @EnumSource(ApiVersion.class)
    void writesWhatIsPublished(ApiVersion version) throws Exception {
        properties.put("api.version", version.name());
        properties.put("organization", "home & garden");
        activate();
        publish(1, "import", 1234.5);
        publish(2, "import", 1235);
        assertTrue(server.awaitPoints(2, PATIENCE));
        await(State.CONNECTED);
        StoredPoint point = server.points().get(0);
        assertEquals("meter", point.measurement());
        assertEquals(Map.of("meter", "main", "channel", "import"), point.tags());
        assertEquals(Map.of("value", 1234.5), point.fields());
        EmulatedInfluxDb.Request request = server.requests().stream()
                .filter(any -> any.lines() > 0)
                .findFirst()
                .orElseThrow();
        assertTrue(request.compressed());
        assertEquals(
                version == ApiVersion.V3 ? "millisecond" : "ms", request.query().get("precision"));
        assertEquals(
                version == ApiVersion.V2 ? "home & garden" : null,
                request.query().get("org"));
    }

    @ParameterizedTest
    @CsvSource({
        "V1, BASIC, Basic bWU6czNjcjN0",
        "V2, TOKEN, Token s3cr3t",
        "V3, TOKEN, Bearer s3cr3t",
        "V2, BASIC, Basic bWU6czNjcjN0"
    })
    void saysWhoWrites(ApiVersion version, String authentication, String header) throws Exception {
        server.authorize(header);
        properties.putAll(Map.of(
                "api.version",
                version.name(),
                "authentication",
                authentication,
                "username",
                "me",
                "token",
                "s3cr3t",
                "password",
                "s3cr3t"));
        activate();
        publish(1, "import", 1.0);
        assertTrue(server.awaitPoints(1, PATIENCE));
        assertFalse(EndpointSettings.from(properties).toString().contains("s3cr3t"));
    }

    @ParameterizedTest
    @EnumSource(ApiVersion.class)
    void dropsOnlyTheLinesThatAreRefused(ApiVersion version) throws Exception {
        properties.put("api.version", version.name());
        server.retain(1_764_000_000_000L);
        activate();
        publish(0, "import", 1.0);
        assertTrue(server.awaitPoints(1, PATIENCE));
        endpoint.disconnect();
        for (int i = 1; i <= 50; i++) {
            publish(i == 17 ? -5 : i, "import", (double) i); // one is older than the server keeps
        }
        endpoint.connect();
        awaitConfirmed(51);
        assertEquals(50, server.points().size());
        assertFalse(times().contains(17L));
        assertEquals("1", endpoint.getInfo().get("Points refused"));
        String refused = Files.readString(folder.resolve("refused.jsonl"));
        assertTrue(refused.contains("\"channels\":[\"import\"]") && refused.contains("retention"), refused);
        assertEquals(State.CONNECTED, endpoint.state());
    }

    @Test
    void dropsOnlyTheLineThatCannotBeRead() throws Exception {
        properties.put("api.version", "V2");
        activate();
        endpoint.disconnect();
        for (int i = 1; i <= 20; i++) {
            publish(i, "import", (double) i);
        }
        server.answerNext(
                400,
                "",
                "{\"code\":\"invalid\",\"message\":\"unable to parse 'meter,channel=import,meter=main value=7 "
                        + "1764000000007': bad luck\"}");
        endpoint.connect();
        awaitConfirmed(20);
        assertEquals(19, server.points().size());
        assertFalse(times().contains(7L));
    }

    @ParameterizedTest
    @EnumSource(ApiVersion.class)
    void makesBatchesThatTheServerTakes(ApiVersion version) throws Exception {
        properties.put("api.version", version.name());
        server.limit(600);
        activate();
        endpoint.disconnect();
        for (int i = 1; i <= 100; i++) {
            publish(i, "import", (double) i);
        }
        endpoint.connect();
        assertTrue(server.awaitPoints(100, PATIENCE));
        awaitConfirmed(100);
        assertEquals(100, server.points().size());
    }

    @Test
    void keepsEverythingWhileTheServerIsBusy() throws Exception {
        activate();
        server.answerNext(503, "1", "{\"code\":\"unavailable\",\"message\":\"compacting\"}");
        server.answerNext(429, "", "{\"message\":\"too many\"}");
        publish(1, "import", 1.0);
        await(State.BUSY);
        publish(2, "import", 2.0);
        assertTrue(server.awaitPoints(2, PATIENCE));
        await(State.CONNECTED);
        assertEquals("0", endpoint.getInfo().get("Points refused"));
    }

    @Test
    void givesUpOnNoLineForARequestThatIsWrong() throws Exception {
        activate();
        publish(0, "import", 0.0);
        assertTrue(server.awaitPoints(1, PATIENCE));
        endpoint.disconnect();
        for (int i = 1; i <= 8; i++) {
            publish(i, "import", (double) i);
        }
        for (int i = 0; i < 15; i++) { // every half of every half is tried
            server.answerNext(400, "", "{\"message\":\"the moon is full\"}");
        }
        endpoint.connect();
        await(State.REFUSED);
        assertEquals("0", endpoint.getInfo().get("Points refused"));
        assertTrue(server.awaitPoints(9, PATIENCE));
    }

    @Test
    void writesAgainWhatWasNotConfirmedUnderTheSameKey() throws Exception {
        properties.put("timeout", 300);
        activate();
        server.answerNextLate(1000);
        publish(1, "import", 1.0);
        await(State.UNREACHABLE);
        awaitConfirmed(1);
        assertEquals(1, server.points().size());
        assertEquals(2, server.arrivals());
    }

    @Test
    void goesOnWhereItWasAfterARestart() throws Exception {
        server.stop();
        activate();
        for (int i = 1; i <= 100; i++) {
            publish(i, "import", (double) i);
        }
        await(State.UNREACHABLE);
        endpoint.deactivate();
        outbox.close();
        outbox = FileOutbox.open(folder, StoreLimits.of(Duration.ofDays(1), 1 << 24, 0), name -> false);
        server.start();
        activate();
        assertTrue(server.awaitPoints(100, PATIENCE));
        awaitConfirmed(100);
    }

    @ParameterizedTest
    @CsvSource({
        "V1, 401, CREDENTIALS",
        "V2, 401, CREDENTIALS",
        "V3, 401, CREDENTIALS",
        "V1, 404, NO_DATABASE",
        "V2, 404, NO_DATABASE",
        "V3, 404, NO_DATABASE"
    })
    void saysOnceWhatIsWrongAndKeepsEverything(ApiVersion version, int status, State state) throws Exception {
        properties.put("api.version", version.name());
        if (status == 401) {
            server.authorize("something else");
        } else {
            server.hasDatabase("another");
        }
        CountDownLatch lost = new CountDownLatch(1);
        activate();
        publish(1, "import", 1.0);
        await(state);
        assertFalse(endpoint.isConnected());
        assertTrue(
                endpoint.getInfo().get("Message").contains("metergate"),
                endpoint.getInfo().get("Message"));
        assertTrue(server.awaitRequests(2, PATIENCE)); // it asks again, and says nothing
        server.authorize("");
        server.hasDatabase("metergate");
        endpoint.registerCloudConnectionListener(new CloudConnectionListener() {
            @Override
            public void onDisconnected() {
                // not here
            }

            @Override
            public void onConnectionLost() {
                // not here
            }

            @Override
            public void onConnectionEstablished() {
                lost.countDown();
            }
        });
        endpoint.connect();
        assertTrue(lost.await(PATIENCE, TimeUnit.SECONDS));
        assertTrue(server.awaitPoints(1, PATIENCE));
    }

    /** Serves with {@code tls/influx.p12}, made by keytool for the address 127.0.0.1, and gives its certificate as PEM. */
    private String serveWithTls() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = getClass().getResourceAsStream("/tls/influx.p12")) {
            store.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        server.stop();
        server.start(context);
        properties.put("url", server.url());
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(store.getCertificate("influx").getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    @Test
    void saysThatACertificateIsNotTrustedAndTakesTheOneItIsTold() throws Exception {
        String certificate = serveWithTls();
        activate();
        publish(1, "import", 1.0);
        await(State.TLS_FAILED);
        assertTrue(
                endpoint.getInfo().get("Message").contains("certificate to trust"),
                endpoint.getInfo().get("Message"));
        assertEquals("1", endpoint.getInfo().get("Readings waiting"));
        properties.put("certificate", certificate.replace("\n", " ")); // as the console's text box may give it
        endpoint.modified(properties);
        assertTrue(server.awaitPoints(1, PATIENCE));
    }

    @Test
    void saysThatACertificateIsNone() throws Exception {
        properties.put("certificate", "no PEM");
        activate();
        await(State.MISCONFIGURED);
        assertTrue(
                endpoint.getInfo().get("Message").contains("PEM"),
                endpoint.getInfo().get("Message"));
    }

    @Test
    void saysThatNobodyAnswers() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        properties.put("url", "http://127.0.0.1:" + free);
        activate();
        await(State.UNREACHABLE);
        assertTrue(
                endpoint.getInfo().get("Message").contains("127.0.0.1:" + free),
                endpoint.getInfo().get("Message"));
    }

    @Test
    void namesEveryWrongSettingAndKeepsReadings() throws Exception {
        properties.putAll(Map.of(
                "url", "influx", "api.version", "V4", "authentication", "BASIC", "batch.points", 0, "tags", "meter=x"));
        activate();
        assertEquals(State.MISCONFIGURED, endpoint.state());
        for (String part : List.of("url", "api.version", "username", "password", "batch.points", "tags")) {
            assertTrue(
                    endpoint.getInfo().get("Message").contains(part),
                    endpoint.getInfo().get("Message"));
        }
        publish(1, "import", 1.0);
        assertEquals("1", endpoint.getInfo().get("Readings waiting"));
        properties.putAll(Map.of(
                "url",
                server.url(),
                "api.version",
                "V1",
                "authentication",
                "NONE",
                "batch.points",
                10,
                "tags",
                "site=x"));
        endpoint.modified(properties);
        assertTrue(server.awaitPoints(1, PATIENCE));
        assertEquals("x", server.points().get(0).tags().get("site"));
    }

    @Test
    void refusesARecordWithoutMeter() throws Exception {
        activate();
        assertEquals(
                KuraErrorCode.INVALID_PARAMETER,
                assertThrows(KuraException.class, () -> endpoint.publish(new KuraMessage(new KuraPayload())))
                        .getCode());
    }

    @Test
    void waitsUntilItIsConnected() throws Exception {
        properties.put("connect.automatically", false);
        activate();
        publish(1, "import", 1.0);
        assertEquals(State.NOT_TRIED, endpoint.state());
        assertEquals(List.of(), server.requests());
        endpoint.connect();
        assertTrue(server.awaitPoints(1, PATIENCE));
    }
}
