package org.metergate.emulator.bench.delivery;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** Counts what arrives at the broker, by key. */
final class Arrivals implements AutoCloseable {

    private static final Pattern KEY =
            Pattern.compile("\\{\"meter\":\"([^\"]+)\",\"time\":\"([^\"]+)\".*\"name\":\\{\"value\":\"([^\"]+)\".*");
    private static final long PATIENCE_MILLIS = 10_000;
    private static final long QUIET_MILLIS = 300;

    private final Map<String, String> names = new ConcurrentHashMap<>();
    private final AtomicInteger repeated = new AtomicInteger();
    private final AtomicInteger conflicts = new AtomicInteger();
    private MqttAsyncClient client;

    /** At QoS 0 the broker passes a message on before it confirms it to the sender. */
    void listen(int port) throws MqttException {
        client = new MqttAsyncClient("tcp://127.0.0.1:" + port, "counter", new MemoryPersistence());
        MqttConnectOptions options = new MqttConnectOptions();
        options.setCleanSession(true);
        client.connect(options).waitForCompletion(PATIENCE_MILLIS);
        client.subscribe("metergate/#", 0, (topic, message) -> count(message.getPayload()))
                .waitForCompletion(PATIENCE_MILLIS);
    }

    private void count(byte[] payload) {
        Matcher json = KEY.matcher(new String(payload, StandardCharsets.UTF_8));
        if (!json.matches()) {
            conflicts.incrementAndGet();
            return;
        }
        String before = names.put(json.group(1) + " " + json.group(2), json.group(3));
        if (before != null) {
            (before.equals(json.group(3)) ? repeated : conflicts).incrementAndGet();
        }
    }

    /** The broker is gone; what it had written is taken. */
    void leave() throws MqttException {
        try {
            client.disconnectForcibly(QUIET_MILLIS, QUIET_MILLIS);
        } catch (MqttException e) {
            // it knows already
        }
        client.close(true);
    }

    boolean has(String key) {
        return names.containsKey(key);
    }

    int size() {
        return names.size();
    }

    /** @return readings that came again with the same key and the same content */
    int repeated() {
        return repeated.get();
    }

    /** @return messages with a key that another reading had, or no readings at all */
    int conflicts() {
        return conflicts.get();
    }

    @Override
    public void close() throws MqttException {
        leave();
    }
}
