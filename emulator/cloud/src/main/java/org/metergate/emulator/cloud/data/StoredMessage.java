package org.metergate.emulator.cloud.data;

import java.time.Instant;

/** A message that the gateway has accepted. Guarded by its {@link MessageStore}. */
final class StoredMessage {

    /** What has become of it. */
    enum State {
        WAITING,
        IN_FLIGHT,
        DELIVERED,
        DROPPED
    }

    final int id;
    final String topic;
    final int qos;
    final boolean retain;
    final int priority;
    byte[] payload;
    State state = State.WAITING;
    Instant doneAt = Instant.MAX;

    StoredMessage(int id, String topic, byte[] payload, int qos, boolean retain, int priority) {
        this.id = id;
        this.topic = topic;
        this.payload = payload;
        this.qos = qos;
        this.retain = retain;
        this.priority = priority;
    }
}
