package org.metergate.emulator.cloud;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.IMqttMessageListener;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** Anybody who listens to a broker. */
public final class TestClient implements AutoCloseable {

    /** What arrived. */
    public record Arrived(String topic, MqttMessage message) {
        public String text() {
            return message.toString();
        }
    }

    private static final long PATIENCE = 10_000;

    private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
    private final MqttAsyncClient client;

    public TestClient(TestBroker broker, String filter, int qos) throws MqttException {
        client = new MqttAsyncClient(
                broker.address().replace("mqtt:", "tcp:"), "listener-" + System.nanoTime(), new MemoryPersistence());
        long giveUp = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE);
        while (!isSubscribed(filter, qos)) {
            assertTrue(System.nanoTime() < giveUp, "the broker hangs up on subscribers");
        }
    }

    /** A busy Moquette hangs up on who subscribes before it has noted that its CONNACK left. */
    private boolean isSubscribed(String filter, int qos) throws MqttException {
        client.connect().waitForCompletion(PATIENCE);
        IMqttMessageListener listener = (topic, message) -> arrived.add(new Arrived(topic, message));
        try {
            client.subscribe(filter, qos, listener).waitForCompletion(PATIENCE);
            return true;
        } catch (MqttException e) {
            if (client.isConnected()) {
                throw e;
            }
            return false;
        }
    }

    public Arrived next() throws InterruptedException {
        Arrived next = arrived.poll(PATIENCE, TimeUnit.MILLISECONDS);
        assertNotNull(next, "nothing arrived within " + PATIENCE + " ms");
        return next;
    }

    public int waiting() {
        return arrived.size();
    }

    public void publish(String topic, byte[] body, int qos) throws MqttException {
        client.publish(topic, body, qos, false).waitForCompletion(PATIENCE);
    }

    @Override
    public void close() throws MqttException {
        if (client.isConnected()) {
            client.disconnect().waitForCompletion(PATIENCE);
        }
        client.close(true);
    }
}
