package org.metergate.emulator.cloud.data;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.kura.KuraConnectException;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.KuraNotConnectedException;
import org.eclipse.kura.KuraStoreCapacityReachedException;
import org.eclipse.kura.KuraStoreException;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.data.DataService;
import org.eclipse.kura.data.DataTransportService;
import org.eclipse.kura.data.DataTransportToken;
import org.eclipse.kura.data.listener.DataServiceListener;
import org.eclipse.kura.data.transport.listener.DataTransportListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores messages and forwards them while its transport is connected, with the contract of Kura's DataService: at least
 * once, lowest priority number first, limited in rate. Listeners are called on the thread of whatever happened.
 */
@Component(
        name = StoringDataService.PID,
        service = {DataService.class, ConfigurableComponent.class},
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = "kura.ui.service.hide:Boolean=true")
public final class StoringDataService implements DataService, ConfigurableComponent, DataTransportListener {

    /** Kura's factory PID for such a service. */
    static final String PID = "org.eclipse.kura.data.DataService";

    private static final Logger LOG = LoggerFactory.getLogger(StoringDataService.class);
    /** As long as Kura waits at least. */
    private static final Duration FIRST_ATTEMPT = Duration.ofSeconds(1);

    private static final Duration FIRST_PURGE = Duration.ofSeconds(1);
    private static final long STOPS_WITHIN_MILLIS = 5000;

    private final DataTransportService transport;
    private final MessageStore store;
    private final Outbox outbox;
    private final List<DataServiceListener> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService upkeep;
    private final Thread sender;
    /** Given whenever there may be something to send. */
    private final Semaphore signal = new Semaphore(0);

    private volatile DataSettings settings;
    private volatile boolean automatic;
    private volatile boolean stopping;
    private String lastFailure = "";
    private ScheduledFuture<?> attempt;
    private ScheduledFuture<?> housekeeper;
    private ScheduledFuture<?> congestion;

    /**
     * @param transport sends
     * @param stores keeps what waits
     * @param properties see the form of {@value #PID}
     */
    @Activate
    public StoringDataService(
            @Reference(name = "DataTransportService") DataTransportService transport,
            @Reference(name = "MessageStores") MessageStores stores,
            Map<String, Object> properties) {
        this.transport = transport;
        this.settings = DataSettings.from(properties);
        this.store = stores.of(settings.pid());
        this.outbox = new Outbox(transport, store, settings, System::nanoTime);
        this.upkeep = Executors.newSingleThreadScheduledExecutor(
                work -> new Thread(work, "metergate-connect-" + settings.pid()));
        this.sender = new Thread(this::sendUntilStopped, "metergate-send-" + settings.pid());
        transport.addDataTransportListener(this);
        start();
        sender.start();
    }

    /** @param properties the changed configuration */
    @Modified
    public synchronized void modified(Map<String, Object> properties) {
        DataSettings wanted = DataSettings.from(properties);
        if (!wanted.equals(settings)) {
            settings = wanted;
            outbox.configure(wanted);
            start();
            signal.release();
        }
    }

