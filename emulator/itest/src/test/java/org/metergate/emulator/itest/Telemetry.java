package org.metergate.emulator.itest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** What any MQTT client sees: subscribes to the telemetry and keeps it. */
final class Telemetry implements AutoCloseable {

    /** One value of one message. */
    record Sample(Double value, String text, String unit, Instant time, String quality, String error) {
        boolean isGood() {
            return "GOOD".equals(quality);
        }
    }

    /** One message. */
    record Message(String meter, Instant time, int qos, Instant arrived, Map<String, Sample> samples) {
        Sample sample(String channel) {
            Sample sample = samples.get(channel);
            if (sample == null) {
                throw new AssertionError(meter + " has no channel " + channel + ", only " + samples.keySet());
            }
            return sample;
        }

        boolean allGood() {
            return samples.values().stream().allMatch(Sample::isGood);
        }

        boolean noneGood() {
            return samples.values().stream().noneMatch(Sample::isGood);
        }
    }

    private final MqttClient client;
    private final List<Message> messages = new ArrayList<>();

    Telemetry(String broker, String filter, int qos) throws MqttException {
        client = new MqttClient(broker, "itest-" + System.nanoTime(), new MemoryPersistence());
        MqttConnectOptions options = new MqttConnectOptions();
        options.setCleanSession(true);
        options.setConnectionTimeout(5);
        client.connect(options);
        client.subscribe(filter, qos, (topic, message) -> {
            Message read = read(new String(message.getPayload(), StandardCharsets.UTF_8), message.getQos());
            synchronized (messages) {
                messages.add(read);
                messages.notifyAll();
            }
        });
    }

    /** Waits until the broker listens: the gateway may have been up for milliseconds only. */
    static Telemetry whenUp(String broker, Duration within) throws InterruptedException {
        Instant end = Instant.now().plus(within);
        while (true) {
            try {
                return new Telemetry(broker, "metergate/#", 2);
            } catch (MqttException e) {
                if (Instant.now().isAfter(end)) {
                    throw new AssertionError("no broker at " + broker + " within " + within, e);
                }
                Object pause = new Object();
                synchronized (pause) {
                    pause.wait(100);
                }
            }
        }
    }

    boolean isConnected() {
        return client.isConnected();
    }

    List<Message> all() {
        synchronized (messages) {
            return List.copyOf(messages);
        }
    }

    List<Message> of(String meter) {
        return all().stream().filter(message -> message.meter().equals(meter)).toList();
    }

    /** Waits for a message of a meter that arrives from now on. */
    Message next(String meter, Duration within, Predicate<Message> wanted) throws InterruptedException {
        int seen = all().size();
        return await(meter, within, wanted, seen);
    }

    /** Waits for a message of a meter, one that is already here included. */
    Message any(String meter, Duration within, Predicate<Message> wanted) throws InterruptedException {
        return await(meter, within, wanted, 0);
    }

    private Message await(String meter, Duration within, Predicate<Message> wanted, int from)
            throws InterruptedException {
        Instant end = Instant.now().plus(within);
        synchronized (messages) {
            int looked = from;
            while (true) {
                for (; looked < messages.size(); looked++) {
                    Message message = messages.get(looked);
                    if (message.meter().equals(meter) && wanted.test(message)) {
                        return message;
                    }
                }
                long left = Duration.between(Instant.now(), end).toMillis();
                if (left <= 0) {
                    List<Message> last = of(meter);
                    throw new AssertionError("no such message of " + meter + " within " + within + "; "
                            + messages.size() + " messages came, the last of this meter: "
                            + (last.isEmpty() ? "none" : last.get(last.size() - 1)));
                }
                messages.wait(left);
            }
        }
    }

    private static Message read(String json, int qos) {
        JsonObject root = JsonParser.parseString(json).getAsJsonObject();
        Map<String, Sample> samples = new TreeMap<>();
        for (Map.Entry<String, JsonElement> entry :
                root.getAsJsonObject("values").entrySet()) {
            samples.put(entry.getKey(), sample(entry.getValue().getAsJsonObject()));
        }
        return new Message(
                root.get("meter").getAsString(),
                Instant.parse(root.get("time").getAsString()),
                qos,
                Instant.now(),
                samples);
    }

    private static Sample sample(JsonObject json) {
        JsonElement value = json.get("value");
        boolean number = value != null && value.getAsJsonPrimitive().isNumber();
        return new Sample(
                number ? value.getAsDouble() : null,
                value == null || number ? "" : value.getAsString(),
                json.has("unit") ? json.get("unit").getAsString() : "",
                Instant.parse(json.get("time").getAsString()),
                json.get("quality").getAsString(),
                json.has("error") ? json.get("error").getAsString() : "");
    }

    @Override
    public void close() throws MqttException {
        try {
            client.disconnectForcibly(0, 1000);
        } finally {
            client.close(true);
        }
    }
}
