package org.metergate.publisher.mqtt;

import java.util.Arrays;
import java.util.Optional;
import org.metergate.publisher.outbox.Delivery;

/** Whether the broker passes on what it confirms for one topic: shown by one reading that must come back. */
final class TopicCheck {

    /** How it stands. */
    enum State {
        ASKED,
        PASSED,
        REFUSED
    }

    private final Delivery asking;
    private final byte[] body;
    private State state = State.ASKED;
    private boolean cameBack;
    private boolean hungUp;
    private Optional<Long> confirmedAt = Optional.empty();

    /**
     * @param asking the reading that must come back
     * @param body of its message
     */
    TopicCheck(Delivery asking, byte[] body) {
        this.asking = asking;
        this.body = body;
    }

    Delivery asking() {
        return asking;
    }

    State state() {
        return state;
    }

    /** A message came on the topic, perhaps an old one that the broker had kept, or somebody else's. */
    void came(byte[] message) {
        cameBack |= Arrays.equals(message, body);
    }

    /** The broker confirmed the reading. */
    void confirmed(long now) {
        confirmedAt = Optional.of(now);
    }

    boolean isConfirmed() {
        return confirmedAt.isPresent();
    }

    /** The broker confirmed the reading and hung up. */
    void hungUp() {
        state = State.REFUSED;
        hungUp = true;
    }

    /** @return whether asking costs the connection */
    boolean costsTheConnection() {
        return hungUp;
    }

    /**
     * Draws the conclusion, if it can be drawn.
     *
     * @param now ns
     * @param patience how long to wait for the reading after its confirmation, ns
     * @return whether the state changed
     */
    boolean concludes(long now, long patience) {
        if (state != State.ASKED || confirmedAt.isEmpty()) {
            return false;
        }
        if (cameBack) {
            state = State.PASSED;
        } else if (now - confirmedAt.get() > patience) {
            state = State.REFUSED;
        }
        return state != State.ASKED;
    }
}
