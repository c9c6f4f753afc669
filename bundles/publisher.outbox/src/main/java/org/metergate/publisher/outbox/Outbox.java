package org.metergate.publisher.outbox;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Readings on their way out: stored before they are acknowledged, kept until their destination confirmed them. One for the
 * whole gateway, so that a reading for several destinations is stored once. Safe for many threads.
 */
public interface Outbox {

    /**
     * Opens a destination: for the same id the same one, after a restart too, with everything that it did not confirm. A new
     * one gets what is appended from now on.
     *
     * @param id of the destination, usually the publisher's kura.service.pid
     * @return the destination, for one publisher at a time
     * @throws OutboxException if its file cannot be read or made
     */
    Destination open(String id) throws OutboxException;

    /**
     * Forgets a destination and what waits for it.
     *
     * @param id one that is not known is forgotten already
     * @throws OutboxException if its file cannot be deleted
     */
    void remove(String id) throws OutboxException;

    /**
     * Makes the reading of a wire record, with the channels that the outbox's form calls computed marked so.
     *
     * @param record the record's properties as Java objects
     * @param now the time to give a record that carries none
     * @return the reading
     * @throws IllegalArgumentException if the record does not name its meter
     */
    AcceptedReading reading(Map<String, ?> record, Instant now);

    /** @return of every meter the reading that was accepted last since the start, whatever its own time, by the meter's name */
    Map<String, AcceptedReading> latest();

    /** @return how the store stands */
    OutboxStatus status();

    /** @return how every destination stands, of those too that are not open */
    List<DestinationStatus> destinations();
}
