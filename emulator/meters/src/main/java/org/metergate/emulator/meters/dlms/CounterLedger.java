package org.metergate.emulator.meters.dlms;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Every invocation counter under which a client ever sent something genuine: as strict meters do, one that comes again locks
 * the client out for good. A counter that was not taken is noted all the same, for it has been used. Any thread may call.
 */
public final class CounterLedger {
    private final Map<Integer, Set<Long>> used = new HashMap<>();
    private final Set<Integer> lockedOut = new HashSet<>();
    private final Runnable heard;
    private int repeated;

    /** @param heard told of each counter, before it is answered; must not wait */
    public CounterLedger(Runnable heard) {
        this.heard = heard;
    }

    /** @return whether the client may go on: it is not locked out, and the counter is not one of before */
    boolean enter(int client, long counter) {
        heard.run();
        synchronized (this) {
            if (!used.computeIfAbsent(client, one -> new HashSet<>()).add(counter)) {
                repeated++;
                lockedOut.add(client);
            }
            return !lockedOut.contains(client);
        }
    }

    /** @return how many different counters were used, by all clients together */
    public synchronized int used() {
        return used.values().stream().mapToInt(Set::size).sum();
    }

    /** @return how many came again */
    public synchronized int repeated() {
        return repeated;
    }

    /** @return how many clients are locked out */
    public synchronized int lockedOut() {
        return lockedOut.size();
    }
}
