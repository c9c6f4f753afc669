package org.metergate.iec62056p21;

/**
 * Remembers of one meter up to which speed it and its line can be understood. A meter may propose a speed that it, its
 * head or its serial server cannot do: the next lower one is tried then, and kept. A speed that has worked before is
 * given up only when it fails twice in a row. Any thread may call.
 */
public final class SpeedMemory {
    private static final int FAILURES_OF_A_GOOD_SPEED = 2;

    private int highest = Integer.MAX_VALUE;
    private int proven;
    private int failures;

    /** @return the highest speed to agree on, in bits a second */
    public synchronized int highest() {
        return highest;
    }

    /**
     * Notes that a conversation went well.
     *
     * @param baud its speed in bits a second
     */
    synchronized void worked(int baud) {
        proven = Math.max(proven, baud);
        failures = 0;
    }

    /**
     * Notes that nothing, or nothing right, came after a speed was agreed on.
     *
     * @param baud the speed in bits a second
     */
    synchronized void failed(int baud) {
        failures++;
        if (baud > proven || failures >= FAILURES_OF_A_GOOD_SPEED) {
            highest = Identification.lowerThan(baud);
            proven = Math.min(proven, highest);
            failures = 0;
        }
    }
}
