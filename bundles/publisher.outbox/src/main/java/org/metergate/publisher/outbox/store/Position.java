package org.metergate.publisher.outbox.store;

/** Where an entry lies: number of the segment in the upper half, offset in the lower; later entries are greater. */
public final class Position {

    private static final long OFFSET = 0xFFFF_FFFFL;

    private Position() {}

    static long of(int segment, long offset) {
        return (long) segment << Integer.SIZE | offset;
    }

    static int segment(long position) {
        return (int) (position >>> Integer.SIZE);
    }

    static long offset(long position) {
        return position & OFFSET;
    }
}
