package org.metergate.model;

import java.time.Instant;

/** What a register holds. */
public sealed interface Value {

    /**
     * A measured number.
     *
     * @param quantity number and unit
     */
    record Measured(Quantity quantity) implements Value {}

    /**
     * Text: a serial number, an identification, an error code.
     *
     * @param text the characters as the meter gave them
     */
    record Text(String text) implements Value {}

    /**
     * A point in time that is itself the value, such as the day of a billing.
     *
     * @param instant the time
     */
    record Moment(Instant instant) implements Value {}

    /**
     * Bytes that the standard leaves to the manufacturer.
     *
     * @param bytes the bytes in the order of the wire
     */
    record Raw(byte[] bytes) implements Value {}
}
