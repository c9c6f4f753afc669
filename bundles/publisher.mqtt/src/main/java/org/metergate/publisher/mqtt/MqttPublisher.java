package org.metergate.publisher.mqtt;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.listener.CloudConnectionListener;
import org.eclipse.kura.cloudconnection.listener.CloudDeliveryListener;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.cloudconnection.publisher.CloudPublisher;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.configuration.ConfigurationService;
import org.eclipse.kura.message.KuraPayload;
import org.eclipse.kura.ssl.SslManagerService;
import org.metergate.publisher.outbox.AcceptedReading;
import org.metergate.publisher.outbox.Delivery;
import org.metergate.publisher.outbox.Destination;
import org.metergate.publisher.outbox.Endpoint;
import org.metergate.publisher.outbox.Outbox;
import org.metergate.publisher.outbox.OutboxException;
import org.metergate.publisher.outbox.TrackedEndpoint;
import org.metergate.publisher.outbox.connection.ConnectionInquiry;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores each wire record in the outbox and publishes it through a cloud connection of the gateway. May be called from any
 * thread; waits for the disk and for nothing else.
 *
 * <p>The components are declared by hand in {@code OSGI-INF/org.metergate.publisher.mqtt*.xml}, one for each kind of
 * connection: Kura lists a publisher only if it declares {@code service.pid}, which generated descriptions must not.
 */
public final class MqttPublisher
        implements CloudPublisher, ConfigurableComponent, CloudConnectionListener, CloudDeliveryListener {

    /** The component's factory PID. */
    static final String PID = "org.metergate.publisher.mqtt";

    private static final Logger LOG = LoggerFactory.getLogger(MqttPublisher.class);

    private final Clock clock;
    private final LongSupplier nanoTime;
    private final ConnectionInquiry inquiry = new ConnectionInquiry();
    private final Set<CloudConnectionListener> connectionListeners = new CopyOnWriteArraySet<>();
    private final Set<CloudDeliveryListener> deliveryListeners = new CopyOnWriteArraySet<>();
    private volatile Outbox outbox;
    private volatile PublisherSettings settings;
    private volatile Optional<Endpoint> endpoint = Optional.empty();
    private volatile Forwarder forwarder;
    private volatile Destination destination;

    /** For the gateway. */
    public MqttPublisher() {
        this(Clock.systemUTC(), System::nanoTime);
    }

    /**
     * For whoever brings a clock.
     *
     * @param clock wall time, for records that carry none
     * @param nanoTime a clock that is never set
     */
    public MqttPublisher(Clock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** @param service where readings are stored */
    public void setOutbox(Outbox service) {
        outbox = service;
    }

    /** @param service is going */
    public void unsetOutbox(Outbox service) {
        outbox = null;
    }

    /** @param service tells how the cloud connection is set */
    public void setConfigurationService(ConfigurationService service) {
        inquiry.use(service);
    }

    void unsetConfigurationService(ConfigurationService service) {
        inquiry.forget(service);
    }

    void setSslManagerService(SslManagerService service, Map<String, ?> properties) {
        inquiry.use(service, properties);
    }

    void unsetSslManagerService(SslManagerService service) {
        inquiry.forget(service);
    }

    /**
     * Starts.
     *
     * @param context of this bundle
     * @param properties see the form
     * @throws OutboxException if the destination cannot be opened
     */
    public void activate(BundleContext context, Map<String, Object> properties) throws OutboxException {
        PublisherSettings wanted = PublisherSettings.from(properties);
        complain(wanted, properties);
        start(properties);
        use(new TrackedEndpoint(context, wanted.endpoint(), this, this));
        forwarder.start();
    }

    /** All but the thread and the endpoint. */
    void start(Map<String, Object> properties) throws OutboxException {
        settings = PublisherSettings.from(properties);
        String name = String.valueOf(properties.getOrDefault("kura.service.pid", PID));
        destination = outbox.open(name);
        forwarder = new Forwarder(
                name,
                destination,
                () -> endpoint.flatMap(Endpoint::service),
                () -> settings,
                this::delivered,
                inquiry::into,
                nanoTime,
                () -> ThreadLocalRandom.current().nextDouble());
    }

    void use(Endpoint tracked) {
        endpoint = Optional.of(tracked);
    }

    Forwarder forwarder() {
        return forwarder;
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
            endpoint.ifPresent(Endpoint::close);
            use(new TrackedEndpoint(context, wanted.endpoint(), this, this));
        }
    }

    /** Ends the thread; what is not confirmed stays in the outbox. */
    public void deactivate() {
        forwarder.close();
        endpoint.ifPresent(Endpoint::close);
    }

    /**
     * Accepts the metrics of a message. They are on the disk when this returns.
     *
     * @param message made from a wire record; its metrics are the record's properties
     * @return the key of the reading, meter and time with @ between them, which is confirmed when it was delivered; null at
     *     QoS 0, where no confirmation comes
     * @throws KuraException if the configuration is wrong, the record names no meter, or it cannot be stored; the publisher
     *     can be used further
     */
    @Override
    public String publish(KuraMessage message) throws KuraException {
        PublisherSettings now = settings;
        if (!now.problems().isEmpty()) {
            throw new KuraException(KuraErrorCode.CONFIGURATION_ERROR, PID + ": " + now.problems());
        }
        try {
            AcceptedReading reading = reading(message.getPayload());
            destination.append(List.of(reading));
            return now.qos() == 0 ? null : key(reading);
        } catch (IllegalArgumentException e) {
            throw new KuraException(KuraErrorCode.INVALID_PARAMETER, e, PID + ": " + e.getMessage());
        } catch (OutboxException e) {
            throw new KuraException(KuraErrorCode.STORE_ERROR, e, e.getMessage());
        }
    }

    private AcceptedReading reading(KuraPayload record) {
        Instant time = record.getTimestamp() == null
                ? clock.instant()
                : record.getTimestamp().toInstant();
        return outbox.reading(record.metrics(), time);
    }

    private static String key(AcceptedReading reading) {
        return reading.meter() + "@" + reading.time();
    }

    private void delivered(Delivery delivery) {
        if (settings.qos() == 0) {
            return; // who published was told that no confirmation comes
        }
        String key = key(delivery.reading());
        tell(deliveryListeners, listener -> listener.onMessageConfirmed(key));
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
        forwarder.connected();
        tell(connectionListeners, CloudConnectionListener::onConnectionEstablished);
    }

    @Override
    public void onConnectionLost() {
        forwarder.lost();
        tell(connectionListeners, CloudConnectionListener::onConnectionLost);
    }

    @Override
    public void onDisconnected() {
        tell(connectionListeners, CloudConnectionListener::onDisconnected);
    }

    @Override
    public void onMessageConfirmed(String messageId) {
        forwarder.confirmed(messageId);
    }

    /** Listeners are strangers: what one throws must not keep the news from the others. */
    private static <L> void tell(Set<L> listeners, Consumer<L> news) {
        for (L listener : listeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException e) {
                LOG.error("a listener of the publisher failed", e);
            }
        }
    }
}
