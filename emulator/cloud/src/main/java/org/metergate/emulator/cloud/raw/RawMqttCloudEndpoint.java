package org.metergate.emulator.cloud.raw;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import org.eclipse.kura.KuraConnectException;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.KuraNotConnectedException;
import org.eclipse.kura.cloudconnection.CloudConnectionManager;
import org.eclipse.kura.cloudconnection.CloudEndpoint;
import org.eclipse.kura.cloudconnection.listener.CloudConnectionListener;
import org.eclipse.kura.cloudconnection.listener.CloudDeliveryListener;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.cloudconnection.subscriber.listener.CloudSubscriberListener;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.data.DataService;
import org.eclipse.kura.data.listener.DataServiceListener;
import org.eclipse.kura.message.KuraPayload;
import org.metergate.emulator.cloud.CloudEvents;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.EventAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A cloud connection that sends bodies as they are to topics as given, and looks at nothing else. */
@Component(
        name = RawMqttCloudEndpoint.PID,
        service = {ConfigurableComponent.class, CloudConnectionManager.class, CloudEndpoint.class},
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = "kura.ui.service.hide:Boolean=true")
public final class RawMqttCloudEndpoint
        implements CloudEndpoint, CloudConnectionManager, DataServiceListener, ConfigurableComponent {

    /** Kura's factory PID for such an endpoint. */
    static final String PID = "org.eclipse.kura.cloudconnection.raw.mqtt.cloud.RawMqttCloudEndpoint";

    private static final Logger LOG = LoggerFactory.getLogger(RawMqttCloudEndpoint.class);
    private static final long QUIESCE_MILLIS = 10;

    private final DataService data;
    private final CloudEvents events;
    private final Set<CloudDeliveryListener> deliveryListeners = new CopyOnWriteArraySet<>();
    private final Set<CloudConnectionListener> connectionListeners = new CopyOnWriteArraySet<>();
    private final Map<Subscription, List<CloudSubscriberListener>> subscribers = new ConcurrentHashMap<>();

    /**
     * @param data stores and forwards
     * @param eventAdmin carries the news of connection and loss
     * @param properties there is nothing to set but the instance's name
     */
    @Activate
    public RawMqttCloudEndpoint(
            @Reference(name = "DataService") DataService data,
            @Reference(name = "EventAdmin") EventAdmin eventAdmin,
            Map<String, Object> properties) {
        this.data = data;
        this.events = new CloudEvents(eventAdmin, String.valueOf(properties.get("kura.service.pid")));
        data.addDataServiceListener(this);
        if (data.isConnected()) {
            onConnectionEstablished();
        }
    }

    @Modified
    void modified() {
        // there is nothing to set; without this method the component would be restarted
    }

    /** Gives up every subscription. */
    @Deactivate
    public void deactivate() {
        data.removeDataServiceListener(this);
        subscribers.keySet().forEach(this::unsubscribe);
    }

    @Override
    public String publish(KuraMessage message) throws KuraException {
        return publish(MessageOptions.from(message.getProperties()), message.getPayload());
    }

    String publish(MessageOptions options, KuraPayload payload) throws KuraException {
        if (payload.getBody() == null) {
            throw new KuraException(KuraErrorCode.INVALID_PARAMETER, null, null, "missing message body");
        }
        int id = data.publish(options.topic(), payload.getBody(), options.qos(), options.retain(), options.priority());
        return options.qos() == 0 ? null : Integer.toString(id);
    }

    @Override
    public void connect() throws KuraConnectException {
        data.connect();
    }

    @Override
    public void disconnect() {
        data.disconnect(QUIESCE_MILLIS);
    }

    @Override
    public boolean isConnected() {
        return data.isConnected();
    }

    @Override
    public void registerSubscriber(Map<String, Object> properties, CloudSubscriberListener listener) {
        Subscription subscription = Subscription.from(properties);
        subscribers
                .computeIfAbsent(subscription, wanted -> new CopyOnWriteArrayList<>())
                .add(listener);
        subscribe(subscription);
    }

    @Override
    public void unregisterSubscriber(CloudSubscriberListener listener) {
        subscribers.forEach((subscription, listeners) -> {
            if (listeners.remove(listener) && listeners.isEmpty() && subscribers.remove(subscription) != null) {
                unsubscribe(subscription);
            }
        });
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
    public void registerCloudConnectionListener(CloudConnectionListener listener) {
        connectionListeners.add(listener);
    }

    @Override
    public void unregisterCloudConnectionListener(CloudConnectionListener listener) {
        connectionListeners.remove(listener);
    }

    @Override
    public void onConnectionEstablished() {
        tell(connectionListeners, CloudConnectionListener::onConnectionEstablished);
        subscribers.keySet().forEach(this::subscribe);
        events.post(true);
    }

    @Override
    public void onDisconnecting() {
        // the raw connection has no farewell
    }

    @Override
    public void onDisconnected() {
        tell(connectionListeners, CloudConnectionListener::onDisconnected);
        events.post(false);
    }

    @Override
    public void onConnectionLost(Throwable cause) {
        tell(connectionListeners, CloudConnectionListener::onConnectionLost);
        events.post(false);
    }

    @Override
    public void onMessageArrived(String topic, byte[] payload, int qos, boolean retained) {
        KuraPayload body = new KuraPayload();
        body.setBody(payload);
        KuraMessage message = new KuraMessage(body, Map.of("topic", topic));
        subscribers.forEach((subscription, listeners) -> {
            if (subscription.matches(topic)) {
                tell(listeners, listener -> listener.onMessageArrived(message));
            }
        });
    }

    @Override
    public void onMessagePublished(int messageId, String topic) {
        // of interest to nobody here
    }

    @Override
    public void onMessageConfirmed(int messageId, String topic) {
        tell(deliveryListeners, listener -> listener.onMessageConfirmed(Integer.toString(messageId)));
    }

    private void subscribe(Subscription subscription) {
        try {
            data.subscribe(subscription.filter(), subscription.qos());
        } catch (KuraNotConnectedException e) {
            LOG.debug("{} is subscribed to when the connection is there", subscription.filter(), e);
        } catch (KuraException e) {
            LOG.warn("cannot subscribe to {}: {}", subscription.filter(), e.getMessage());
        }
    }

    private void unsubscribe(Subscription subscription) {
        try {
            data.unsubscribe(subscription.filter());
        } catch (KuraNotConnectedException e) {
            LOG.debug("{} is not subscribed to, being disconnected", subscription.filter(), e);
        } catch (KuraException e) {
            LOG.warn("cannot unsubscribe from {}: {}", subscription.filter(), e.getMessage());
        }
    }

    /** Listeners are strangers: what one throws must not keep the news from the others. */
    private static <L> void tell(Collection<L> listeners, Consumer<L> news) {
        for (L listener : listeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException e) {
                LOG.error("a listener of the connection failed", e);
            }
        }
    }
}
