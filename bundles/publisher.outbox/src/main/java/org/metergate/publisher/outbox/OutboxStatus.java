package org.metergate.publisher.outbox;

import java.util.Optional;

/**
 * How the store stands.
 *
 * @param folder where it lies
 * @param bytes of stored readings
 * @param limit most bytes of them
 * @param files number of files with readings
 * @param damagedBytes bytes found since the start that are no reading
 * @param notAccepted readings since the start that could not be stored
 * @param problem why readings cannot be stored now; empty if they can
 */
public record OutboxStatus(
        String folder,
        long bytes,
        long limit,
        int files,
        long damagedBytes,
        long notAccepted,
        Optional<String> problem) {}
