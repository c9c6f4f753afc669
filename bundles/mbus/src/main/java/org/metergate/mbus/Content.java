package org.metergate.mbus;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/** What the data field of a record holds. */
public sealed interface Content {

    /**
     * A number as the meter sent it, before the power of ten of its VIF.
     *
     * @param register the digits
     */
    record Number(BigDecimal register) implements Content {}

    /**
     * Characters (LVAR 00 to BF), first character first.
     *
     * @param text ISO 8859-1
     */
    record Text(String text) implements Content {}

    /**
     * A day (data type G).
     *
     * @param date in the calendar of the meter
     */
    record Day(LocalDate date) implements Content {}

    /**
     * A point in time (data types F and I), in the meter's own zone, which it does not tell.
     *
     * @param time seconds are 0 for type F
     * @param toTheSecond whether the meter sent seconds (type I)
     * @param summerTime whether the meter says that daylight saving time is in use
     */
    record Moment(LocalDateTime time, boolean toTheSecond, boolean summerTime) implements Content {}

    /**
     * A time of the day (data type J), in the meter's own zone.
     *
     * @param time to the second
     */
    record TimeOfDay(LocalTime time) implements Content {}

    /**
     * Bytes whose meaning is not known here.
     *
     * @param bytes in the order of the wire
     */
    record Raw(byte[] bytes) implements Content {}

    /**
     * Bytes that cannot be a value: digits that are none, a date that is none, a record the meter itself marks as wrong.
     *
     * @param reason one sentence
     */
    record Invalid(String reason) implements Content {}

    /** The record has no data field. */
    record Nothing() implements Content {}
}
