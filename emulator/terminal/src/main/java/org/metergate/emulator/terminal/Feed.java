package org.metergate.emulator.terminal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What any MQTT client sees. It connects when it is told to {@link #keepUp}, which never waits, and passes readings on
 * from the client library's thread.
 */
final class Feed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final int TIMEOUT_SECONDS = 5;
    private static final long QUIESCE_MILLIS = 200;

    private final String address;
    private final String topic;
    private final Consumer<List<Row>> readings;
    private final MqttAsyncClient client;
    private volatile boolean connecting;
    private volatile boolean complained;

    /**
     * @param address such as {@code mqtt://127.0.0.1:1883}
     * @param topic what to subscribe to
     * @param clientId a name that no other client has
     * @param readings takes what arrives
     * @throws MqttException if the address is none
     */
    Feed(String address, String topic, String clientId, Consumer<List<Row>> readings) throws MqttException {
        this.address = address;
        this.topic = topic;
        this.readings = readings;
        this.client = new MqttAsyncClient(
                address.replaceFirst("^mqtt://", "tcp://").replaceFirst("^mqtts://", "ssl://"),
                clientId,
                new MemoryPersistence());
    }

    String address() {
        return address;
    }

    /** Connects and subscribes unless that is done or under way. */
    void keepUp() {
        if (connecting || client.isConnected()) {
            return;
        }
        MqttConnectOptions options = new MqttConnectOptions();
        options.setConnectionTimeout(TIMEOUT_SECONDS);
        connecting = true;
        try {
            client.connect(options, null, new IMqttActionListener() {
                @Override
                public void onSuccess(IMqttToken token) {
                    subscribe();
                }

                @Override
                public void onFailure(IMqttToken token, Throwable cause) {
                    failed(cause);
                }
            });
        } catch (MqttException e) {
            failed(e);
        }
    }

    @Override
    public void close() {
        try {
            if (client.isConnected()) {
                client.disconnect(QUIESCE_MILLIS).waitForCompletion(QUIESCE_MILLIS * 5);
            } else {
                client.disconnectForcibly(0, QUIESCE_MILLIS, false);
            }
        } catch (MqttException e) {
            LOG.debug("the connection to {} was gone before", address, e);
        }
        try {
            client.close(true);
        } catch (MqttException e) {
            LOG.debug("the client was closed before", e);
        }
    }

    private void subscribe() {
        try {
            client.subscribe(
                    topic,
                    0,
                    (from, message) ->
                            readings.accept(Telemetry.rows(new String(message.getPayload(), StandardCharsets.UTF_8))));
            complained = false;
            connecting = false;
        } catch (MqttException | IllegalArgumentException e) {
            failed(e);
        }
    }

    private void failed(Throwable cause) {
        connecting = false;
        if (!complained) {
            complained = true;
            LOG.warn("the terminal does not reach {}: {}; it goes on trying", address, cause.getMessage());
        }
    }
}
