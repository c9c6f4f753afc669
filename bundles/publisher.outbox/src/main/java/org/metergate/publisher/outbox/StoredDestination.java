package org.metergate.publisher.outbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.metergate.publisher.outbox.store.EntryQueue;

/** A destination as a queue of the store. */
final class StoredDestination implements Destination {

    private final FileOutbox outbox;
    private final String id;
    private final EntryQueue queue;
    private final RefusedPoints refused;

    StoredDestination(FileOutbox outbox, String id, EntryQueue queue, RefusedPoints refused) {
        this.outbox = outbox;
        this.id = id;
        this.queue = queue;
        this.refused = refused;
        queue.rewind();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public void append(List<AcceptedReading> readings) throws OutboxException {
        List<byte[]> bodies = readings.stream().map(ReadingBytes::encode).toList();
        try {
            queue.append(bodies);
            outbox.couldAccept();
            outbox.accepted(readings);
        } catch (IOException e) {
            outbox.couldNotAccept(readings.size(), e);
            throw failed("cannot store readings", e);
        }
    }

    @Override
    public List<Delivery> take(int most, long bytes, Duration within) throws OutboxException, InterruptedException {
        List<EntryQueue.Handed> handed;
        try {
            handed = queue.take(most, bytes, within);
        } catch (IOException e) {
            throw failed("cannot read what is stored", e);
        }
        List<Delivery> deliveries = new ArrayList<>(handed.size());
        for (EntryQueue.Handed one : handed) {
            try {
                deliveries.add(new Delivery(one.position(), ReadingBytes.decode(one.body())));
            } catch (IllegalArgumentException e) { // written by another version: never readable, so not in the way
                parkUnreadable(one, e);
            }
        }
        return deliveries;
    }

    private void parkUnreadable(EntryQueue.Handed one, IllegalArgumentException e) throws OutboxException {
        try {
            refused.note(id, "", null, List.of(), e.getMessage());
            queue.refused(1);
            queue.confirm(List.of(one.position()));
        } catch (IOException io) {
            throw failed("cannot note what is unreadable", io);
        }
    }

    @Override
    public void confirm(Collection<Delivery> deliveries) throws OutboxException {
        try {
            queue.confirm(deliveries.stream().map(Delivery::position).toList());
        } catch (IOException e) {
            throw failed("cannot note what was confirmed", e);
        }
    }

    @Override
    public void park(Delivery delivery, Collection<String> channels, String reason) throws OutboxException {
        AcceptedReading reading = delivery.reading();
        try {
            refused.note(id, reading.meter(), reading.time(), channels, reason);
            queue.refused(channels.isEmpty() ? reading.points().size() : channels.size());
        } catch (IOException e) {
            throw failed("cannot note what was refused", e);
        }
    }

    @Override
    public void rewind() {
        queue.rewind();
    }

    @Override
    public DestinationStatus status() {
        return status(id, queue);
    }

    static DestinationStatus status(String id, EntryQueue queue) {
        try {
            EntryQueue.Standing standing = queue.standing();
            return new DestinationStatus(
                    id,
                    standing.waiting(),
                    standing.handedOut(),
                    standing.oldest(),
                    standing.accepted(),
                    standing.confirmed(),
                    standing.droppedForAge(),
                    standing.droppedForSize(),
                    standing.damaged(),
                    standing.refused());
        } catch (IOException e) {
            throw new UncheckedIOException("the outbox cannot be read", e);
        }
    }

    @Override
    public void close() {
        outbox.closed(id);
    }

    private OutboxException failed(String what, IOException e) {
        return new OutboxException(id + ": " + what + ": " + e.getMessage(), e);
    }
}
