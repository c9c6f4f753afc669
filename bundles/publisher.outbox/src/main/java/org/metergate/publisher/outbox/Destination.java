package org.metergate.publisher.outbox;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * One receiver of readings and its place in the outbox. Safe for many threads; one of them takes.
 *
 * <p>What was taken and is not confirmed comes again after {@link #rewind} and after a restart, under the same key.
 */
public interface Destination extends AutoCloseable {

    /** @return its id */
    String id();

    /**
     * Accepts readings. When this returns they are on the disk. Several callers share one write.
     *
     * @param readings for this destination, in order
     * @throws OutboxException if they are not on the disk, for lack of room too; the caller still has them
     * @throws IllegalArgumentException if one has more than 1 MiB
     */
    void append(List<AcceptedReading> readings) throws OutboxException;

    /**
     * Hands out what comes next, in the order of acceptance.
     *
     * @param most how many readings at most
     * @param bytes of all together on the disk; a single longer one comes alone
     * @param within how long to wait for the first one
     * @return the readings; none if none came, or the outbox is closed
     * @throws OutboxException if the disk cannot be read; nothing is lost by that
     */
    List<Delivery> take(int most, long bytes, Duration within) throws OutboxException, InterruptedException;

    /**
     * The receiver has them; they never come again.
     *
     * @param deliveries in any order; one that is confirmed twice or was dropped meanwhile is ignored
     * @throws OutboxException if that cannot be noted; after a restart they may come again
     */
    void confirm(Collection<Delivery> deliveries) throws OutboxException;

    /**
     * Notes points that the receiver refused, in the file {@code refused.jsonl} beside the store and in the count. Confirm the
     * delivery as well: this does not.
     *
     * @param delivery holds the points
     * @param channels names of the points, empty for the whole reading
     * @param reason what the receiver said
     */
    void park(Delivery delivery, Collection<String> channels, String reason) throws OutboxException;

    /** Everything that was taken and not confirmed comes again, in order. */
    void rewind();

    /** @return how it stands */
    DestinationStatus status();

    /** Lets go of it; what is stored stays. */
    @Override
    void close();
}
