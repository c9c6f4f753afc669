package org.metergate.emulator.cloud.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.KuraStoreException;
import org.eclipse.kura.cloudconnection.listener.CloudConnectionListener;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.message.KuraPayload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.metergate.emulator.cloud.TestBroker;
import org.metergate.emulator.cloud.TestClient;
import org.metergate.emulator.cloud.TestConnection;

class RawMqttConnectionTest {

    private static final Map<String, Object> UNLIMITED = Map.of("enable.rate.limit", false);

    @TempDir
    Path folder;

    static Stream<Arguments> brokersAndQualities() {
        return Stream.of(TestBroker.Kind.values())
                .flatMap(kind -> Stream.of(0, 1, 2).map(qos -> Arguments.of(kind, qos)));
    }

    /** Quality of service 0 promises nothing for messages under way. */
    static Stream<Arguments> brokersAndSafeQualities() {
        return brokersAndQualities().filter(arguments -> !arguments.get()[1].equals(0));
    }

    @ParameterizedTest
    @MethodSource("brokersAndQualities")
    void sendsABodyAsItIsAndConfirmsIt(TestBroker.Kind kind, int qos) throws Exception {
        try (TestBroker broker = started(kind);
                TestClient listener = new TestClient(broker, "metergate/#", qos);
                TestConnection connection = new TestConnection(broker.address(), UNLIMITED)) {
            RawMqttCloudEndpoint endpoint = endpoint(connection);
            BlockingQueue<String> confirmed = new LinkedBlockingQueue<>();
            endpoint.registerCloudDeliveryListener(confirmed::add);
            endpoint.connect();
            String id = endpoint.publish(message("metergate/main", qos, "äöü"));
            TestClient.Arrived arrived = listener.next();
            assertEquals("metergate/main", arrived.topic());
            assertEquals("äöü", new String(arrived.message().getPayload(), StandardCharsets.UTF_8));
            assertEquals(qos, arrived.message().getQos());
            if (qos == 0) {
                assertNull(id);
            } else {
                assertEquals(id, confirmed.poll(10, TimeUnit.SECONDS));
            }
            endpoint.deactivate();
        }
    }

    @ParameterizedTest
    @MethodSource("brokersAndQualities")
    void keepsWhatIsAcceptedWhileTheBrokerIsDown(TestBroker.Kind kind, int qos) throws Exception {
        assumeTrue(kind.isInstalled(), kind + " is not installed");
        try (TestBroker broker = kind.at(folder);
                TestConnection connection = new TestConnection(broker.address(), UNLIMITED)) {
            RawMqttCloudEndpoint endpoint = endpoint(connection);
            Set<String> sent = new TreeSet<>();
            for (int i = 0; i < 200; i++) {
                endpoint.publish(message("metergate/main", qos, "reading " + i));
                sent.add("reading " + i);
            }
            broker.start();
            try (TestClient listener = new TestClient(broker, "metergate/#", qos)) {
                endpoint.connect();
                assertEquals(sent, arriving(listener, sent.size()));
            }
            endpoint.deactivate();
        }
    }

    @ParameterizedTest
    @MethodSource("brokersAndSafeQualities")
    void losesNothingConfirmedWhenTheBrokerGoesAndComesBack(TestBroker.Kind kind, int qos) throws Exception {
        try (TestBroker broker = started(kind);
                TestConnection connection = new TestConnection(broker.address(), UNLIMITED)) {
            RawMqttCloudEndpoint endpoint = endpoint(connection);
            BlockingQueue<String> confirmed = new LinkedBlockingQueue<>();
            BlockingQueue<String> lost = new LinkedBlockingQueue<>();
            endpoint.registerCloudDeliveryListener(confirmed::add);
            endpoint.registerCloudConnectionListener(onLoss(lost));
            endpoint.connect();
            Set<String> unconfirmed = new TreeSet<>();
            Map<String, String> bodies = new HashMap<>();
            for (int i = 0; i < 100; i++) {
                if (i == 50) {
                    broker.stop();
                }
                String id = endpoint.publish(message("metergate/main", qos, "reading " + i));
                bodies.put(id, "reading " + i);
                unconfirmed.add("reading " + i);
            }
            assertNotNull(lost.poll(10, TimeUnit.SECONDS));
            for (String id = confirmed.poll(); id != null; id = confirmed.poll()) {
                unconfirmed.remove(bodies.get(id));
            }
            broker.start();
            try (TestClient listener = new TestClient(broker, "metergate/#", qos)) {
                endpoint.connect();
                Set<String> arrived = arriving(listener, unconfirmed.size());
                assertTrue(arrived.containsAll(unconfirmed), () -> "missing " + minus(unconfirmed, arrived));
            }
            endpoint.deactivate();
        }
    }

    @Test
    void hearsWhatItSubscribedToAndAgainAfterAReconnection() throws Exception {
        try (TestBroker broker = started(TestBroker.Kind.MOQUETTE);
                TestClient speaker = new TestClient(broker, "nothing", 0);
                TestConnection connection = new TestConnection(broker.address(), UNLIMITED)) {
            RawMqttCloudEndpoint endpoint = endpoint(connection);
            BlockingQueue<KuraMessage> heard = new LinkedBlockingQueue<>();
            endpoint.registerSubscriber(Map.of("topic.filter", "commands/+", "qos", 1), heard::add);
            endpoint.connect();
            KuraMessage relay = said("commands/relay", 1, speaker, endpoint, heard);
            assertEquals(Map.of("topic", "commands/relay"), relay.getProperties());
            endpoint.disconnect();
            endpoint.connect();
            assertEquals(
                    2,
                    said("commands/other", 2, speaker, endpoint, heard)
                            .getPayload()
                            .getBody()[0]);
            endpoint.deactivate();
        }
    }