    /** Disconnects and ends the threads; what waits stays in the store. */
    @Deactivate
    public void deactivate() {
        automatic = false;
        upkeep.shutdownNow();
        transport.disconnect(settings.quiesce().toMillis());
        transport.removeDataTransportListener(this);
        stopping = true;
        signal.release();
        try {
            sender.join(STOPS_WITHIN_MILLIS);
            if (!upkeep.awaitTermination(STOPS_WITHIN_MILLIS, TimeUnit.MILLISECONDS) || sender.isAlive()) {
                LOG.warn("{} did not stop within {} ms", settings.pid(), STOPS_WITHIN_MILLIS);
                sender.interrupt();
            }
        } catch (InterruptedException e) {
            sender.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void start() {
        if (!settings.problems().isEmpty()) {
            LOG.error("{} takes defaults for {}; correct the configuration", settings.pid(), settings.problems());
        }
        cancel(housekeeper);
        housekeeper = upkeep.scheduleWithFixedDelay(
                () -> store.purge(settings.purgeAge()),
                FIRST_PURGE.toMillis(),
                settings.housekeeping().toMillis(),
                TimeUnit.MILLISECONDS);
        automatic = settings.autoConnect();
        attemptAfter(FIRST_ATTEMPT);
    }

    @Override
    public void connect() throws KuraConnectException {
        automatic = false;
        if (!transport.isConnected()) {
            transport.connect();
        }
    }

    @Override
    public boolean isConnected() {
        return transport.isConnected();
    }

    @Override
    public boolean isAutoConnectEnabled() {
        return settings.autoConnect();
    }

    @Override
    public int getRetryInterval() {
        return (int) settings.retry().toSeconds();
    }

    @Override
    public void disconnect(long quiesceTimeout) {
        automatic = false;
        transport.disconnect(quiesceTimeout);
    }

    @Override
    public void subscribe(String topic, int qos) throws KuraException {
        transport.subscribe(topic, qos);
    }

    @Override
    public void unsubscribe(String topic) throws KuraException {
        transport.unsubscribe(topic);
    }

    @Override
    public int publish(String topic, byte[] payload, int qos, boolean retain, int priority) throws KuraStoreException {
        if (priority < 0) {
            throw new IllegalArgumentException("the priority is " + priority + "; 0 is the highest");
        }
        if (payload != null && payload.length > settings.largestPayload()) {
            throw new KuraStoreException("the payload has " + payload.length + " bytes; maximum.payload.size is "
                    + settings.largestPayload());
        }
        try {
            int id = store.store(topic, payload, qos, retain, priority, settings.capacity());
            signal.release();
            return id;
        } catch (KuraStoreCapacityReachedException e) {
            throw e;
        } catch (KuraStoreException e) {
            LOG.error("{} disconnects: {}", settings.pid(), e.getMessage());
            transport.disconnect(settings.quiesce().toMillis());
            throw e;
        }
    }

    @Override
    public List<Integer> getUnpublishedMessageIds(String topicRegex) {
        return store.ids(StoredMessage.State.WAITING, topicRegex);
    }

    @Override
    public List<Integer> getInFlightMessageIds(String topicRegex) {
        return store.ids(StoredMessage.State.IN_FLIGHT, topicRegex);
    }

    @Override
    public List<Integer> getDroppedInFlightMessageIds(String topicRegex) {
        return store.ids(StoredMessage.State.DROPPED, topicRegex);
    }

    @Override
    public void addDataServiceListener(DataServiceListener listener) {
        listeners.add(listener);
    }

    @Override
    public void removeDataServiceListener(DataServiceListener listener) {
        listeners.remove(listener);
    }

    @Override
    public void onConnectionEstablished(boolean newSession) {
        LOG.info("{} connected to {}", settings.pid(), transport.getBrokerUrl());
        if (newSession) {
            outbox.newSession();
        }
        tell(DataServiceListener::onConnectionEstablished);
        signal.release();
    }

    @Override
    public void onDisconnecting() {
        tell(DataServiceListener::onDisconnecting);
    }

    @Override
    public void onDisconnected() {
        LOG.info("{} disconnected from {}", settings.pid(), transport.getBrokerUrl());
        tell(DataServiceListener::onDisconnected);
        attemptAfter(FIRST_ATTEMPT);
    }

    @Override
    public void onConnectionLost(Throwable cause) {
        LOG.warn("{} lost the connection to {}: {}", settings.pid(), transport.getBrokerUrl(), cause.getMessage());
        tell(listener -> listener.onConnectionLost(cause));
        attemptAfter(FIRST_ATTEMPT);
    }

    @Override
    public void onConfigurationUpdating(boolean wasConnected) {
        transport.disconnect(0);
    }

    @Override
    public void onConfigurationUpdated(boolean wasConnected) {
        if (settings.autoConnect()) {
            automatic = true;
            attemptAfter(FIRST_ATTEMPT);
        } else if (wasConnected) {
            submit(this::connectOnce, Duration.ZERO);
        }
    }

    @Override
    public void onMessageArrived(String topic, byte[] payload, int qos, boolean retained) {
        tell(listener -> listener.onMessageArrived(topic, payload, qos, retained));
    }

    @Override
    public void onMessageConfirmed(DataTransportToken token) {
        outbox.confirmed(token)
                .ifPresent(message -> tell(listener -> listener.onMessageConfirmed(message.id, message.topic)));
        synchronized (this) {
            cancel(congestion);
        }
        signal.release();
    }

    private synchronized void attemptAfter(Duration delay) {
        cancel(attempt);
        if (automatic) {
            attempt = submit(this::connectOrTryAgain, delay);
        }
    }

    private void connectOrTryAgain() {
        if (automatic && !connectOnce()) {
            attemptAfter(settings.retry());
        }
    }

    private boolean connectOnce() {
        try {
            if (!transport.isConnected()) {
                transport.connect();
            }
            lastFailure = "";
            return true;
        } catch (KuraConnectException e) {
            boolean saidByTransport = transport.getBrokerUrl().isEmpty();
            if (!upkeep.isShutdown() && !saidByTransport && !lastFailure.equals(e.getMessage())) {
                lastFailure = e.getMessage();
                LOG.warn(
                        "{} cannot connect to {}: {}; messages wait, next attempts every {} s (check broker-url)",
                        settings.pid(),
                        transport.getBrokerUrl(),
                        e.getMessage(),
                        getRetryInterval());
            }
            return false;
        }
    }

    private void sendUntilStopped() {
        while (!stopping) {
            try {
                signal.drainPermits();
                Outbox.Step step = outbox.sendNext();
                if (step instanceof Outbox.Step.Sent sent) {
                    reported(sent);
                } else if (step instanceof Outbox.Step.TooFast slower) {
                    signal.tryAcquire(slower.time().toNanos(), TimeUnit.NANOSECONDS);
                } else {
                    if (step instanceof Outbox.Step.Congested) {
                        watchCongestion();
                    }
                    signal.acquire();
                }
            } catch (KuraNotConnectedException e) {
                LOG.debug("the connection went away while sending", e);
                waitForSignal();
            } catch (KuraException | RuntimeException e) {
                // as in Kura, the message stays first in line and holds up the others
                LOG.error("{} cannot send: {}", settings.pid(), e.getMessage());
                waitForSignal();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void waitForSignal() {
        if (!stopping) {
            signal.acquireUninterruptibly();
        }
    }

    private void reported(Outbox.Step.Sent sent) {
        StoredMessage message = sent.message();
        tell(listener -> listener.onMessagePublished(message.id, message.topic));
        if (sent.confirmed()) {
            tell(listener -> listener.onMessageConfirmed(message.id, message.topic));
        }
    }

    private synchronized void watchCongestion() {
        if (!settings.congestion().isZero() && (congestion == null || congestion.isDone())) {
            congestion = submit(
                    () -> {
                        LOG.warn("{}: confirmations are missing, so the connection is renewed", settings.pid());
                        transport.disconnect(0);
                    },
                    settings.congestion());
        }
    }

    private ScheduledFuture<?> submit(Runnable work, Duration delay) {
        try {
            return upkeep.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.trace("stopping, so nothing more is planned", e);
            return null;
        }
    }

    private static void cancel(ScheduledFuture<?> planned) {
        if (planned != null) {
            planned.cancel(false);
        }
    }

    /** Listeners are strangers: what one throws must not keep the news from the others. */
    private void tell(Consumer<DataServiceListener> news) {
        for (DataServiceListener listener : listeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException e) {
                LOG.error("{}: a listener failed", settings.pid(), e);
            }
        }
    }
}
