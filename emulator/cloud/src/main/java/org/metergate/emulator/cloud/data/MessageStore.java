package org.metergate.emulator.cloud.data;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.regex.Pattern;
import org.eclipse.kura.KuraStoreCapacityReachedException;
import org.eclipse.kura.KuraStoreException;

/**
 * The messages of one DataService, in memory. Delivered ones stay, without their payload, until they are purged, and
 * count towards the capacity meanwhile: Kura's store does the same. Safe for several threads.
 */
final class MessageStore {

    /** Below this priority number messages control the connection, and the capacity does not hold. */
    private static final int FIRST_LIMITED_PRIORITY = 2;

    private final Clock clock;
    private final Map<Integer, StoredMessage> all = new LinkedHashMap<>();
    private final PriorityQueue<StoredMessage> waiting = new PriorityQueue<>(
            Comparator.<StoredMessage>comparingInt(m -> m.priority).thenComparingInt(m -> m.id));
    private int lastId;

    MessageStore(Clock clock) {
        this.clock = clock;
    }

    /**
     * Accepts a message.
     *
     * @param capacity most messages to hold
     * @return its id
     * @throws KuraStoreCapacityReachedException if the store is full
     * @throws KuraStoreException if the message has no topic
     */
    synchronized int store(String topic, byte[] payload, int qos, boolean retain, int priority, int capacity)
            throws KuraStoreException {
        if (priority >= FIRST_LIMITED_PRIORITY && all.size() >= capacity) {
            throw new KuraStoreCapacityReachedException("the message store is full: " + all.size() + " messages");
        }
        if (topic == null || topic.isBlank()) {
            throw new KuraStoreException("a message without a topic cannot be stored");
        }
        lastId = lastId == Integer.MAX_VALUE ? 1 : lastId + 1;
        StoredMessage message = new StoredMessage(lastId, topic, payload, qos, retain, priority);
        all.put(message.id, message);
        waiting.add(message);
        return message.id;
    }

    /** @return the message to send next, which stays where it is */
    synchronized Optional<StoredMessage> next() {
        return Optional.ofNullable(waiting.peek());
    }

    synchronized void sent(StoredMessage message) {
        if (waiting.remove(message)) {
            message.state = StoredMessage.State.IN_FLIGHT;
        }
    }

    synchronized void delivered(StoredMessage message) {
        waiting.remove(message);
        done(message, StoredMessage.State.DELIVERED);
    }

    synchronized void sendAgainWhatIsInFlight() {
        for (StoredMessage message : all.values()) {
            if (message.state == StoredMessage.State.IN_FLIGHT) {
                message.state = StoredMessage.State.WAITING;
                waiting.add(message);
            }
        }
    }

    synchronized void dropWhatIsInFlight() {
        for (StoredMessage message : all.values()) {
            if (message.state == StoredMessage.State.IN_FLIGHT) {
                done(message, StoredMessage.State.DROPPED);
            }
        }
    }

    /** Forgets messages that were done with longer ago than this. */
    synchronized void purge(Duration age) {
        Instant before = clock.instant().minus(age);
        all.values().removeIf(message -> message.doneAt.isBefore(before));
    }

    synchronized int size() {
        return all.size();
    }

    synchronized List<Integer> ids(StoredMessage.State state, String topicRegex) {
        Pattern topic = Pattern.compile(topicRegex);
        return all.values().stream()
                .filter(message ->
                        message.state == state && topic.matcher(message.topic).matches())
                .sorted(waiting.comparator())
                .map(message -> message.id)
                .toList();
    }

    private void done(StoredMessage message, StoredMessage.State state) {
        message.state = state;
        message.payload = null;
        message.doneAt = clock.instant();
    }
}
