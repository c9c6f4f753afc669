package org.metergate.mbus;

import java.util.HashMap;
import java.util.Map;

/**
 * The frame count bit of every meter on one bus: it changes from request to request, and stays where a request is
 * repeated, so that the meter knows whether its answer was heard (IEC 60870-5-2, 5.1.1). One per bus, kept from
 * conversation to conversation. Any thread may call.
 */
public final class FrameCounts {

    private final Map<MeterAddress, Boolean> next = new HashMap<>();

    /** @return whether the meter's bit is known, so that no reset of its link is needed */
    synchronized boolean knows(MeterAddress meter) {
        return next.containsKey(meter);
    }

    /** @return the bit of the next request; 1 after a reset */
    synchronized boolean bit(MeterAddress meter) {
        return next.getOrDefault(meter, true);
    }

    /** The meter's answer was received. */
    synchronized void answered(MeterAddress meter) {
        next.put(meter, !bit(meter));
    }

    /** It is not known what the meter saw last: the next conversation resets its link. */
    synchronized void forget(MeterAddress meter) {
        next.remove(meter);
    }

    /** Forgets every meter: the line was opened anew or used by others. */
    public synchronized void forgetAll() {
        next.clear();
    }
}
