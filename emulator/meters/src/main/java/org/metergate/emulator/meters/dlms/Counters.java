package org.metergate.emulator.meters.dlms;

import java.util.HashMap;
import java.util.Map;

/** Invocation counters under the global key: the last of each client, and the meter's own. Any thread may call. */
final class Counters {
    private static final int JUMP = 100_000;

    private final Map<Integer, Long> last = new HashMap<>();
    private final Map<Integer, Long> before = new HashMap<>();
    private long own;

    /** @return whether the counter is above the last of this client; it is the last from now on */
    synchronized boolean take(int client, long counter) {
        if (counter <= last(client)) {
            return false;
        }
        before.put(client, last(client));
        last.put(client, counter);
        return true;
    }

    /**
     * A proof travels in an APDU that has a counter of its own, taken after that of the proof.
     *
     * @return whether the counter of a proof lies between that of the APDU that carries it and the one before
     */
    synchronized boolean takesInside(int client, long counter) {
        return counter > before.getOrDefault(client, 0L) && counter < last(client);
    }

    /** @return the last counter of a client; 0 if there was none */
    synchronized long last(int client) {
        return last.getOrDefault(client, 0L);
    }

    /** As if somebody else had used the client's key for long. */
    synchronized void jump(int client) {
        last.put(client, last(client) + JUMP);
    }

    /** @return the meter's next own */
    synchronized long next() {
        return ++own;
    }
}
