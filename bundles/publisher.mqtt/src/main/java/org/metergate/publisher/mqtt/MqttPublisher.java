package org.metergate.publisher.mqtt;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.CloudEndpoint;
import org.eclipse.kura.cloudconnection.listener.CloudConnectionListener;
import org.eclipse.kura.cloudconnection.listener.CloudDeliveryListener;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.cloudconnection.publisher.CloudPublisher;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.message.KuraPayload;
import org.metergate.publisher.outbox.Endpoint;
import org.metergate.publisher.outbox.TrackedEndpoint;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes each wire record as one JSON message through a raw MQTT connection of the gateway. May be called from any
 * thread; does not wait for the broker, since the gateway stores what it accepts.
 *
 * <p>The component is declared by hand in {@code OSGI-INF/org.metergate.publisher.mqtt.xml}: Kura lists a publisher
 * only if it declares {@code service.pid}, which generated descriptions must not.
 */
public final class MqttPublisher
        implements CloudPublisher, ConfigurableComponent, CloudConnectionListener, CloudDeliveryListener {

    /** The component's factory PID. */
    static final String PID = "org.metergate.publisher.mqtt";

    private static final Logger LOG = LoggerFactory.getLogger(MqttPublisher.class);

    private final Clock clock;
    private final Set<CloudConnectionListener> connectionListeners = new CopyOnWriteArraySet<>();
    private final Set<CloudDeliveryListener> deliveryListeners = new CopyOnWriteArraySet<>();
    private volatile PublisherSettings settings;
    private volatile Endpoint endpoint;

    /** For the gateway. */
    public MqttPublisher() {
        this(Clock.systemUTC());
    }

    MqttPublisher(Clock clock) {
        this.clock = clock;
    }

    void activate(BundleContext context, Map<String, Object> properties) {
        settings = PublisherSettings.from(properties);
        complain(settings, properties);
        endpoint = new TrackedEndpoint(context, settings.endpoint(), this, this);
    }

    /** For tests. */
    void use(Endpoint endpoint, PublisherSettings settings) {
        this.settings = settings;
        this.endpoint = endpoint;
    }

    void modified(BundleContext context, Map<String, Object> properties) {
        PublisherSettings wanted = PublisherSettings.from(properties);
        if (wanted.equals(settings)) {
            return;
        }
        boolean moved = !wanted.endpoint().equals(settings.endpoint());
        settings = wanted;
        complain(wanted, properties);
        if (moved) {
            endpoint.close();
            endpoint = new TrackedEndpoint(context, wanted.endpoint(), this, this);
        }
    }

    void deactivate() {
        endpoint.close();
    }

    /**
     * Publishes the metrics of a message.
     *
     * @param message made from a wire record; its metrics are the record's properties
     * @return the gateway's id of the message, or null at QoS 0, where no confirmation comes
     * @throws KuraException if the configuration is wrong, the connection does not exist, the record names no meter, or
     *     the gateway refuses the message; the publisher can be used further
     */
    @Override
    public String publish(KuraMessage message) throws KuraException {
        PublisherSettings now = settings;
        if (!now.problems().isEmpty()) {
            throw new KuraException(KuraErrorCode.CONFIGURATION_ERROR, PID + ": " + now.problems());
        }
        CloudEndpoint connection = endpoint.service()
                .orElseThrow(() -> new KuraException(
                        KuraErrorCode.SERVICE_UNAVAILABLE,
                        PID + ": there is no cloud endpoint '" + now.endpoint() + "'"));
        return connection.publish(encoded(message.getPayload(), now));
    }

    private KuraMessage encoded(KuraPayload record, PublisherSettings now) throws KuraException {
        try {
            Instant time = record.getTimestamp() == null
                    ? clock.instant()
                    : record.getTimestamp().toInstant();
            String json = TelemetryEncoder.encode(record.metrics(), time);
            String meter = TelemetryEncoder.meter(record.metrics()).orElseThrow();
            String topic = now.topic().map(template -> template.topicOf(meter)).orElseThrow();
            KuraPayload payload = new KuraPayload();
            payload.setTimestamp(record.getTimestamp());
            payload.setBody(json.getBytes(StandardCharsets.UTF_8));
            return new KuraMessage(
                    payload,
                    Map.of("topic", topic, "qos", now.qos(), "retain", now.retain(), "priority", now.priority()));
        } catch (IllegalArgumentException e) {
            throw new KuraException(KuraErrorCode.INVALID_PARAMETER, e, PID + ": " + e.getMessage());
        }
    }

    static void complain(PublisherSettings settings, Map<String, Object> properties) {
        Object name = properties.getOrDefault("kura.service.pid", PID);
        if (!settings.problems().isEmpty()) {
            LOG.error("{} publishes nothing: {}; correct the configuration", name, settings.problems());
        } else if (settings.endpoint().isEmpty()) {
            LOG.error("{} publishes nothing: cloud.endpoint.service.pid is not set", name);
        }
    }

    @Override
    public void registerCloudConnectionListener(CloudConnectionListener listener) {
        connectionListeners.add(listener);
    }

    @Override
    public void unregisterCloudConnectionListener(CloudConnectionListener listener) {
        connectionListeners.remove(listener);
    }

    @Override
    public void registerCloudDeliveryListener(CloudDeliveryListener listener) {
        deliveryListeners.add(listener);
    }

    @Override
    public void unregisterCloudDeliveryListener(CloudDeliveryListener listener) {
        deliveryListeners.remove(listener);
    }

    @Override
    public void onConnectionEstablished() {
        connectionListeners.forEach(CloudConnectionListener::onConnectionEstablished);
    }

    @Override
    public void onConnectionLost() {
        connectionListeners.forEach(CloudConnectionListener::onConnectionLost);
    }

    @Override
    public void onDisconnected() {
        connectionListeners.forEach(CloudConnectionListener::onDisconnected);
    }

    /**
     * Passes a confirmation on. The endpoint confirms everybody's messages to everybody, sometimes before {@code
     * publish} has returned, so listeners compare ids themselves.
     */
    @Override
    public void onMessageConfirmed(String messageId) {
        deliveryListeners.forEach(listener -> listener.onMessageConfirmed(messageId));
    }
}
