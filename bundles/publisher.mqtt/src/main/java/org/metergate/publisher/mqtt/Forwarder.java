package org.metergate.publisher.mqtt;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.CloudConnectionManager;
import org.eclipse.kura.cloudconnection.CloudEndpoint;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.message.KuraPayload;
import org.metergate.publisher.outbox.BackOff;
import org.metergate.publisher.outbox.Delivery;
import org.metergate.publisher.outbox.Destination;
import org.metergate.publisher.outbox.OutboxException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes readings from the outbox and gives them to the cloud connection while it is connected, at most so many at a time as
 * are confirmed again. Has a thread of its own, which is never interrupted: the connection's store may not survive that.
 */
final class Forwarder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);
    private static final long MOST_BYTES = 1 << 20;
    private static final long JOIN_MILLIS = 10_000;
    /** A broker that hangs up so often right after it got something does not want it. */
    private static final int SUSPICIOUS_LOSSES = 3;

    private final String name;
    private final Destination destination;
    private final Supplier<Optional<CloudEndpoint>> endpoint;
    private final Supplier<PublisherSettings> settings;
    private final Consumer<Delivery> delivered;
    private final LongSupplier nanoTime;
    private final BackOff backOff;
    private final Map<String, Delivery> unconfirmed = new HashMap<>();
    private final Set<String> early = new HashSet<>();
    private final Thread thread;

    private Optional<Long> absentSince = Optional.empty();
    private CloudEndpoint connection;
    private boolean publishing;
    private boolean closed;
    private boolean woken;
    private long progressAt;
    private int lossesWithoutConfirmation;
    private String lastTopic = "";
    private String state = "";

    /**
     * @param name of the publisher, for thread and log
     * @param destination where readings come from
     * @param endpoint where they go
     * @param settings what the publisher is told at the moment
     * @param delivered is told of each confirmed reading, on the thread that confirms
     * @param nanoTime a clock that is never set
     * @param random numbers from 0 to less than 1, for pauses
     */
    Forwarder(
            String name,
            Destination destination,
            Supplier<Optional<CloudEndpoint>> endpoint,
            Supplier<PublisherSettings> settings,
            Consumer<Delivery> delivered,
            LongSupplier nanoTime,
            DoubleSupplier random) {
        this.name = name;
        this.destination = destination;
        this.endpoint = endpoint;
        this.settings = settings;
        this.delivered = delivered;
        this.nanoTime = nanoTime;
        this.backOff = new BackOff(FIRST_PAUSE, LONGEST_PAUSE, random);
        this.thread = new Thread(this::run, "metergate-mqtt-" + name);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!isClosed()) {
            try {
                pause(step(TICK));
            } catch (InterruptedException e) {
                LOG.debug("{}: the thread was asked to end", name, e);
                return;
            } catch (Exception e) { // outermost loop of the thread: whatever it was, the next reading may go
                LOG.error("{}: the publisher failed and goes on", name, e);
                pauseAfterFailure();
            }
        }
    }

    private void pauseAfterFailure() {
        try {
            pause(backOff.next());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Does what can be done now.
     *
     * @param within how long to wait for a reading
     * @return how long to wait before the next step
     */
    Duration step(Duration within) throws OutboxException, InterruptedException {
        PublisherSettings now = settings.get();
        if (!now.problems().isEmpty()) {
            return stuck("its configuration is wrong: " + now.problems(), TICK);
        }
        Optional<CloudEndpoint> found = endpoint.get();
        if (found.isEmpty()) {
            return absent("there is no cloud endpoint '" + now.endpoint() + "'");
        }
        follow(found.get());
        if (connection instanceof CloudConnectionManager manager && !manager.isConnected()) {
            return absent(notConnected());
        }
        absentSince = Optional.empty();
        int free = room(now);
        if (free <= 0) {
            awaitConfirmation(TICK);
            return Duration.ZERO;
        }
        List<Delivery> batch = destination.take(free, MOST_BYTES, within);
        for (Delivery delivery : batch) {
            if (!isOnItsWay(delivery) && !send(delivery, now)) {
                return backOff.next();
            }
        }
        if (!batch.isEmpty()) {
            backOff.reset();
            say("delivers");
        }
        return Duration.ZERO;
    }

    private String notConnected() {
        if (lossesWithoutConfirmation >= SUSPICIOUS_LOSSES) {
            return "the broker hangs up each time that it is given something for " + lastTopic
                    + "; look at what this user may publish there";
        }
        return "the cloud connection is not connected; the log of its DataService says why, and"
                + " connect.auto-on-startup there must be true";
    }

    /** After a refusal everything comes again, what the connection already has too. */
    private synchronized boolean isOnItsWay(Delivery delivery) {
        return unconfirmed.containsValue(delivery);
    }

    /** A new connection knows nothing of what the old one was given. */
    private synchronized void follow(CloudEndpoint found) {
        if (found != connection) {
            connection = found;
            unconfirmed.clear();
            destination.rewind();
            progressAt = nanoTime.getAsLong();
        }
    }

    private synchronized int room(PublisherSettings now) {
        long silent = nanoTime.getAsLong() - progressAt;
        if (!unconfirmed.isEmpty() && silent > now.patience().toNanos()) {
            LOG.warn(
                    "{}: no confirmation for {} s; {} readings are sent again",
                    name,
                    now.patience().toSeconds(),
                    unconfirmed.size());
            unconfirmed.clear();
            destination.rewind();
            progressAt = nanoTime.getAsLong();
        }
        return now.window() - unconfirmed.size();
    }

    private boolean send(Delivery delivery, PublisherSettings now) throws OutboxException {
        KuraMessage message;
        try {
            lastTopic = now.topic().orElseThrow().topicOf(delivery.reading().meter());
            message = message(delivery, now);
        } catch (IllegalArgumentException e) { // this one can never go
            destination.park(delivery, List.of(), e.getMessage());
            destination.confirm(List.of(delivery));
            return true;
        }
        String id;
        synchronized (this) {
            publishing = true;
        }
        try {
            id = connection.publish(message);
        } catch (KuraException | RuntimeException e) { // endpoints are strangers
            give(delivery, e);
            return false;
        }
        return account(id, delivery);
    }

    private void give(Delivery delivery, Exception e) {
        synchronized (this) {
            publishing = false;
            early.clear();
        }
        destination.rewind();
        stuck("the cloud connection takes no reading of " + delivery.reading().meter() + ": " + e.getMessage(), TICK);
        LOG.debug("{}: refused", name, e);
    }

    private boolean account(String id, Delivery delivery) throws OutboxException {
        boolean done;
        synchronized (this) {
            publishing = false;
            done = id == null || early.contains(id);
            early.clear();
            if (!done) {
                if (unconfirmed.isEmpty()) {
                    progressAt = nanoTime.getAsLong();
                }
                unconfirmed.put(id, delivery);
            }
        }
        if (done) {
            finish(delivery);
        }
        return true;
    }

    private KuraMessage message(Delivery delivery, PublisherSettings now) {
        KuraPayload payload;
        if (now.form() == ConnectionKind.Form.KURA) {
            payload = TelemetryEncoder.metrics(delivery.reading());
        } else {
            payload = new KuraPayload();
            payload.setTimestamp(Date.from(delivery.reading().time()));
            payload.setBody(TelemetryEncoder.json(delivery.reading()).getBytes(StandardCharsets.UTF_8));
        }
        return new KuraMessage(payload, now.kind().properties(lastTopic, now));
    }

    /** A confirmation of the connection, which may be of somebody else's message, and may overtake {@code publish}. */
    void confirmed(String id) {
        Delivery delivery;
        synchronized (this) {
            delivery = unconfirmed.remove(id);
            if (delivery == null) {
                if (publishing) {
                    early.add(id);
                }
                return;
            }
            progressAt = nanoTime.getAsLong();
            lossesWithoutConfirmation = 0;
            notifyAll();
        }
        try {
            finish(delivery);
        } catch (OutboxException e) {
            LOG.warn("{}; after a restart the reading may be sent again", e.getMessage());
        }
    }

    private void finish(Delivery delivery) throws OutboxException {
        destination.confirm(List.of(delivery));
        delivered.accept(delivery);
    }

    /** The connection is there again; it sends by itself what it had and was not confirmed. */
    synchronized void connected() {
        progressAt = nanoTime.getAsLong();
        woken = true;
        notifyAll();
    }

    synchronized void lost() {
        if (!unconfirmed.isEmpty()) {
            lossesWithoutConfirmation++;
        }
    }

    /** @return what it does or why it does nothing, in one sentence */
    synchronized String state() {
        return state;
    }

    /** @return ids that the connection has not confirmed, for tests */
    synchronized Collection<String> unconfirmed() {
        return List.copyOf(unconfirmed.keySet());
    }

    /** Connections come a little later than publishers, and go for a moment now and then: no news. */
    private Duration absent(String why) {
        long now = nanoTime.getAsLong();
        if (absentSince.isEmpty()) {
            absentSince = Optional.of(now);
        }
        if (now - absentSince.get() >= GRACE.toNanos()) {
            stuck(why, TICK);
        }
        return TICK;
    }

    /** One line for each change. */
    private Duration stuck(String why, Duration pause) {
        if (isNews(why)) {
            LOG.warn(
                    "{} waits: {}; {} readings are kept",
                    name,
                    why,
                    destination.status().waiting());
        }
        return pause;
    }

    private void say(String what) {
        if (isNews(what)) {
            LOG.info("{} {}", name, what);
        }
    }

    private synchronized boolean isNews(String text) {
        boolean news = !text.equals(state);
        state = text;
        return news;
    }

    private synchronized void awaitConfirmation(Duration longest) throws InterruptedException {
        if (!closed && !unconfirmed.isEmpty()) {
            wait(longest.toMillis());
        }
    }

    private synchronized void pause(Duration time) throws InterruptedException {
        long until = nanoTime.getAsLong() + time.toNanos();
        while (!closed && !woken) {
            long left = until - nanoTime.getAsLong();
            if (left <= 0) {
                break;
            }
            wait(left / 1_000_000 + 1);
        }
        woken = false;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Ends the thread. What is not confirmed stays in the outbox. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        destination.close();
    }
}
