package org.metergate.emulator.cloud.data;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.KuraTooManyInflightMessagesException;
import org.eclipse.kura.data.DataTransportService;
import org.eclipse.kura.data.DataTransportToken;

/**
 * Decides which stored message may go to the transport now, and keeps account of those that wait for a confirmation.
 * {@link #sendNext} is called by one thread; the others may be called by any.
 */
final class Outbox {

    /** Messages of this priority number and above are subject to the rate limit. */
    private static final int FIRST_SLOW_PRIORITY = 5;

    /** What came of an attempt to send. */
    sealed interface Step {
        /**
         * A message went out.
         *
         * @param message the message
         * @param confirmed whether its confirmation came already
         */
        record Sent(StoredMessage message, boolean confirmed) implements Step {}

        /**
         * The rate limit holds the next message back.
         *
         * @param time until it may go
         */
        record TooFast(Duration time) implements Step {}

        /** As many messages as allowed wait for their confirmation. */
        record Congested() implements Step {}

        /** There is nothing to send, or no connection. */
        record Idle() implements Step {}
    }

    private final DataTransportService transport;
    private final MessageStore store;
    private final LongSupplier nanoTime;
    private final Map<DataTransportToken, StoredMessage> inFlight = new HashMap<>();
    /** Confirmations that overtook the return of the publication that they confirm. */
    private final Set<DataTransportToken> early = new HashSet<>();

    private DataSettings settings;
    private TokenBucket bucket;
    private boolean publishing;
    private int session;

    Outbox(DataTransportService transport, MessageStore store, DataSettings settings, LongSupplier nanoTime) {
        this.transport = transport;
        this.store = store;
        this.nanoTime = nanoTime;
        configure(settings);
    }

    synchronized void configure(DataSettings wanted) {
        settings = wanted;
        bucket = new TokenBucket(wanted.rateBurst(), wanted.ratePeriodNanos(), nanoTime);
    }

    /**
     * Sends the next message if it may go.
     *
     * @return what came of it
     * @throws KuraException if the transport refused the message, which stays first in line
     */
    Step sendNext() throws KuraException {
        StoredMessage message;
        int sessionOfMessage;
        synchronized (this) {
            Optional<StoredMessage> next = transport.isConnected() ? store.next() : Optional.empty();
            if (next.isEmpty()) {
                return new Step.Idle();
            }
            message = next.get();
            if (message.qos > 0 && inFlight.size() >= settings.maxInFlight()) {
                return new Step.Congested();
            }
            if (settings.rateLimit() && message.priority >= FIRST_SLOW_PRIORITY && !bucket.take()) {
                return new Step.TooFast(Duration.ofNanos(bucket.untilNext()));
            }
            publishing = true;
            sessionOfMessage = session;
        }
        DataTransportToken token;
        try {
            token = transport.publish(message.topic, message.payload, message.qos, message.retain);
        } catch (KuraTooManyInflightMessagesException e) {
            stopPublishing();
            return new Step.Congested();
        } catch (KuraException | IllegalArgumentException | IllegalStateException e) {
            stopPublishing();
            throw e;
        }
        return account(message, token, sessionOfMessage);
    }

    /**
     * Takes note of a confirmation.
     *
     * @param token names the message
     * @return the message, or empty if it is not known or was published a moment ago by {@link #sendNext}, which then
     *     reports it
     */
    synchronized Optional<StoredMessage> confirmed(DataTransportToken token) {
        StoredMessage message = inFlight.remove(token);
        if (message != null) {
            store.delivered(message);
        } else if (publishing) {
            early.add(token);
        }
        return Optional.ofNullable(message);
    }

    /** The transport has forgotten what was under way. */
    synchronized void newSession() {
        session++;
        inFlight.clear();
        early.clear();
        if (settings.republish()) {
            store.sendAgainWhatIsInFlight();
        } else {
            store.dropWhatIsInFlight();
        }
    }

    private synchronized Step account(StoredMessage message, DataTransportToken token, int sessionOfMessage) {
        publishing = false;
        if (token != null && session != sessionOfMessage) {
            early.clear();
            return new Step.Sent(message, false); // forgotten by the transport already, so it goes once more
        }
        boolean confirmed = token != null && early.remove(token);
        early.clear();
        if (token == null || confirmed) {
            store.delivered(message);
        } else {
            store.sent(message);
            inFlight.put(token, message);
        }
        return new Step.Sent(message, confirmed);
    }

    private synchronized void stopPublishing() {
        publishing = false;
        early.clear();
    }
}
