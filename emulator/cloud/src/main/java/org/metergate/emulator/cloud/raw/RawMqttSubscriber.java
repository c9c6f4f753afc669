package org.metergate.emulator.cloud.raw;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.eclipse.kura.cloudconnection.listener.CloudConnectionListener;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.cloudconnection.subscriber.CloudSubscriber;
import org.eclipse.kura.cloudconnection.subscriber.listener.CloudSubscriberListener;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.metergate.emulator.cloud.FollowedEndpoint;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes on what arrives on the topics it is set to. Its description is by hand, as that of the publisher. */
public final class RawMqttSubscriber
        implements CloudSubscriber, ConfigurableComponent, CloudSubscriberListener, CloudConnectionListener {

    private static final Logger LOG = LoggerFactory.getLogger(RawMqttSubscriber.class);

    private final Set<CloudConnectionListener> connectionListeners = new CopyOnWriteArraySet<>();
    private final Set<CloudSubscriberListener> subscriberListeners = new CopyOnWriteArraySet<>();
    private volatile FollowedEndpoint<RawMqttCloudEndpoint> endpoint;
    private volatile Map<String, Object> settings;

    void activate(BundleContext context, Map<String, Object> properties) {
        settings = properties;
        endpoint = new FollowedEndpoint<>(RawMqttCloudEndpoint.class, context, properties, this::listenTo, this::leave);
    }

    void modified(BundleContext context, Map<String, Object> properties) {
        endpoint.close();
        activate(context, properties);
    }

    void deactivate() {
        endpoint.close();
    }

    private void listenTo(RawMqttCloudEndpoint connection) {
        connection.registerCloudConnectionListener(this);
        try {
            connection.registerSubscriber(settings, this);
        } catch (IllegalArgumentException e) {
            LOG.error("the subscriber hears nothing: {}; correct its configuration", e.getMessage());
        }
    }

    private void leave(RawMqttCloudEndpoint connection) {
        connection.unregisterSubscriber(this);
        connection.unregisterCloudConnectionListener(this);
    }

    @Override
    public void registerCloudSubscriberListener(CloudSubscriberListener listener) {
        subscriberListeners.add(listener);
    }

    @Override
    public void unregisterCloudSubscriberListener(CloudSubscriberListener listener) {
        subscriberListeners.remove(listener);
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
    public void onMessageArrived(KuraMessage message) {
        subscriberListeners.forEach(listener -> listener.onMessageArrived(message));
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
}
