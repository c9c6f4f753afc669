package org.metergate.publisher.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.message.KuraPayload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.publisher.outbox.FileOutbox;
import org.metergate.publisher.outbox.store.StoreLimits;

class TopicChecksTest {

    private static final String REFUSED = "passes none of it on";

    @TempDir
    private Path folder;

    private final FakeConnection connection = new FakeConnection();
    private final Map<String, Object> properties = new HashMap<>(Map.of("qos", 1));
    private final AtomicLong nanos = new AtomicLong();
    private MqttPublisher publisher;
    private FileOutbox outbox;
    private long time = 1_764_000_000_000L;
    private int confirmed;

    @BeforeEach
    void start() throws Exception {
        outbox = FileOutbox.open(folder, StoreLimits.of(Duration.ofDays(1), 1 << 20, 0), name -> false);
        publisher = new MqttPublisher(Clock.systemUTC(), nanos::get);
        publisher.setOutbox(outbox);
        publisher.start(properties);
        publisher.use(connection);
    }

    @AfterEach
    void stop() throws Exception {
        outbox.close();
    }

    @Test
    void asksOnceForEachTopicAndLeavesTheSubscription() throws Exception {
        publish("a", "b", "a");
        goOn();
        goOn();
        assertEquals(List.of("a", "b", "a"), sent());
        assertEquals(0, waiting());
        assertEquals(Map.of(), connection.subscribers);
    }

    @Test // MQTT 3.1.1, 3.3.5
    void keepsWhatABrokerConfirmsAndDrops() throws Exception {
        connection.dropped.add("metergate/a");
        publish("a", "a");
        goOn();
        later(Duration.ofSeconds(11));
        publish("a");
        goOn();
        assertEquals(List.of("a"), sent());
        assertTrue(state().contains(REFUSED) && state().contains("metergate/a"), state());
        assertEquals(3, waiting());
    }

    @Test
    void letsNeighboursOfARefusedTopicPass() throws Exception {
        connection.dropped.add("metergate/a");
        publish("a", "b", "b", "a");
        goOn();
        later(Duration.ofSeconds(11));
        publish("b");
        goOn();
        assertEquals(List.of("a", "b", "b", "b"), sent());
        assertTrue(state().contains(REFUSED), state());
        assertEquals(2, waiting());
    }

    @Test
    void deliversInOrderWhenTheTopicIsAllowed() throws Exception {
        connection.dropped.add("metergate/a");
        publish("a", "a", "a");
        goOn();
        later(Duration.ofSeconds(11));
        goOn();
        connection.dropped.clear();
        connection.published.clear();
        confirmed = 0;
        later(Duration.ofSeconds(61));
        goOn();
        goOn();
        assertEquals(List.of(1L, 2L, 3L), times());
        assertEquals(0, waiting());
        assertEquals("delivers", state());
    }

    @Test
    void saysOneThingHoweverOftenItAsks() throws Exception {
        connection.dropped.add("metergate/a");
        publish("a");
        goOn();
        later(Duration.ofSeconds(11));
        goOn();
        String first = state();
        for (int i = 0; i < 10; i++) {
            later(Duration.ofMinutes(31));
            publish("a");
            goOn();
            assertEquals(first, state());
        }
        assertTrue(sent().size() < 12, sent().toString());
        assertEquals(11, waiting());
    }

    @Test
    void asksAgainOnANewConnection() throws Exception {
        publish("a");
        goOn();
        connection.dropped.add("metergate/a");
        publisher.onConnectionLost();
        publisher.onConnectionEstablished();
        publish("a");
        goOn();
        assertEquals(1, waiting());
        later(Duration.ofSeconds(11));
        goOn();
        assertTrue(state().contains(REFUSED), state());
    }

    @Test
    void asksWithWhatAnEarlierConnectionWasGiven() throws Exception {
        publish("a");
        step();
        publisher.onConnectionLost();
        publisher.onConnectionEstablished();
        goOn(); // the gateway itself repeats the message, and the broker confirms that
        assertEquals(List.of("a", "a"), sent());
        assertEquals(0, waiting());
    }

    @Test
    void doesNotAskABrokerThatHangsUpWhenAsked() throws Exception {
        connection.dropped.add("metergate/a");
        publish("a");
        step();
        for (int i = 0; i < 3; i++) {
            publisher.onConnectionLost();
            publisher.onConnectionEstablished();
            confirmed = connection.published.size(); // without a subscription the broker takes it from the gateway
            publisher.onMessageConfirmed(Integer.toString(confirmed));
            step();
        }
        goOn();
        assertEquals(0, waiting());
        assertEquals(Map.of(), connection.subscribers);
    }

    @Test
    void doesNotProvokeABrokerThatConfirmsAndHangsUp() throws Exception {
        connection.dropped.add("metergate/a");
        publish("a", "b");
        for (int i = 0; i < 10; i++) {
            goOn();
            publisher.onConnectionLost();
            publisher.onConnectionEstablished();
        }
        goOn();
        assertEquals(2, sent().stream().filter("a"::equals).count(), sent().toString());
        assertTrue(state().contains(REFUSED), state());
        assertEquals(1, waiting());
        connection.dropped.clear();
        later(Duration.ofSeconds(61));
        goOn();
        assertEquals(0, waiting());
        assertEquals("delivers", state());
    }

    @Test
    void isAskedForNothingIfToldSo() throws Exception {
        properties.put("check.topics", false);
        connection.dropped.add("metergate/a");
        publisher.modified(null, properties);
        publish("a", "a");
        goOn();
        assertEquals(0, waiting());
    }

    private void publish(String... meters) throws Exception {
        for (String meter : meters) {
            KuraPayload record = new KuraPayload();
            record.setTimestamp(new Date(++time));
            record.addMetric("assetName", meter);
            record.addMetric("U1", 230.1);
            publisher.publish(new KuraMessage(record));
        }
    }

    /** Steps, confirms everything that was sent, and steps. */
    private void goOn() throws Exception {
        step();
        while (confirmed < connection.published.size()) {
            publisher.onMessageConfirmed(Integer.toString(++confirmed));
            step();
        }
        step();
    }

    private void step() throws Exception {
        publisher.forwarder().step(Duration.ZERO);
    }

    private void later(Duration by) {
        nanos.addAndGet(by.toNanos());
    }

    private String state() {
        return publisher.forwarder().state();
    }

    private long waiting() {
        return outbox.destinations().get(0).waiting();
    }

    private List<String> sent() {
        return connection.published.stream()
                .map(message -> message.getProperties().get("topic").toString().replace("metergate/", ""))
                .toList();
    }

    private List<Long> times() {
        return connection.published.stream()
                .map(message -> new String(message.getPayload().getBody(), StandardCharsets.UTF_8))
                .map(json -> Long.parseLong(json.replaceAll(".*?\"time\":\"[^\"]*\\.00(\\d)Z\".*", "$1")))
                .toList();
    }
}
