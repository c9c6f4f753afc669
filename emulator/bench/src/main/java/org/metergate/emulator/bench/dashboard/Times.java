package org.metergate.emulator.bench.dashboard;

import java.util.Arrays;

/** Durations in ns, of which shares are told. Any thread. */
final class Times {
    private long[] nanos = new long[1 << 16];
    private int count;

    synchronized void add(long one) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = one;
    }

    synchronized void clear() {
        count = 0;
    }

    synchronized int count() {
        return count;
    }

    /**
     * @param share 0 to 1
     * @return ms that so many took at the most; 0 without any
     */
    synchronized double millis(double share) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return count == 0 ? 0 : sorted[(int) Math.ceil(share * count) - 1] / 1e6;
    }
}
