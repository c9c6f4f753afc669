package org.metergate.publisher.homeassistant;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.CloudConnectionManager;
import org.eclipse.kura.cloudconnection.CloudEndpoint;
import org.eclipse.kura.cloudconnection.listener.CloudConnectionListener;
import org.eclipse.kura.cloudconnection.listener.CloudDeliveryListener;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.cloudconnection.publisher.CloudPublisher;
import org.eclipse.kura.cloudconnection.subscriber.listener.CloudSubscriberListener;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.configuration.ConfigurationService;
import org.eclipse.kura.message.KuraPayload;
import org.eclipse.kura.ssl.SslManagerService;
import org.metergate.publisher.outbox.Endpoint;
import org.metergate.publisher.outbox.TrackedEndpoint;
import org.metergate.publisher.outbox.connection.ConnectionInquiry;
import org.metergate.publisher.outbox.connection.ConnectionStatus;
import org.metergate.settings.DataFolder;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces the meters of the gateway to Home Assistant and tells it their readings, through a raw MQTT connection. May
 * be called from any thread; does not wait for the broker. While there is no connection nothing is sent, since Home
 * Assistant cannot use what is late; with the connection everything is told anew.
 *
 * <p>The component is declared by hand in {@code OSGI-INF/org.metergate.publisher.homeassistant.xml}: Kura lists a
 * publisher only if it declares {@code service.pid}, which generated descriptions must not.
 */
