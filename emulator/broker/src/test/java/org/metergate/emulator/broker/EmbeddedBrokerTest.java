package org.metergate.emulator.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.eclipse.paho.client.mqttv3.IMqttMessageListener;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedBrokerTest {

    private static final long PATIENCE = 10_000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void handsOnWhatIsPublishedAtEveryQualityOfService(int qos) throws Exception {
        LinkedBlockingQueue<String> arrived = new LinkedBlockingQueue<>();
        try (EmbeddedBroker broker = EmbeddedBroker.start("127.0.0.1", 0, folder);
                MqttAsyncClient client = client(broker)) {
            subscribe(client, "metergate/#", qos, (topic, message) -> arrived.add(topic + " " + message));
            byte[] body = "1234.5".getBytes(StandardCharsets.UTF_8);
            client.publish("metergate/main", body, qos, false);
            assertEquals("metergate/main 1234.5", arrived.poll(10, TimeUnit.SECONDS));
            client.disconnect().waitForCompletion(PATIENCE);
        }
    }

    @Test
    void handsOnMessagesOfAHundredKilobytes() throws Exception {
        LinkedBlockingQueue<Integer> arrived = new LinkedBlockingQueue<>();
        try (EmbeddedBroker broker = EmbeddedBroker.start("127.0.0.1", 0, folder);
                MqttAsyncClient client = client(broker)) {
            subscribe(client, "big", 0, (topic, message) -> arrived.add(message.getPayload().length));
            client.publish("big", new byte[100_000], 0, false);
            assertEquals(100_000, arrived.poll(10, TimeUnit.SECONDS));
            client.disconnect().waitForCompletion(PATIENCE);
        }
    }

    @Test
    void saysWhichPortIsBusy() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            PortBusyException busy = assertThrows(
                    PortBusyException.class, () -> EmbeddedBroker.start("127.0.0.1", other.getLocalPort(), folder));
            assertTrue(busy.getMessage().contains("127.0.0.1:" + other.getLocalPort()), busy.getMessage());
        }
    }

    @Test
    void leavesNeitherThreadNorPortBehind() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        EmbeddedBroker broker = EmbeddedBroker.start("127.0.0.1", 0, folder);
        int port = broker.port();
        assertEquals("mqtt://127.0.0.1:" + port, broker.address());
        broker.close();

        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (!before.contains(thread)) {
                thread.join(Duration.ofSeconds(5).toMillis());
            }
        }
        Set<String> left = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .collect(Collectors.toSet());
        assertEquals(Set.of(), left);
        try (ServerSocket again = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            assertNotNull(again);
        }
    }

    /** A busy Moquette hangs up on who subscribes before it has noted that its CONNACK left; then once more. */
    private static void subscribe(MqttAsyncClient client, String filter, int qos, IMqttMessageListener listener)
            throws MqttException {
        for (int attempt = 1; ; attempt++) {
            client.connect().waitForCompletion(PATIENCE);
            try {
                client.subscribe(filter, qos, listener).waitForCompletion(PATIENCE);
                return;
            } catch (MqttException e) {
                if (client.isConnected() || attempt == 5) {
                    throw e;
                }
            }
        }
    }

    private static MqttAsyncClient client(EmbeddedBroker broker) throws Exception {
        return new MqttAsyncClient(broker.address().replace("mqtt:", "tcp:"), "test", new MemoryPersistence());
    }
}
