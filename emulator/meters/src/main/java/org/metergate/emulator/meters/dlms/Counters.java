package org.metergate.emulator.meters.dlms;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Invocation counters under the global key: the last of each client, and the meter's own. Any thread may call. */
final class Counters {
    private static final int JUMP = 100_000;

    private final Map<Integer, Long> last = new HashMap<>();
    private final Map<Integer, Long> before = new HashMap<>();
    private final Optional<CounterLedger> ledger;
    private long own;

    /** @param ledger what remembers all that were used; empty if only the last counts */
    Counters(Optional<CounterLedger> ledger) {
        this.ledger = ledger;
    }

    /** @return whether the counter is above the last of this client; it is the last from now on */
    synchronized boolean take(int client, long counter) {
        return mayUse(client, counter) && takeNewer(client, counter);
    }

    /**
     * Takes the counter of a proof. In a ciphered association it travels in an APDU that has a counter of its own, taken
     * after that of the proof unless it is one of a dedicated key.
     *
     * @return whether it lies between that of the APDU that carries it and the one before, or is above the last
     */
    synchronized boolean takeProof(int client, long counter, boolean ciphered) {
        boolean inside = ciphered && counter > before.getOrDefault(client, 0L) && counter < last(client);
        return mayUse(client, counter) && (inside || takeNewer(client, counter));
    }

    private boolean mayUse(int client, long counter) {
        return ledger.map(one -> one.enter(client, counter)).orElse(true);
    }

    private boolean takeNewer(int client, long counter) {
        if (counter <= last(client)) {
            return false;
        }
        before.put(client, last(client));
        last.put(client, counter);
        return true;
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
