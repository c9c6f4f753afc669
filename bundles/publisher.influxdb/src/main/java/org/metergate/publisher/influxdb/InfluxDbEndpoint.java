package org.metergate.publisher.influxdb;

import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.CloudConnectionManager;
import org.eclipse.kura.cloudconnection.CloudEndpoint;
import org.eclipse.kura.cloudconnection.listener.CloudConnectionListener;
import org.eclipse.kura.cloudconnection.listener.CloudDeliveryListener;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.cloudconnection.subscriber.listener.CloudSubscriberListener;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.crypto.CryptoService;
import org.metergate.publisher.outbox.AcceptedReading;
import org.metergate.publisher.outbox.BackOff;
import org.metergate.publisher.outbox.Destination;
import org.metergate.publisher.outbox.DestinationStatus;
import org.metergate.publisher.outbox.Outbox;
import org.metergate.publisher.outbox.OutboxException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to an InfluxDB server. What is published is in the outbox when {@code publish} returns; a thread of its own
 * writes it to the server, and again until the server has it. Safe for many threads.
 *
 * <p>Declared by hand in {@code OSGI-INF/org.metergate.publisher.influxdb.endpoint.xml}.
 */
public final class InfluxDbEndpoint implements CloudEndpoint, CloudConnectionManager, ConfigurableComponent {

    /** The component's factory PID. */
    static final String PID = "org.metergate.publisher.influxdb.endpoint";

    private static final Logger LOG = LoggerFactory.getLogger(InfluxDbEndpoint.class);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
    /** How often an idle connection is looked at. */
    private static final Duration BETWEEN_PROBES = Duration.ofMinutes(1);

    private final Clock clock;
    private final Duration firstWait;
    private final Set<CloudConnectionListener> connectionListeners = new CopyOnWriteArraySet<>();
    private final Set<CloudDeliveryListener> deliveryListeners = new CopyOnWriteArraySet<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile CryptoService crypto;
    private volatile Outbox outbox;
    private volatile Destination destination;
    private volatile State state = State.NOT_TRIED;
    private volatile String message = "";
    private String name = PID;
    private EndpointSettings settings;
    private boolean wanted;
    private Thread thread;

    /** For the gateway. */
    public InfluxDbEndpoint() {
        this(Clock.systemUTC(), FIRST_WAIT);
    }

    InfluxDbEndpoint(Clock clock, Duration firstWait) {
        this.clock = clock;
        this.firstWait = firstWait;
    }

    void setCryptoService(CryptoService service) {
        crypto = service;
    }

    void unsetCryptoService(CryptoService service) {
        crypto = null;
    }

    /** @param service keeps readings until the server has them */
    public void setOutbox(Outbox service) {
        outbox = service;
    }

    void unsetOutbox(Outbox service) {
        outbox = null;
    }

    /**
     * Starts.
     *
     * @param properties see the form
     * @throws OutboxException if the outbox does not open the connection's destination
     */
    public void activate(Map<String, Object> properties) throws OutboxException {
        name = String.valueOf(properties.getOrDefault("kura.service.pid", PID));
        destination = outbox.open(name);
        settings = EndpointSettings.from(properties);
        wanted = settings.automatic();
        complain();
        start();
    }

    void modified(Map<String, Object> properties) {
        EndpointSettings given = EndpointSettings.from(properties);
        if (given.equals(settings)) {
            return;
        }
        settings = given;
        complain();
        stop();
        lock.lock();
        try {
            wanted |= given.automatic();
        } finally {
            lock.unlock();
        }
        start();
    }

    /** Stops; what is not written yet waits on the disk. */
    public void deactivate() {
        stop();
        destination.close();
    }

    private void complain() {
        if (!settings.problems().isEmpty()) {
            become(
                    State.MISCONFIGURED,
                    settings.problems() + "; correct the configuration, readings are kept meanwhile");
        }
    }

    private void start() {
        if (!settings.problems().isEmpty()) {
            return;
        }
        EndpointSettings with = settings;
        thread = new Thread(() -> run(with), "influxdb " + name);
        thread.setDaemon(true);
        thread.start();
    }

