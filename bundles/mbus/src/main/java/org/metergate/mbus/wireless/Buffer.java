package org.metergate.mbus.wireless;

import java.util.Arrays;
import java.util.function.BooleanSupplier;

/** Bytes of a stream that no frame has used up yet. Bounded: the codecs drop what cannot become a frame. */
final class Buffer {

    private byte[] bytes = new byte[64];
    private int from;
    private int to;

    void add(byte[] more) {
        if (to + more.length > bytes.length) {
            byte[] wider = new byte[Math.max(bytes.length, 2 * (size() + more.length))];
            System.arraycopy(bytes, from, wider, 0, size());
            to = size();
            from = 0;
            bytes = wider;
        }
        System.arraycopy(more, 0, bytes, to, more.length);
        to += more.length;
    }

    int size() {
        return to - from;
    }

    int get(int index) {
        return bytes[from + index] & 0xFF;
    }

    byte[] copy(int start, int end) {
        return Arrays.copyOfRange(bytes, from + start, from + end);
    }

    void drop(int count) {
        from += count;
        if (from == to) {
            clear();
        }
    }

    /**
     * Drops bytes until a frame may begin, or none are left.
     *
     * @param starts whether a frame may begin with the first byte there is
     * @return how many were dropped
     */
    int dropUntil(BooleanSupplier starts) {
        int dropped = 0;
        while (size() > 0 && !starts.getAsBoolean()) {
            drop(1);
            dropped++;
        }
        return dropped;
    }

    void clear() {
        from = 0;
        to = 0;
        bytes = new byte[64];
    }
}
