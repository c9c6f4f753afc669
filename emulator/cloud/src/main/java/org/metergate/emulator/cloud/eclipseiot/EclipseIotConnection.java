package org.metergate.emulator.cloud.eclipseiot;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
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
import org.eclipse.kura.cloudconnection.request.RequestHandler;
import org.eclipse.kura.cloudconnection.request.RequestHandlerRegistry;
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

/**
 * A cloud connection of the Eclipse IoT kind: publishes metrics, says when it comes and goes, and lets applications
 * answer requests from outside.
 */
@Component(
        name = EclipseIotConnection.PID,
        service = {
            ConfigurableComponent.class,
            CloudConnectionManager.class,
            RequestHandlerRegistry.class,
            CloudEndpoint.class
        },
        immediate = true,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = {"kura.ui.service.hide:Boolean=true", "kura.ui.factory.hide=true"})
public final class EclipseIotConnection
        implements CloudEndpoint,
                CloudConnectionManager,
                RequestHandlerRegistry,
                DataServiceListener,
                ConfigurableComponent {

    /** Kura's factory PID for such a connection. */
    static final String PID = "org.eclipse.kura.cloudconnection.eclipseiot.mqtt.ConnectionManager";

    // keys of what EclipseIotPublisher hands over
    static final String TOPIC = "FULL_TOPIC";
    static final String QOS = "QOS";
    static final String RETAIN = "RETAIN";
    static final String PRIORITY = "PRIORITY";

    private static final Logger LOG = LoggerFactory.getLogger(EclipseIotConnection.class);
    private static final String BIRTH = "e///MQTT/BIRTH";
    private static final String DISCONNECT = "e///MQTT/DC";
    private static final int HANDLER_THREADS = 2;
    private static final long QUIESCE_MILLIS = 10;
    private static final long FAREWELL_MILLIS = 1000;

    private final DataService data;
    private final CloudEvents events;
    private final Map<String, RequestHandler> handlers = new ConcurrentHashMap<>();
    private final Set<CloudDeliveryListener> deliveryListeners = new CopyOnWriteArraySet<>();
    private final Set<CloudConnectionListener> connectionListeners = new CopyOnWriteArraySet<>();
    private final ExecutorService threads;
    private volatile ConnectionSettings settings;
    private volatile CompletableFuture<Boolean> farewell = new CompletableFuture<>();

    /**
     * @param data stores and forwards
     * @param eventAdmin carries the news of connection and loss
     * @param properties see the form of {@value #PID}
     */
    @Activate
    public EclipseIotConnection(
            @Reference(name = "DataService") DataService data,
            @Reference(name = "EventAdmin") EventAdmin eventAdmin,
            Map<String, Object> properties) {
        String pid = String.valueOf(properties.get("kura.service.pid"));
        this.data = data;
        this.events = new CloudEvents(eventAdmin, pid);
        this.threads =
                Executors.newFixedThreadPool(HANDLER_THREADS, work -> new Thread(work, "metergate-requests-" + pid));
        configure(properties);
        data.addDataServiceListener(this);
        if (data.isConnected()) {
            greet();
        }
    }

    @Modified
    void modified(Map<String, Object> properties) {
        configure(properties);
        if (data.isConnected()) {
            greet();
        }
    }

    /** Says farewell if it can. */
    @Deactivate
    public void deactivate() {
        if (data.isConnected()) {
            sayFarewell();
        }
        data.removeDataServiceListener(this);
        threads.shutdownNow();
    }

    /**
     * Publishes for {@link EclipseIotPublisher}.
     *
     * @param message its properties give topic and options
     * @return id of the message, null at QoS 0
     * @throws KuraException if the payload cannot be encoded or the message cannot be stored
     */
    @Override
    public String publish(KuraMessage message) throws KuraException {
        Map<String, Object> options = message.getProperties();
        int qos = (Integer) options.get(QOS);
        int id = data.publish(
                (String) options.get(TOPIC),
                encoded(message.getPayload()),
                qos,
                (Boolean) options.get(RETAIN),
                (Integer) options.get(PRIORITY));
        return qos == 0 ? null : Integer.toString(id);
    }

    @Override
    public void registerSubscriber(Map<String, Object> properties, CloudSubscriberListener listener) {
        throw new UnsupportedOperationException("this kind of connection has no subscribers");
    }

    @Override
    public void unregisterSubscriber(CloudSubscriberListener listener) {
        throw new UnsupportedOperationException("this kind of connection has no subscribers");
    }

    @Override
    public void registerRequestHandler(String id, RequestHandler handler) {
        handlers.put(id, handler);
    }

    @Override
    public void unregister(String id) {
        handlers.remove(id);
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
        greet();
        events.post(true);
        tell(connectionListeners, CloudConnectionListener::onConnectionEstablished);
    }

    @Override
    public void onDisconnecting() {
        sayFarewell();
    }

    @Override
    public void onDisconnected() {
        events.post(false);
        tell(connectionListeners, CloudConnectionListener::onDisconnected);
    }

    @Override
    public void onConnectionLost(Throwable cause) {
        events.post(false);
        tell(connectionListeners, CloudConnectionListener::onConnectionLost);
    }

    @Override
    public void onMessageArrived(String topic, byte[] payload, int qos, boolean retained) {
        Request.of(topic).ifPresent(request -> {
            RequestHandler handler = handlers.get(request.application());
            if (handler != null) {
                run(() -> answer(handler, request, payload));
            }
        });
    }

    @Override
    public void onMessagePublished(int messageId, String topic) {
        if (topic.equals(DISCONNECT)) {
            farewell.complete(true);
        }
    }

    @Override
    public void onMessageConfirmed(int messageId, String topic) {
        tell(deliveryListeners, listener -> listener.onMessageConfirmed(Integer.toString(messageId)));
    }

    private void run(Runnable work) {
        try {
            threads.execute(work);
        } catch (RejectedExecutionException e) {
            LOG.debug("a request came too late", e);
        }
    }

    /** A handler that throws a RuntimeException leaves the caller without an answer, as in Kura. */
    private void answer(RequestHandler handler, Request request, byte[] payload) {
        try {
            KuraPayload answer = RequestRunner.answer(handler, request, settings.decode(payload));
            answer.setTimestamp(new Date());
            data.publish(request.replyTopic(RequestRunner.code(answer)), encoded(answer), 0, false, 1);
        } catch (KuraException e) {
            LOG.error("the answer to {} is lost: {}", request, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("the handler of {} failed; there is no answer", request, e);
        }
    }

    private void greet() {
        sendLifecycle(BIRTH);
        try {
            data.subscribe(Request.FILTER, 0);
        } catch (KuraNotConnectedException e) {
            LOG.debug("requests are subscribed to when the connection is there", e);
        } catch (KuraException e) {
            LOG.warn("no requests can come: {}", e.getMessage());
        }
    }

    /** The message must be out before the connection is cut. */
    private void sayFarewell() {
        farewell = new CompletableFuture<>();
        sendLifecycle(DISCONNECT);
        boolean said = farewell.completeOnTimeout(false, FAREWELL_MILLIS, TimeUnit.MILLISECONDS)
                .join();
        if (!said) {
            LOG.warn("the farewell {} did not go out within {} ms", DISCONNECT, FAREWELL_MILLIS);
        }
    }

    private void sendLifecycle(String topic) {
        KuraPayload payload = new KuraPayload();
        payload.setTimestamp(new Date());
        payload.addMetric("display_name", settings.displayName());
        payload.addMetric("uptime", Long.toString(uptime()));
        try {
            data.publish(topic, encoded(payload), 1, false, 0);
        } catch (KuraException e) {
            LOG.warn("{} is not announced: {}", topic, e.getMessage());
        }
    }

    private static long uptime() {
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Duration.between(start, Instant.now()).toMillis())
                .orElse(0L);
    }

    private byte[] encoded(KuraPayload payload) throws KuraException {
        try {
            return settings.encode(payload);
        } catch (IllegalArgumentException e) {
            throw new KuraException(KuraErrorCode.ENCODE_ERROR, e, e.getMessage());
        }
    }

    private void configure(Map<String, Object> properties) {
        settings = ConnectionSettings.from(properties);
        if (!settings.problems().isEmpty()) {
            LOG.error("the connection takes defaults for {}; correct the configuration", settings.problems());
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