public class HomeAssistantPublisher
        implements CloudPublisher,
                ConfigurableComponent,
                CloudConnectionListener,
                CloudDeliveryListener,
                CloudSubscriberListener {

    /** The component's factory PID. */
    static final String PID = "org.metergate.publisher.homeassistant";

    private static final Logger LOG = LoggerFactory.getLogger(HomeAssistantPublisher.class);
    /** Before states, and free of the rate limit that begins at 5. */
    private static final int ANNOUNCEMENT_PRIORITY = 3;

    private static final Duration BETWEEN_WRITES = Duration.ofMinutes(1);
    private static final Duration BETWEEN_CHECKS = Duration.ofMinutes(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    private final Clock clock;
    private final LongSupplier nanoTime;
    private final ConnectionInquiry inquiry = new ConnectionInquiry();
    private final Set<CloudConnectionListener> connectionListeners = new CopyOnWriteArraySet<>();
    private final Set<CloudDeliveryListener> deliveryListeners = new CopyOnWriteArraySet<>();
    private final Object lock = new Object();
    private volatile Optional<ConfigurationService> configurations = Optional.empty();
    private volatile PublisherSettings settings;
    private volatile Endpoint endpoint;
    private String name = PID;
    private String version = "0";
    private volatile ConnectionStatus status;
    private ScheduledExecutorService worker;
    private Ledger ledger;
    private Home home;
    private boolean announced;
    private boolean stopped;
    private boolean ledgerFails;
    private Instant written = Instant.EPOCH;
    private List<String> notices = List.of();

    /** For the gateway. */
    public HomeAssistantPublisher() {
        this(Clock.systemUTC(), System::nanoTime);
    }

    /** @param nanoTime a clock that is never set */
    HomeAssistantPublisher(Clock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    void setConfigurationService(ConfigurationService service) {
        configurations = Optional.of(service);
        inquiry.use(service);
    }

    void unsetConfigurationService(ConfigurationService service) {
        configurations = Optional.empty();
        inquiry.forget(service);
    }

    void setSslManagerService(SslManagerService service, Map<String, ?> properties) {
        inquiry.use(service, properties);
    }

    void unsetSslManagerService(SslManagerService service) {
        inquiry.forget(service);
    }

    void activate(BundleContext context, Map<String, Object> properties) {
        version = context.getBundle().getVersion().toString();
        activate(context, properties, folder(context));
    }

    /** Tests say where state is kept and bring their own endpoint. */
    void activate(BundleContext context, Map<String, Object> properties, Path folder) {
        name = String.valueOf(properties.getOrDefault("kura.service.pid", PID));
        ledger = new Ledger(folder.resolve(Id.of(name) + ".meters"));
        settings = PublisherSettings.from(properties);
        status = new ConnectionStatus(
                name,
                () -> "Home Assistant is told everything anew when it is there",
                nanoTime,
                () -> ThreadLocalRandom.current().nextDouble());
        complain(settings);
        synchronized (lock) {
            stopped = false;
            home = homeOf(settings, remembered());
        }
        worker = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "home-assistant " + name);
            thread.setDaemon(true);
            return thread;
        });
        long minutes = BETWEEN_CHECKS.toMinutes();
        worker.scheduleWithFixedDelay(this::checkQuietly, minutes, minutes, TimeUnit.MINUTES);
        endpoint = endpointOf(context, settings);
        later(this::connected);
        long seconds = BETWEEN_LOOKS.toSeconds();
        worker.scheduleWithFixedDelay(this::lookQuietly, seconds, seconds, TimeUnit.SECONDS);
    }

    Endpoint endpointOf(BundleContext context, PublisherSettings wanted) {
        return new TrackedEndpoint(context, wanted.endpoint(), this, this, new TrackedEndpoint.Guest() {
            @Override
            public void arrived(CloudEndpoint service) {
                Map<String, Object> birth =
                        Map.of("topic.filter", wanted.topics().birth(), "qos", 1);
                service.registerSubscriber(birth, HomeAssistantPublisher.this);
                later(HomeAssistantPublisher.this::connected);
            }

            @Override
            public void leaving(CloudEndpoint service) {
                service.unregisterSubscriber(HomeAssistantPublisher.this);
            }
        });
    }

    void modified(BundleContext context, Map<String, Object> properties) {
        PublisherSettings wanted = PublisherSettings.from(properties);
        PublisherSettings before = settings;
        if (wanted.equals(before)) {
            return;
        }
        settings = wanted;
        complain(wanted);
        boolean moved = !wanted.endpoint().equals(before.endpoint())
                || !wanted.topics().birth().equals(before.topics().birth());
        synchronized (lock) {
            if (!wanted.topics().equals(before.topics())) {
                send(home.farewell());
                send(home.leave());
            }
            home = homeOf(wanted, home.meters().values());
            announced = false;
        }
        if (moved) {
            endpoint.close();
            endpoint = endpointOf(context, wanted);
        }
        later(this::connected);
    }

    /** Says good-bye, so that Home Assistant knows at once, and keeps what must not be forgotten. */
    void deactivate() {
        worker.shutdown();
        synchronized (lock) {
            stopped = true; // an announcement that still waits must not come after the good-bye
            send(home.farewell());
            keep();
        }
        endpoint.close();
    }

    /**
     * Takes the metrics of a message.
     *
     * @param message made from a wire record; its metrics are the record's properties
     * @return null: no confirmation follows
     * @throws KuraException if the configuration is wrong or the record names no meter; the publisher can be used
     *     further
     */
    @Override
    public String publish(KuraMessage message) throws KuraException {
        PublisherSettings now = settings;
        if (!now.problems().isEmpty()) {
            throw new KuraException(KuraErrorCode.CONFIGURATION_ERROR, PID + ": " + now.problems());
        }
        Instant time = clock.instant();
        MeterRecord record;
        try {
            record = MeterRecord.of(message.getPayload().metrics(), time);
        } catch (IllegalArgumentException e) {
            throw new KuraException(KuraErrorCode.INVALID_PARAMETER, e, PID + ": " + e.getMessage());
        }
        synchronized (lock) {
            List<Outgoing> out = home.accept(record, time);
            if (home.mustBeKept() || !time.isBefore(written.plus(BETWEEN_WRITES))) {
                keep(); // before anybody hears of it
            }
            if (!isConnected()) {
                announced = false;
                return null;
            }
            if (!announced) {
                announce();
            }
            announced = announced && send(out);
        }
        return null;
    }

    private Home homeOf(PublisherSettings of, Iterable<Meter> meters) {
        return new Home(of.topics(), of.classes(), of.limits(), of.expiry(), version, meters);
    }

    private static Path folder(BundleContext context) {
        return DataFolder.of(context, "homeassistant")
                .orElseThrow(() -> new IllegalStateException("there is no place for data on this gateway"));
    }

    private List<Meter> remembered() {
        try {
            return ledger.read();
        } catch (IOException e) {
            LOG.error("{} begins anew, since what it kept cannot be read: {}", name, e.getMessage());
            return List.of();
        }
    }

    private void keep() {
        written = clock.instant();
        try {
            ledger.write(home.meters().values());
            if (ledgerFails) {
                LOG.info("{} keeps its counters again", name);
            }
            ledgerFails = false;
        } catch (IOException e) {
            if (!ledgerFails) {
                LOG.error("{} cannot keep its counters over a restart: {}", name, e.toString());
            }
            ledgerFails = true;
        }
    }

    private boolean isConnected() {
        return endpoint.service()
                .filter(service -> !(service instanceof CloudConnectionManager manager) || manager.isConnected())
                .isPresent();
    }

    private void announce() {
        notices = configurations
                .map(service -> new Connection(service)
                        .missingWill(settings.endpoint(), settings.topics().status()))
                .orElse(List.of());
        announced = send(home.announce(notices));
    }

    /** @return whether all went out */
    private boolean send(List<Outgoing> messages) {
        Optional<CloudEndpoint> service = endpoint.service();
        if (service.isEmpty()) {
            return false;
        }
        for (Outgoing message : messages) {
            KuraPayload payload = new KuraPayload();
            payload.setBody(message.payload().getBytes(StandardCharsets.UTF_8));
            int priority = message.qos() == 0 ? settings.priority() : ANNOUNCEMENT_PRIORITY;
            Map<String, Object> options = Map.of(
                    "topic", message.topic(), "qos", message.qos(), "retain", message.retain(), "priority", priority);
            try {
                service.get().publish(new KuraMessage(payload, options));
            } catch (KuraException e) {
                LOG.warn("{}: the gateway does not take {}: {}", name, message.topic(), e.getMessage());
                return false;
            }
        }
        return true;
    }

    private void connected() {
        synchronized (lock) {
            announced = false;
            if (!stopped && settings.problems().isEmpty() && isConnected()) {
                List<String> before = notices;
                announce();
                if (!notices.equals(before)) {
                    notices.forEach(notice -> LOG.warn("{}: {}", name, notice));
                }
            }
        }
    }

    private void checkQuietly() {
        try {
            check();
        } catch (
                RuntimeException e) { // the gateway's configuration is strange ground; the next check comes in a minute
            LOG.error("{} could not look for meters that are gone", name, e);
        }
    }

    private void lookQuietly() {
        try {
            look();
        } catch (RuntimeException e) { // endpoints and the gateway's configuration are strange ground, too
            LOG.error("{} could not look after its connection", name, e);
        }
    }

    /** Looks whether the connection is there, and says why not; may take seconds then. */
    void look() {
        PublisherSettings now = settings;
        if (now.problems().isEmpty()
                && !now.endpoint().isEmpty()
                && status.isThere(endpoint.service(), now.endpoint(), () -> inquiry.into(now.endpoint()))) {
            status.delivers();
        }
    }

    /** @return what it does or why it does nothing, in one sentence */
    String state() {
        return status.text();
    }

    /** Looks for meters that are gone. */
    void check() {
        configurations.ifPresent(service -> {
            synchronized (lock) {
                if (!stopped && isConnected() && announced) {
                    List<Outgoing> out = home.check(new Connection(service), clock.instant());
                    if (home.mustBeKept()) {
                        keep();
                    }
                    announced = send(out);
                }
            }
        });
    }

    /** Not on the connection's own thread: it may hold locks that publishing needs. */
    private void later(Runnable task) {
        try {
            worker.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("{} has stopped", name, e);
        }
    }

    private void complain(PublisherSettings of) {
        if (!of.problems().isEmpty()) {
            LOG.error("{} publishes nothing: {}; correct the configuration", name, of.problems());
        } else if (of.endpoint().isEmpty()) {
            LOG.error("{} publishes nothing: cloud.endpoint.service.pid is not set", name);
        }
    }

    /** Home Assistant says that it is there: it wants to hear everything again. */
    @Override
    public void onMessageArrived(KuraMessage message) {
        byte[] body = message.getPayload().getBody();
        if (body != null && new String(body, StandardCharsets.UTF_8).strip().equals("online")) {
            later(this::connected);
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
        later(this::connected);
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
