package org.metergate.publisher.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.message.KuraPayload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.metergate.publisher.outbox.DestinationStatus;
import org.metergate.publisher.outbox.FileOutbox;
import org.metergate.publisher.outbox.store.StoreLimits;

class MqttPublisherTest {

    private static final Instant NOW = Instant.parse("2026-11-23T21:00:04Z");

    @TempDir
    private Path folder;

    private final FakeConnection connection = new FakeConnection();
    private final Map<String, Object> properties = new HashMap<>(Map.of("cloud.endpoint.service.pid", "raw"));
    private MqttPublisher publisher;
    private FileOutbox outbox;
    private final AtomicLong nanos = new AtomicLong();

    @BeforeEach
    void openTheOutbox() throws Exception {
        outbox = FileOutbox.open(folder, StoreLimits.of(Duration.ofDays(1), 1 << 20, 0), name -> false);
    }

    @AfterEach
    void closeTheOutbox() throws Exception {
        outbox.close();
    }

    @Test
    void publishesABodyWithTopicAndOptionsOfTheRightTypes() throws Exception {
        properties.putAll(Map.of("qos", 1, "retain", true, "priority", 3, "topic", "site/{meter}/now"));
        activate();
        assertEquals("main@2026-11-23T21:00:04Z", publisher.publish(record("main")));
        step();
        KuraMessage message = connection.published.get(0);
        assertEquals(
                Map.of("topic", "site/main/now", "qos", 1, "retain", true, "priority", 3), message.getProperties());
        assertEquals(
                "{\"meter\":\"main\",\"time\":\"2026-11-23T21:00:04Z\",\"quality\":\"GOOD\",\"values\":{\"U1\":"
                        + "{\"value\":230.1,\"time\":\"2026-11-23T21:00:04Z\",\"quality\":\"GOOD\"}}}",
                new String(message.getPayload().getBody(), StandardCharsets.UTF_8));
    }

    @Test
    void takesItsDefaultsWhenActivatedWithoutThem() throws Exception {
        activate();
        publisher.publish(record("main"));
        step();
        assertEquals(
                Map.of("topic", "metergate/main", "qos", 0, "retain", false, "priority", 7),
                connection.published.get(0).getProperties());
        assertEquals(1, status().confirmed());
    }

    @Test
    void givesEclipseIotMetricsAndTheTopicOfTheirKind() throws Exception {
        properties.put(
                "cloud.connection.factory.pid", "org.eclipse.kura.cloudconnection.eclipseiot.mqtt.ConnectionManager");
        properties.put("qos", 1);
        activate();
        publisher.publish(record("main"));
        step();
        KuraMessage message = connection.published.get(0);
        assertEquals(
                Map.of("FULL_TOPIC", "e///metergate/main", "QOS", 1, "RETAIN", false, "PRIORITY", 7),
                message.getProperties());
        assertEquals(230.1, message.getPayload().getMetric("U1"));
    }

    @Test
    void givesKapuaTheJsonIfToldSo() throws Exception {
        properties.putAll(Map.of(
                "cloud.connection.factory.pid", "org.eclipse.kura.cloud.CloudService", "payload", "JSON", "qos", 0));
        activate();
        publisher.publish(record("main"));
        step();
        KuraMessage message = connection.published.get(0);
        assertEquals(
                Map.of(
                        "APP_TOPIC",
                        "main",
                        "APP_ID",
                        "metergate",
                        "CONTROL",
                        false,
                        "QOS",
                        0,
                        "RETAIN",
                        false,
                        "PRIORITY",
                        7),
                message.getProperties());
        assertTrue(new String(message.getPayload().getBody(), StandardCharsets.UTF_8).startsWith("{\"meter\""));
    }

    @Test
    void keepsReadingsWhileThereIsNoEndpointOrNoConnection() throws Exception {
        connection.there = false;
        activate();
        publisher.publish(record("main"));
        step();
        assertEquals("", publisher.forwarder().state());
        later(Duration.ofSeconds(10));
        step();
        assertTrue(
                publisher.forwarder().state().contains("'raw'"),
                publisher.forwarder().state());
        connection.there = true;
        connection.connected = false;
        step();
        assertEquals(0, connection.published.size());
        connection.connected = true;
        step();
        assertEquals(1, connection.published.size());
    }

    @Test
    void movesOnOnlyWithTheConfirmation() throws Exception {
        properties.put("qos", 1);
        activate();
        publisher.publish(record("a"));
        publisher.publish(record("b"));
        step();
        publisher.onMessageConfirmed("2");
        publisher.onMessageConfirmed("of somebody else");
        assertEquals(1, status().waiting());
        publisher.deactivate();
        connection.published.clear();
        connection.there = true;
        activate();
        step();
        assertEquals(
                List.of("metergate/a"),
                connection.published.stream()
                        .map(message -> message.getProperties().get("topic"))
                        .toList());
    }

    @Test
    void takesAConfirmationThatOvertakesThePublication() throws Exception {
        properties.put("qos", 2);
        activate();
        connection.hasty = Optional.of(publisher);
        publisher.publish(record("a"));
        step();
        assertEquals(1, status().confirmed());
        assertEquals(0, publisher.forwarder().unconfirmed().size());
    }

    @Test
    void givesTheConnectionNoMoreThanTheWindow() throws Exception {
        properties.putAll(Map.of("qos", 1, "window", 2));
        activate();
        for (String meter : List.of("a", "b", "c")) {
            publisher.publish(record(meter));
        }
        step();
        assertEquals(2, connection.published.size());
        publisher.onMessageConfirmed("1");
        step();
        assertEquals(3, connection.published.size());
    }