    @Test
    void connectsAgainAfterAMessageThatWasHandledBeyondTheEndOfItsConnection() throws Exception {
        try (TestBroker broker = started(TestBroker.Kind.MOQUETTE);
                TestClient speaker = new TestClient(broker, "nothing", 0);
                TestConnection connection = new TestConnection(broker.address(), UNLIMITED)) {
            RawMqttCloudEndpoint endpoint = endpoint(connection);
            BlockingQueue<Thread> handling = new LinkedBlockingQueue<>();
            CountDownLatch disconnected = new CountDownLatch(1);
            endpoint.registerSubscriber(Map.of("topic.filter", "commands/+", "qos", 1), message -> {
                handling.add(Thread.currentThread());
                await(disconnected);
            });
            endpoint.connect();
            Thread handler = said("commands/relay", 1, speaker, endpoint, handling);
            endpoint.disconnect();
            disconnected.countDown();
            handler.join(10_000);
            endpoint.connect();
            assertTrue(endpoint.isConnected());
            endpoint.deactivate();
        }
    }

    @Test
    void refusesAMessageWithoutABody() throws Exception {
        try (TestConnection connection = new TestConnection("mqtt://127.0.0.1:1", UNLIMITED)) {
            KuraException refused = assertThrows(
                    KuraException.class, () -> endpoint(connection).publish(new KuraMessage(new KuraPayload())));
            assertEquals(KuraErrorCode.INVALID_PARAMETER, refused.getCode());
        }
    }

    @Test
    void dropsTheConnectionForAMessageWithoutATopic() throws Exception {
        try (TestBroker broker = started(TestBroker.Kind.MOQUETTE);
                TestConnection connection = new TestConnection(broker.address(), UNLIMITED)) {
            RawMqttCloudEndpoint endpoint = endpoint(connection);
            endpoint.connect();
            assertThrows(KuraStoreException.class, () -> endpoint.publish(message("", 0, "x")));
            assertFalse(endpoint.isConnected());
            endpoint.deactivate();
        }
    }

    @Test
    void takesAValueOfAWrongTypeForMissing() {
        assertEquals(
                new MessageOptions("t", 0, false, 4),
                MessageOptions.from(Map.of("topic", "t", "qos", "1", "retain", "true", "priority", 7L)));
    }

    @Test
    void announcesConnectionAndLoss() throws Exception {
        try (TestBroker broker = started(TestBroker.Kind.MOQUETTE);
                TestConnection connection = new TestConnection(broker.address(), UNLIMITED)) {
            RawMqttCloudEndpoint endpoint = endpoint(connection);
            endpoint.connect();
            endpoint.disconnect();
            assertEquals(
                    "org/eclipse/kura/cloud/CloudConnectionStatus/ESTABLISHED",
                    connection.events.poll().getTopic());
            assertEquals(
                    "org/eclipse/kura/cloud/CloudConnectionStatus/LOST",
                    connection.events.poll().getTopic());
            endpoint.deactivate();
        }
    }

    private TestBroker started(TestBroker.Kind kind) throws Exception {
        assumeTrue(kind.isInstalled(), kind + " is not installed");
        TestBroker broker = kind.at(folder);
        broker.start();
        return broker;
    }

    private static RawMqttCloudEndpoint endpoint(TestConnection connection) {
        return new RawMqttCloudEndpoint(connection.data, connection.eventAdmin(), Map.of("kura.service.pid", "raw"));
    }

    private static KuraMessage message(String topic, int qos, String body) {
        KuraPayload payload = new KuraPayload();
        payload.setBody(body.getBytes(StandardCharsets.UTF_8));
        return new KuraMessage(payload, Map.of("topic", topic, "qos", qos));
    }

    private static Set<String> arriving(TestClient listener, int different) throws InterruptedException {
        Set<String> arrived = new TreeSet<>();
        while (arrived.size() < different) {
            arrived.add(listener.next().text());
        }
        return arrived;
    }

    private static Set<String> minus(Set<String> all, Set<String> without) {
        return all.stream().filter(each -> !without.contains(each)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** A busy Moquette hangs up on who subscribes before it has noted that its CONNACK left; then once more. */
    private static <T> T said(
            String topic, int body, TestClient speaker, RawMqttCloudEndpoint endpoint, BlockingQueue<T> heard)
            throws Exception {
        for (int attempt = 0; attempt < 5; attempt++) {
            speaker.publish(topic, new byte[] {(byte) body}, 1);
            for (int look = 0; look < 100 && endpoint.isConnected(); look++) {
                T found = heard.poll(100, TimeUnit.MILLISECONDS);
                if (found != null) {
                    return found;
                }
            }
            if (!endpoint.isConnected()) {
                endpoint.connect();
            }
        }
        throw new AssertionError("nothing was heard of " + topic);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static CloudConnectionListener onLoss(BlockingQueue<String> lost) {
        return new CloudConnectionListener() {
            @Override
            public void onDisconnected() {
                lost.add("disconnected");
            }

            @Override
            public void onConnectionLost() {
                lost.add("lost");
            }

            @Override
            public void onConnectionEstablished() {
                // expected
            }
        };
    }
}
