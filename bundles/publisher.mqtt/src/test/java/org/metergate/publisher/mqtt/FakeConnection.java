package org.metergate.publisher.mqtt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.CloudConnectionManager;
import org.eclipse.kura.cloudconnection.CloudEndpoint;
import org.eclipse.kura.cloudconnection.listener.CloudConnectionListener;
import org.eclipse.kura.cloudconnection.listener.CloudDeliveryListener;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.cloudconnection.subscriber.listener.CloudSubscriberListener;
import org.metergate.publisher.outbox.Endpoint;

/** A cloud connection that a test moves by hand. */
final class FakeConnection implements CloudEndpoint, CloudConnectionManager, Endpoint {

    final List<KuraMessage> published = new ArrayList<>();
    boolean there = true;
    boolean connected = true;
    boolean takes = true;
    /** Topics that the broker confirms and drops. */
    final Set<String> dropped = new HashSet<>();

    final Map<String, CloudSubscriberListener> subscribers = new HashMap<>();
    /** Confirms before {@code publish} has returned, as Kura may. */
    Optional<CloudDeliveryListener> hasty = Optional.empty();

    @Override
    public String publish(KuraMessage message) throws KuraException {
        if (!takes) {
            throw new KuraException(KuraErrorCode.STORE_ERROR, "the message store is full");
        }
        published.add(message);
        Map<String, Object> properties = message.getProperties();
        if (properties.getOrDefault("qos", properties.get("QOS")).equals(0)) {
            return null;
        }
        String topic = String.valueOf(properties.get("topic"));
        if (subscribers.containsKey(topic) && !dropped.contains(topic)) {
            subscribers.get(topic).onMessageArrived(new KuraMessage(message.getPayload(), Map.of("topic", topic)));
        }
        String id = Integer.toString(published.size());
        hasty.ifPresent(listener -> listener.onMessageConfirmed(id));
        return id;
    }

    @Override
    public Optional<CloudEndpoint> service() {
        return there ? Optional.of(this) : Optional.empty();
    }

    @Override
    public boolean isConnected() {
        return connected;
    }

    @Override
    public void connect() {
        connected = true;
    }

    @Override
    public void disconnect() {
        connected = false;
    }

    @Override
    public void close() {
        there = false;
    }

    @Override
    public void registerSubscriber(Map<String, Object> properties, CloudSubscriberListener listener) {
        subscribers.put((String) properties.get("topic.filter"), listener);
    }

    @Override
    public void unregisterSubscriber(CloudSubscriberListener listener) {
        subscribers.values().removeIf(listener::equals);
    }

    @Override
    public void registerCloudConnectionListener(CloudConnectionListener listener) {
        throw new UnsupportedOperationException("the test tells the publisher itself");
    }

    @Override
    public void unregisterCloudConnectionListener(CloudConnectionListener listener) {
        throw new UnsupportedOperationException("the test tells the publisher itself");
    }

    @Override
    public void registerCloudDeliveryListener(CloudDeliveryListener listener) {
        throw new UnsupportedOperationException("the test tells the publisher itself");
    }

    @Override
    public void unregisterCloudDeliveryListener(CloudDeliveryListener listener) {
        throw new UnsupportedOperationException("the test tells the publisher itself");
    }
}
