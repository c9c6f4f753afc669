package org.metergate.dlms;

import java.io.IOException;
import java.util.OptionalLong;

/**
 * The invocation counter of one client of one meter. No value is ever given out twice: a block is written down, and
 * forced to the disk, before the first value of it is used; after a crash the rest of the block is left out. Any thread
 * may call.
 */
public final class InvocationCounter {
    /** The counter has 32 bits on the wire (IEC 62056-5-3, 5.3.4.2); behind its end the key must be changed. */
    static final long END = 0xFFFFFFFFL;

    private final CounterSlots slots;
    private final int block;
    private long next;
    private long ceiling;
    private boolean known;

    InvocationCounter(CounterSlots slots, int block) throws IOException {
        this.slots = slots;
        this.block = block;
        OptionalLong written = slots.read();
        this.known = written.isPresent();
        this.next = written.orElse(0);
        this.ceiling = next;
    }

    /**
     * A counter that nothing keeps, for tests and for keys of one association.
     *
     * @param first value to give out first
     * @return the counter
     */
    static InvocationCounter ofNothing(long first) {
        try {
            InvocationCounter counter = new InvocationCounter(CounterSlots.NOWHERE, 1 << 16);
            counter.atLeast(first);
            return counter;
        } catch (IOException e) {
            throw new IllegalStateException("nothing is written", e);
        }
    }

    /** @return whether a value was ever written down or learnt; if not, ask the meter before the first use */
    public synchronized boolean known() {
        return known;
    }

    /**
     * Takes the next value.
     *
     * @return 0 to FFFFFFFF, greater than any before
     * @throws IOException if the disk does not take the reservation: then no value may be used
     * @throws IllegalStateException if all values are used up; the key must be changed
     */
    public synchronized long next() throws IOException {
        if (next > END) {
            throw new IllegalStateException("the invocation counter is used up; the key must be changed");
        }
        if (next >= ceiling) {
            reserve(next + block);
        }
        known = true;
        return next++;
    }

    /**
     * Learns what the meter will take: never lowers.
     *
     * @param value the least that the meter takes, 0 to FFFFFFFF
     * @throws IOException if the disk does not take it
     */
    public synchronized void atLeast(long value) throws IOException {
        if (value < 0 || value > END) {
            throw new IllegalArgumentException("an invocation counter is 0 to 4294967295, not " + value);
        }
        if (value > next || !known) {
            long from = Math.max(next, value);
            reserve(from + block);
            next = from;
            known = true;
        }
    }

    /**
     * Learns what the meter will take, as {@link #atLeast} does.
     *
     * @return whether that is more than the next value would have been
     */
    synchronized boolean learn(long value) throws IOException {
        boolean more = !known || value > next;
        atLeast(value);
        return more;
    }

    private void reserve(long to) throws IOException {
        long wanted = Math.min(to, END + 1);
        slots.write(wanted);
        ceiling = wanted;
    }
}
