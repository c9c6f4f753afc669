package org.metergate.emulator.cloud.raw;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.listener.CloudConnectionListener;
import org.eclipse.kura.cloudconnection.listener.CloudDeliveryListener;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.cloudconnection.publisher.CloudPublisher;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.metergate.emulator.cloud.FollowedEndpoint;
import org.osgi.framework.BundleContext;

/**
 * Publishes bodies on the one topic it is set to. Its description is by hand: publishers declare {@code service.pid}.
 */
public final class RawMqttPublisher
        implements CloudPublisher, ConfigurableComponent, CloudConnectionListener, CloudDeliveryListener {

    private static final int PUBLISHERS_PRIORITY = 7;

    private final Set<CloudConnectionListener> connectionListeners = new CopyOnWriteArraySet<>();
    private final Set<CloudDeliveryListener> deliveryListeners = new CopyOnWriteArraySet<>();
    private volatile FollowedEndpoint<RawMqttCloudEndpoint> endpoint;
    private volatile MessageOptions options;

    void activate(BundleContext context, Map<String, Object> properties) {
        Map<String, Object> withPriority = new HashMap<>(properties);
        withPriority.putIfAbsent("priority", PUBLISHERS_PRIORITY);
        options = MessageOptions.from(withPriority);
        endpoint = new FollowedEndpoint<>(RawMqttCloudEndpoint.class, context, properties, this::listenTo, this::leave);
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
        RawMqttCloudEndpoint connection = endpoint.service()
                .orElseThrow(() ->
                        new KuraException(KuraErrorCode.NOT_FOUND, null, null, "the cloud endpoint is not there"));
        return connection.publish(options, message.getPayload());
    }

    private void listenTo(RawMqttCloudEndpoint connection) {
        connection.registerCloudConnectionListener(this);
        connection.registerCloudDeliveryListener(this);
    }

    private void leave(RawMqttCloudEndpoint connection) {
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
