package org.metergate.emulator.cloud.eclipseiot;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.listener.CloudConnectionListener;
import org.eclipse.kura.cloudconnection.listener.CloudDeliveryListener;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.cloudconnection.publisher.CloudPublisher;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.metergate.emulator.cloud.FollowedEndpoint;
import org.metergate.settings.Properties;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes metrics on a topic of Eclipse IoT, {@code <kind>///<semantic topic>}. Its description is by hand: publishers
 * declare {@code service.pid}.
 */
public final class EclipseIotPublisher
        implements CloudPublisher, ConfigurableComponent, CloudConnectionListener, CloudDeliveryListener {

    private static final Logger LOG = LoggerFactory.getLogger(EclipseIotPublisher.class);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$([^\\s/]+)");

    private final Set<CloudConnectionListener> connectionListeners = new CopyOnWriteArraySet<>();
    private final Set<CloudDeliveryListener> deliveryListeners = new CopyOnWriteArraySet<>();
    private volatile FollowedEndpoint<EclipseIotConnection> endpoint;
    private volatile String semanticTopic;
    private volatile MessageType type;

    void activate(BundleContext context, Map<String, Object> properties) {
        Properties read = new Properties(properties);
        semanticTopic = read.text("semantic.topic", "W1/A1/$assetName");
        type = read.parsed("message.type", "telemetryQos0", MessageType::of).orElse(MessageType.TELEMETRY_QOS_0);
        if (!read.problems().isEmpty()) {
            LOG.error("the publisher takes defaults for {}; correct the configuration", read.problems());
        }
        endpoint = new FollowedEndpoint<>(EclipseIotConnection.class, context, properties, this::listenTo, this::leave);
    }

    void modified(BundleContext context, Map<String, Object> properties) {
        endpoint.close();
        activate(context, properties);
    }

    void deactivate() {
        endpoint.close();
    }

    @Override
    public String publish(KuraMessage message) throws KuraException {
        EclipseIotConnection connection = endpoint.service()
                .orElseThrow(() ->
                        new KuraException(KuraErrorCode.SERVICE_UNAVAILABLE, "the cloud connection is not there"));
        MessageType kind = type;
        String topic = filled(kind.prefix + "///" + semanticTopic, message.getProperties());
        return connection.publish(new KuraMessage(
                message.getPayload(),
                Map.of(
                        EclipseIotConnection.TOPIC,
                        topic,
                        EclipseIotConnection.QOS,
                        kind.qos,
                        EclipseIotConnection.RETAIN,
                        false,
                        EclipseIotConnection.PRIORITY,
                        kind.priority)));
    }

    /** Placeholders without a property of their name stay as they are. */
    static String filled(String topic, Map<String, Object> properties) {
        return PLACEHOLDER
                .matcher(topic)
                .replaceAll(found -> Matcher.quoteReplacement(
                        String.valueOf(properties.getOrDefault(found.group(1), found.group()))));
    }

    private void listenTo(EclipseIotConnection connection) {
        connection.registerCloudConnectionListener(this);
        connection.registerCloudDeliveryListener(this);
    }

    private void leave(EclipseIotConnection connection) {
        connection.unregisterCloudConnectionListener(this);
        connection.unregisterCloudDeliveryListener(this);
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

    @Override
    public void onMessageConfirmed(String messageId) {
        deliveryListeners.forEach(listener -> listener.onMessageConfirmed(messageId));
    }
}