    /** The thread may be in the middle of a request: that one is given up, and comes again. */
    private void stop() {
        if (thread == null) {
            return;
        }
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        thread = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(EndpointSettings with) {
        try (Server server =
                new Server(with, Server.authorization(with, opened(with.secret().stored())), clock)) {
            Sender sender = new Sender(
                    destination,
                    new LineProtocol(with.measurement(), with.tags()),
                    lines -> {
                        awaitWanted(); // it may have been disconnected while it waited for readings
                        return server.write(lines);
                    },
                    with.batch(),
                    with.gather());
            run(sender, server);
        } catch (GeneralSecurityException e) {
            become(State.MISCONFIGURED, "the certificate cannot be used: " + e.getMessage() + "; expected PEM text");
        } catch (InterruptedException e) {
            LOG.debug("{} stops", name, e);
        } catch (RuntimeException e) { // the thread's end: nothing is lost, and a change of the settings starts it anew
            LOG.error("{} writes no more until its configuration changes", name, e);
        }
    }

    private void run(Sender sender, Server server) throws InterruptedException {
        BackOff backOff = new BackOff(
                firstWait, LONGEST_WAIT, () -> ThreadLocalRandom.current().nextDouble());
        while (true) {
            awaitWanted();
            try {
                if (state != State.CONNECTED) {
                    probe(server);
                }
                if (sender.sendNext(BETWEEN_PROBES)) {
                    become(State.CONNECTED, "");
                } else {
                    probe(server);
                }
                backOff.reset();
            } catch (Sender.NotNowException e) {
                become(e.answer().state(), e.getMessage());
                pause(e.answer().retryAfter().map(backOff::atLeast).orElseGet(backOff::next));
            } catch (OutboxException e) {
                become(State.REFUSED, e.getMessage());
                pause(backOff.next());
            }
        }
    }

    /** An empty batch tells whether address, credentials and place are right; what is said about its lines does not matter. */
    private void probe(Server server) throws InterruptedException, Sender.NotNowException {
        Answer answer = server.write(List.of());
        if (answer instanceof Answer.NotNow later) {
            throw new Sender.NotNowException(later);
        }
        become(State.CONNECTED, "");
    }

    private void awaitWanted() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!wanted) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits, unless somebody says connect or disconnect meanwhile. */
    private void pause(Duration time) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (wanted) {
                changed.await(time.toMillis(), TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    private String opened(String stored) {
        CryptoService service = crypto;
        if (stored.isEmpty() || service == null) {
            return stored;
        }
        try {
            return new String(service.decryptAes(stored.toCharArray()));
        } catch (KuraException | RuntimeException e) {
            // given when the instance was made, and so in plain text; the gateway throws any of several kinds
            return stored;
        }
    }

    /** One line for each change, and news for the listeners. */
    private void become(State next, String text) {
        State before = state;
        boolean same = before == next && (next == State.CONNECTED || text.equals(message));
        state = next;
        message = text;
        if (same) {
            return;
        }
        if (next == State.CONNECTED) {
            LOG.info(
                    "{} writes to {}",
                    name,
                    settings.server().map(Object::toString).orElse(""));
            tell(CloudConnectionListener::onConnectionEstablished);
        } else if (next == State.DISCONNECTED) {
            LOG.info("{} is disconnected; readings are kept", name);
            tell(CloudConnectionListener::onDisconnected);
        } else {
            if (before != next) {
                LOG.warn("{}: {}; nothing is lost, it is tried again", name, text);
            }
            if (before == State.CONNECTED) {
                tell(CloudConnectionListener::onConnectionLost);
            }
        }
    }

    private void tell(Consumer<CloudConnectionListener> news) {
        for (CloudConnectionListener listener : connectionListeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException e) { // a stranger's
                LOG.error("a listener of {} failed", name, e);
            }
        }
    }

    /**
     * Stores the metrics of a message for the server.
     *
     * @param toStore made from a wire record; its metrics are the record's properties
     * @return null: no confirmation follows, since what is stored arrives
     * @throws KuraException if the record names no meter or the outbox does not take it
     */
    @Override
    public String publish(KuraMessage toStore) throws KuraException {
        Instant now = toStore.getPayload().getTimestamp() == null
                ? clock.instant()
                : toStore.getPayload().getTimestamp().toInstant();
        try {
            AcceptedReading reading = outbox.reading(toStore.getPayload().metrics(), now);
            if (!reading.points().isEmpty()) {
                destination.append(List.of(reading));
            }
            return null;
        } catch (IllegalArgumentException e) {
            throw new KuraException(KuraErrorCode.INVALID_PARAMETER, e, name + ": " + e.getMessage());
        } catch (OutboxException e) {
            throw new KuraException(KuraErrorCode.STORE_ERROR, e, name + ": " + e.getMessage());
        }
    }

    /** @return how the connection stands, for people */
    @Override
    public Map<String, String> getInfo() {
        DestinationStatus waiting = destination.status();
        Map<String, String> info = new LinkedHashMap<>();
        info.put("State", state.name());
        info.put("Message", message);
        info.put("Server", settings.server().map(Object::toString).orElse(""));
        info.put("Readings waiting", Long.toString(waiting.waiting()));
        info.put("Readings written", Long.toString(waiting.confirmed()));
        info.put("Points refused", Long.toString(waiting.refusedPoints()));
        info.put("Readings dropped", Long.toString(waiting.droppedForAge() + waiting.droppedForSize()));
        return info;
    }

    /** @return how the connection stands */
    State state() {
        return state;
    }

    @Override
    public void connect() {
        want(true);
    }

    @Override
    public void disconnect() {
        want(false);
        become(State.DISCONNECTED, "");
    }

    private void want(boolean connection) {
        lock.lock();
        try {
            wanted = connection;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isConnected() {
        return state == State.CONNECTED;
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
    public void registerSubscriber(Map<String, Object> properties, CloudSubscriberListener listener) {
        LOG.warn("{}: nothing comes from an InfluxDB server, so nobody can subscribe to it", name);
    }

    @Override
    public void unregisterSubscriber(CloudSubscriberListener listener) {
        // nobody is subscribed
    }
}
