package org.metergate.publisher.outbox;

import java.time.Duration;

/**
 * How a destination stands; counts are of readings. Those marked * are kept through restarts.
 *
 * @param id of the destination
 * @param waiting readings that are not confirmed*
 * @param handedOut how many of them are on their way
 * @param oldest how long the first of them waits*; zero if none does
 * @param accepted readings appended since the start
 * @param confirmed readings*
 * @param droppedForAge readings dropped because they were too old*
 * @param droppedForSize readings dropped because there were too many*
 * @param damaged readings lost on the disk*
 * @param refusedPoints points that the receiver will not have*
 */
public record DestinationStatus(
        String id,
        long waiting,
        int handedOut,
        Duration oldest,
        long accepted,
        long confirmed,
        long droppedForAge,
        long droppedForSize,
        long damaged,
        long refusedPoints) {}