    @Test
    void sendsAgainOnlyWhatTheConnectionDoesNotHaveAfterARefusal() throws Exception {
        properties.put("qos", 1);
        activate();
        publisher.publish(record("a"));
        step();
        connection.takes = false;
        publisher.publish(record("b"));
        assertTrue(step().compareTo(Duration.ofMillis(499)) > 0);
        assertTrue(
                publisher.forwarder().state().contains("full"),
                publisher.forwarder().state());
        connection.takes = true;
        step();
        assertEquals(
                List.of("metergate/a", "metergate/b"),
                connection.published.stream()
                        .map(message -> message.getProperties().get("topic"))
                        .toList());
        publisher.onMessageConfirmed("1");
        publisher.onMessageConfirmed("2");
        assertEquals(0, status().waiting());
    }

    @Test
    void sendsAgainWhatIsNotConfirmedForTooLong() throws Exception {
        properties.putAll(Map.of("qos", 1, "confirmation.timeout", 30));
        activate();
        publisher.publish(record("a"));
        step();
        later(Duration.ofSeconds(29));
        step();
        assertEquals(1, connection.published.size());
        later(Duration.ofSeconds(2));
        step();
        assertEquals(2, connection.published.size());
        publisher.onMessageConfirmed("2");
        assertEquals(0, status().waiting());
    }

    @Test
    void parksAReadingThatNoTopicFits() throws Exception {
        activate();
        publisher.publish(record("m".repeat(70_000)));
        publisher.publish(record("main"));
        step();
        assertEquals(1, connection.published.size());
        assertEquals(0, status().waiting());
        assertEquals(1, status().refusedPoints());
    }

    @Test
    void suspectsABrokerThatHangsUpEachTime() throws Exception {
        properties.put("qos", 1);
        activate();
        publisher.publish(record("main"));
        step();
        for (int i = 0; i < 3; i++) {
            publisher.onConnectionLost();
        }
        connection.connected = false;
        step();
        later(Duration.ofSeconds(10));
        step();
        assertTrue(
                publisher.forwarder().state().contains("metergate/main"),
                publisher.forwarder().state());
        assertEquals(1, status().waiting());
    }

    @Test
    void publishesNothingWithAWrongConfiguration() throws Exception {
        properties.put("topic", "metergate/#");
        properties.put("qos", 3);
        activate();
        KuraException refused = assertThrows(KuraException.class, () -> publisher.publish(record("main")));
        assertEquals(KuraErrorCode.CONFIGURATION_ERROR, refused.getCode());
        assertTrue(refused.getMessage().contains("wildcard"), refused.getMessage());
        assertTrue(refused.getMessage().contains("qos"), refused.getMessage());
        assertEquals(0, connection.published.size());
    }

    @Test
    void saysThatItCouldNotStore() throws Exception {
        activate();
        outbox.close();
        KuraException refused = assertThrows(KuraException.class, () -> publisher.publish(record("main")));
        assertEquals(KuraErrorCode.STORE_ERROR, refused.getCode());
    }

    @ParameterizedTest
    @CsvSource({"-1, 1", "0, 0", "1000, 0", "1001, 1"})
    void takesThePrioritiesThatTheFormOffers(int priority, int problems) {
        properties.put("priority", priority);
        assertEquals(problems, PublisherSettings.from(properties).problems().size());
    }

    @Test
    void complainsUnderTheNameOfTheInstance() {
        PrintStream usual = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        Map<String, Object> nowhere = Map.of("kura.service.pid", "to-the-cellar");
        try {
            MqttPublisher.complain(PublisherSettings.from(Map.of("qos", 3)), nowhere);
            MqttPublisher.complain(PublisherSettings.from(nowhere), nowhere);
        } finally {
            System.setErr(usual);
        }
        String text = log.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("to-the-cellar publishes nothing: [qos: "), text);
        assertTrue(text.contains("to-the-cellar publishes nothing: cloud.endpoint.service.pid is not set"), text);
    }

    @Test
    void refusesARecordWithoutAMeter() throws Exception {
        activate();
        KuraPayload timer = new KuraPayload();
        timer.addMetric("TIMER", 1L);
        KuraException refused = assertThrows(KuraException.class, () -> publisher.publish(new KuraMessage(timer)));
        assertEquals(KuraErrorCode.INVALID_PARAMETER, refused.getCode());
        step();
        assertEquals(0, connection.published.size());
    }

    @Test
    void confirmsUnderTheIdThatItGave() throws Exception {
        properties.put("qos", 1);
        activate();
        List<String> confirmed = new ArrayList<>();
        publisher.registerCloudDeliveryListener(confirmed::add);
        String id = publisher.publish(record("main"));
        step();
        assertEquals(List.of(), confirmed);
        publisher.onMessageConfirmed("1");
        assertEquals(List.of(id), confirmed);
    }

    private void activate() throws Exception {
        publisher = new MqttPublisher(Clock.fixed(NOW, ZoneOffset.UTC), nanos::get);
        publisher.setOutbox(outbox);
        publisher.start(properties);
        publisher.use(connection);
    }

    private void later(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private Duration step() throws Exception {
        return publisher.forwarder().step(Duration.ZERO);
    }

    private DestinationStatus status() {
        return outbox.destinations().get(0);
    }

    private static KuraMessage record(String meter) {
        KuraPayload payload = new KuraPayload();
        payload.setTimestamp(Date.from(NOW));
        payload.addMetric("assetName", meter);
        payload.addMetric("U1", 230.1);
        return new KuraMessage(payload);
    }
}
