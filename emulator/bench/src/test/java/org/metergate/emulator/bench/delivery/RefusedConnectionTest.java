package org.metergate.emulator.bench.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.configuration.ComponentConfiguration;
import org.eclipse.kura.configuration.ConfigurationService;
import org.eclipse.kura.message.KuraPayload;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.publisher.mqtt.MqttPublisher;
import org.metergate.publisher.outbox.store.FileSystem;
import org.metergate.publisher.outbox.store.StoreLimits;

/** A Mosquitto that does not let the gateway in, or takes nothing from it: one line says why, and nothing is lost. */
@Timeout(60)
class RefusedConnectionTest {

    private static final int READINGS = 3;
    private static final String OPEN = "allow_anonymous true\n";
    /** Ten seconds of the publisher's patience are two here, long enough for a connection to come up. */
    private static final LongSupplier FAST = () -> System.nanoTime() * 5;

    @TempDir
    private Path folder;

    @BeforeEach
    void needsMosquitto() {
        assumeTrue(RealBroker.program().isPresent(), "mosquitto is not installed");
    }

    @Test
    void keepsReadingsWhenTheCredentialsAreWrong() throws Exception {
        Path nobody = Files.createFile(folder.resolve("passwords"));
        keepsReadings(
                "mqtt",
                Map.of("username", "gateway", "password", "wrong"),
                "allow_anonymous false\npassword_file " + nobody + "\n",
                "answers, but does not let the gateway in: username, password or client id are wrong");
        letIn();
    }

    @Test
    void keepsReadingsWhenCredentialsAreMissing() throws Exception {
        keepsReadings("mqtt", Map.of(), "allow_anonymous false\n", "wants a username and a password");
    }

    @Test
    void keepsReadingsForABrokerThatSpeaksNoTls() throws Exception {
        keepsReadings("mqtts", Map.of(), OPEN, "fails: the broker hangs up while shaking hands");
    }

    @Test
    void keepsReadingsWhenNobodyListens() throws Exception {
        keepsReadings(
                "mqtt", Map.of("broker-url", "mqtt://127.0.0.1:1"), OPEN, "cannot be reached: Connection refused");
    }

    @Test // Mosquitto confirms a PUBLISH that its access list refuses
    void keepsReadingsForATopicThatIsRefused() throws Exception {
        Path rights = folder.resolve("rights");
        Files.writeString(rights, "topic read #\n");
        keepsReadings(
                "mqtt",
                Map.of(),
                OPEN + "max_queued_messages 1000\nacl_file " + rights + "\n",
                "the broker confirms what it is given for metergate/main, but passes none of it on");
        letIn();
    }

    private void keepsReadings(String scheme, Map<String, Object> connection, String broken, String reason)
            throws Exception {
        PrintStream usual = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try (RealBroker broker = new RealBroker(folder, broken)) {
            broker.start();
            Map<String, Object> transport = new HashMap<>();
            transport.put("broker-url", scheme + "://127.0.0.1:" + broker.port());
            transport.putAll(connection);
            MqttPublisher publisher = new MqttPublisher(Clock.systemUTC(), FAST);
            publisher.setConfigurationService(configuration(transport));
            try (Site site = site(transport, publisher)) {
                for (int i = 0; i < READINGS; i++) {
                    site.publish(record(i));
                }
                awaitLine(log, reason);
                assertEquals(READINGS, site.outbox().destinations().get(0).waiting());
            }
        } finally {
            System.setErr(usual);
        }
        assertEquals(
                1, text(log).lines().filter(line -> line.contains(" waits: ")).count(), text(log));
    }

    /** The same outbox with a connection that is right. */
    private void letIn() throws Exception {
        CountDownLatch arrived = new CountDownLatch(READINGS);
        try (RealBroker broker = new RealBroker(folder, OPEN)) {
            broker.start();
            Listener listener = new Listener(broker.port(), "metergate/#", payload -> arrived.countDown());
            Site site = site(Map.of("broker-url", "mqtt://127.0.0.1:" + broker.port()), new MqttPublisher());
            try {
                assertTrue(arrived.await(30, TimeUnit.SECONDS), arrived.getCount() + " readings did not arrive");
            } finally {
                site.close();
                listener.close();
            }
        }
    }

    private Site site(Map<String, Object> transport, MqttPublisher publisher) throws Exception {
        return new Site(
                folder.resolve("outbox"),
                StoreLimits.of(Duration.ofDays(1), 1 << 20, 0),
                new FileSystem(),
                transport,
                Map.of("qos", 1),
                publisher);
    }

    /** What a gateway's configuration says of endpoint, DataService and transport. */
    private static ConfigurationService configuration(Map<String, Object> transport) {
        Map<String, Map<String, Object>> all = Map.of(
                "raw",
                Map.of("DataService.target", "(kura.service.pid=data)"),
                "data",
                Map.of("DataTransportService.target", "(kura.service.pid=mqtt)", "connect.auto-on-startup", true),
                "mqtt",
                transport);
        return proxy(ConfigurationService.class, given -> proxy(ComponentConfiguration.class, none -> all.get(given)));
    }

    /** Answers the one method that is asked with what is made of its first argument. */
    private static <T> T proxy(Class<T> type, Function<Object, Object> answer) {
        return type.cast(Proxy.newProxyInstance(
                RefusedConnectionTest.class.getClassLoader(),
                new Class<?>[] {type},
                (self, method, given) -> method.getName().equals("equals")
                        ? self == given[0]
                        : answer.apply(given == null ? null : given[0])));
    }

    private static void awaitLine(ByteArrayOutputStream log, String wanted) {
        long giveUp = System.nanoTime() + Duration.ofSeconds(40).toNanos();
        while (!text(log).contains(wanted)) {
            assertTrue(System.nanoTime() < giveUp, text(log));
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private static String text(ByteArrayOutputStream log) {
        return log.toString(StandardCharsets.UTF_8);
    }

    private static KuraMessage record(int number) {
        KuraPayload record = new KuraPayload();
        record.addMetric("assetName", "main");
        record.addMetric("assetTimestamp", 1_764_000_000_000L + number);
        record.addMetric("import", (double) number);
        return new KuraMessage(record);
    }
}
