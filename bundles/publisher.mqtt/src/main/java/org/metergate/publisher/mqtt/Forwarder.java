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
import org.eclipse.kura.cloudconnection.CloudEndpoint;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.message.KuraPayload;
import org.metergate.publisher.outbox.BackOff;
import org.metergate.publisher.outbox.Delivery;
import org.metergate.publisher.outbox.Destination;
import org.metergate.publisher.outbox.OutboxException;
import org.metergate.publisher.outbox.connection.ConnectionStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes readings from the outbox and gives them to the cloud connection while it is connected, at most so many at a time as
 * are confirmed again. Has a thread of its own, which is never interrupted: the connection's store may not survive that.
 */
final class Forwarder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
    private static final Duration TICK = Duration.ofMillis(500);
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
    private final Inquiry inquiry;
    private final LongSupplier nanoTime;
    private final BackOff backOff;
    private final ConnectionStatus status;
    private final TopicChecks checks;
    private final Map<String, Sent> unconfirmed = new HashMap<>();
    private final Set<String> early = new HashSet<>();
    private final Thread thread;

    private CloudEndpoint connection;
    private boolean publishing;
    private boolean closed;
    private boolean woken;
    private long progressAt;
    private int lossesWithoutConfirmation;
    private volatile boolean unnoted;
    private String lastTopic = "";

    /** Given to the connection. */
    private record Sent(Delivery delivery, String topic) {}

    /**
     * Finds out why the connection is not there.
     *
     * <p>May take seconds.
     */
    interface Inquiry {
        /** @return what is in the way; empty if nobody can tell */
        Optional<String> into(String endpoint);
    }

    /**
     * @param name of the publisher, for thread and log
     * @param destination where readings come from
     * @param endpoint where they go
     * @param settings what the publisher is told at the moment
     * @param delivered is told of each confirmed reading, on the thread that confirms
     * @param inquiry is asked when the connection stays away
     * @param nanoTime a clock that is never set
     * @param random numbers from 0 to less than 1, for pauses
     */
    Forwarder(
            String name,
            Destination destination,
            Supplier<Optional<CloudEndpoint>> endpoint,
            Supplier<PublisherSettings> settings,
            Consumer<Delivery> delivered,
            Inquiry inquiry,
            LongSupplier nanoTime,
            DoubleSupplier random) {
        this.name = name;
        this.destination = destination;
        this.endpoint = endpoint;
        this.settings = settings;
        this.delivered = delivered;
        this.inquiry = inquiry;
        this.nanoTime = nanoTime;
        this.backOff = new BackOff(FIRST_PAUSE, LONGEST_PAUSE, random);
        this.status = new ConnectionStatus(
                name, () -> destination.status().waiting() + " readings are kept", nanoTime, random);
        this.checks = new TopicChecks(this::wake, random);
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
            return stuck("its configuration is wrong: " + now.problems());
        }
        Optional<CloudEndpoint> found = endpoint.get();
        found.ifPresent(this::follow);
        if (!status.isThere(found, now.endpoint(), () -> hangsUp() ? refused() : inquiry.into(now.endpoint()))) {
            return TICK;
        }
        settleChecks(now);
        int free = checks.isFull() ? 0 : room(now);
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
        }
        return Duration.ZERO;
    }

    private void settleChecks(PublisherSettings now) throws OutboxException {
        checks.want(now.checksTopics(), now.topic());
        TopicChecks.Settled settled = checks.settle(connection, nanoTime.getAsLong());
        for (Delivery delivery : settled.delivered()) {
            finish(delivery);
        }
        if (settled.again()) {
            destination.rewind();
        }
        checks.complaint().ifPresent(status::waits);
    }

    private synchronized boolean hangsUp() {
        return lossesWithoutConfirmation >= SUSPICIOUS_LOSSES;
    }

    private Optional<String> refused() {
        return Optional.of("the broker hangs up each time that it is given something for " + lastTopic
                + "; look at what this user may publish there");
    }

    /** After a refusal everything comes again, what the connection already has too. */
    private synchronized boolean isOnItsWay(Delivery delivery) {
        return unconfirmed.values().stream().anyMatch(sent -> sent.delivery().equals(delivery));
    }

    /** A new connection knows nothing of what the old one was given. */
    private synchronized void follow(CloudEndpoint found) {
        if (found != connection) {
            connection = found;
            unconfirmed.clear();
            checks.connected();
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
            checks.connected();
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
        TopicChecks.Verdict verdict = checks.of(lastTopic);
        if (verdict == TopicChecks.Verdict.HOLD) {
            return true;
        }
        if (verdict == TopicChecks.Verdict.ASK) {
            checks.ask(connection, lastTopic, delivery, message.getPayload().getBody());
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
        account(id, new Sent(delivery, lastTopic));
        return true;
    }

    private void give(Delivery delivery, Exception e) {
        synchronized (this) {
            publishing = false;
            early.clear();
        }
        checks.forget(lastTopic);
        destination.rewind();
        stuck("the cloud connection takes no reading of " + delivery.reading().meter() + ": " + e.getMessage());
        LOG.debug("{}: refused", name, e);
    }

    private void account(String id, Sent sent) throws OutboxException {
        boolean confirmed;
        synchronized (this) {
            publishing = false;
            confirmed = id != null && early.contains(id);
            early.clear();
            if (id != null && !confirmed) {
                if (unconfirmed.isEmpty()) {
                    progressAt = nanoTime.getAsLong();
                }
                unconfirmed.put(id, sent);
            }
        }
        if (id == null || confirmed && isDelivered(sent)) {
            finish(sent.delivery());
        }
    }

    private boolean isDelivered(Sent sent) {
        return checks.confirmed(sent.topic(), sent.delivery(), nanoTime.getAsLong());
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
        Sent sent;
        synchronized (this) {
            sent = unconfirmed.remove(id);
            if (sent == null) {
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
            if (isDelivered(sent)) {
                finish(sent.delivery());
                unnoted = false;
            }
        } catch (OutboxException e) {
            if (!unnoted) {
                LOG.warn("{}; after a restart readings may be sent again", e.getMessage());
            }
            unnoted = true;
        }
    }

    private void finish(Delivery delivery) throws OutboxException {
        destination.confirm(List.of(delivery));
        if (checks.complaint().isEmpty()) {
            status.delivers();
        }
        delivered.accept(delivery);
    }

    /** The connection is there again; it sends by itself what it had and was not confirmed. */
    void connected() {
        checks.connected();
        synchronized (this) {
            progressAt = nanoTime.getAsLong();
        }
        wake();
    }

    private synchronized void wake() {
        woken = true;
        notifyAll();
    }

    void lost() {
        checks.lost(nanoTime.getAsLong());
        synchronized (this) {
            if (!unconfirmed.isEmpty()) {
                lossesWithoutConfirmation++;
            }
        }
    }

    /** @return what it does or why it does nothing, in one sentence */
    String state() {
        return status.text();
    }

    /** @return ids that the connection has not confirmed, for tests */
    synchronized Collection<String> unconfirmed() {
        return List.copyOf(unconfirmed.keySet());
    }

    private Duration stuck(String why) {
        status.waits(why);
        return TICK;
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
