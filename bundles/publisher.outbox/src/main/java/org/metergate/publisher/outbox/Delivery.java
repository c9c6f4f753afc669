package org.metergate.publisher.outbox;

/**
 * A reading that is handed out.
 *
 * @param position its place in the outbox, which is its name there
 * @param reading what is to be delivered
 */
public record Delivery(long position, AcceptedReading reading) {}
