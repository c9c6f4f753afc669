package org.metergate.mbus;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is remembered of every meter on one bus from conversation to conversation; primary and secondary addresses count
 * apart. Any thread may call.
 *
 * <p>The frame count bit changes from request to request, and stays where a request is repeated, so that the meter knows
 * whether its answer was heard (IEC 60870-5-2, 5.1.1). It starts with 1 after SND_NKE. Meters differ in what else resets
 * theirs: some have one memory for all their addresses, some clear that of 253 with every selection. A bit taken for a
 * repetition brings an old answer back; so the first and the last answer of a readout are remembered as well, and who
 * answered, so that a mixture of two meters whose checksum happens to hold is found out.
 */
public final class FrameCounts {

    private static final class Known {
        private Optional<Boolean> next = Optional.empty();
        private byte[] first = {};
        private byte[] last = {};
        private boolean constant;
        private Optional<String> identity = Optional.empty();
        private Optional<String> doubted = Optional.empty();
        private boolean collided;
    }

    private final Map<MeterAddress, Known> meters = new HashMap<>();

    /** @return whether the meter's bit is known, so that no reset of its link is needed */
    synchronized boolean knows(MeterAddress meter) {
        return known(meter).next.isPresent();
    }

    /** @return the bit of the next request; 1 after a reset */
    synchronized boolean bit(MeterAddress meter) {
        return known(meter).next.orElse(true);
    }

    /** The meter's answer was received. */
    synchronized void answered(MeterAddress meter) {
        known(meter).next = Optional.of(!bit(meter));
    }

    /** It is not known what the meter saw last: the next conversation resets its link. */
    synchronized void forget(MeterAddress meter) {
        known(meter).next = Optional.empty();
    }

    /** Forgets the bit of every meter: the line was opened anew or used by others. Who answered stays known. */
    public synchronized void forgetAll() {
        meters.values().forEach(known -> known.next = Optional.empty());
    }

    /** @return whether this first answer of a readout is one of the last readout over again, as far as that says anything */
    synchronized boolean isOldAnswer(MeterAddress meter, byte[] answer) {
        Known known = known(meter);
        return !known.constant && (Arrays.equals(answer, known.first) || Arrays.equals(answer, known.last));
    }

    /** The meter gives the same answer to different requests: it counts nothing, and equal answers mean nothing. */
    synchronized void constant(MeterAddress meter) {
        known(meter).constant = true;
    }

    /** A readout came to its end. */
    synchronized void readOut(MeterAddress meter, byte[] first, byte[] last) {
        known(meter).first = first;
        known(meter).last = last;
    }

    /** @return who answered at this address until now */
    synchronized Optional<String> identity(MeterAddress meter) {
        return known(meter).identity;
    }

    synchronized void confirmed(MeterAddress meter, String identity) {
        known(meter).identity = Optional.of(identity);
    }

    /** Remembers who answered instead of the meter that did before; nobody if all is as before. */
    synchronized void doubt(MeterAddress meter, Optional<String> identity) {
        known(meter).doubted = identity;
    }

    /** @return whether the same answered instead the last time */
    synchronized boolean isDoubted(MeterAddress meter, String identity) {
        return known(meter).doubted.equals(Optional.of(identity));
    }

    /** Every answer of a readout was spoilt: another meter may lie on top of this one from now on. */
    synchronized void collided(MeterAddress meter) {
        known(meter).collided = true;
    }

    /** @return whether every answer was spoilt, and none has been believed since */
    synchronized boolean hasCollided(MeterAddress meter) {
        return known(meter).collided;
    }

    /** Its answers agree with each other: it is alone. */
    synchronized void alone(MeterAddress meter) {
        known(meter).collided = false;
    }

    private Known known(MeterAddress meter) {
        return meters.computeIfAbsent(meter, fresh -> new Known());
    }
}
