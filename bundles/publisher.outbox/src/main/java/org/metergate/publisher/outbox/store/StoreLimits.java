package org.metergate.publisher.outbox.store;

import java.time.Duration;

/**
 * How much is kept for destinations that do not take it.
 *
 * @param age longest time that an entry is kept; time in which the store is closed does not count, nor does a clock that
 *     is set
 * @param bytes most bytes on the disk, the reserve and the small files of the destinations apart
 * @param segment size of one file, bytes; what is over a limit goes in such pieces
 * @param reserve bytes held back, and given up when the disk is full
 */
public record StoreLimits(Duration age, long bytes, int segment, int reserve) {

    private static final int FEWEST_SEGMENTS = 8;
    private static final int SMALLEST_SEGMENT = 4096;
    private static final int LARGEST_SEGMENT = 4 << 20;

    /** @throws IllegalArgumentException if a limit is not positive, or the reserve is negative */
    public StoreLimits {
        if (age.isNegative() || age.isZero() || bytes <= 0 || segment <= 0 || reserve < 0) {
            throw new IllegalArgumentException("limits are positive, unlike " + age + ", " + bytes + ", " + segment);
        }
    }

    /**
     * Limits with segments of a fitting size.
     *
     * @param age longest time
     * @param bytes most bytes
     * @param reserve bytes held back
     * @return the limits
     */
    public static StoreLimits of(Duration age, long bytes, int reserve) {
        long segment = Math.min(LARGEST_SEGMENT, Math.max(SMALLEST_SEGMENT, bytes / FEWEST_SEGMENTS));
        return new StoreLimits(age, bytes, (int) segment, reserve);
    }
}
