package org.metergate.dlms;

import java.math.BigDecimal;
import java.util.List;

/** A value of an attribute, with the type the meter gave it (IEC 62056-5-3, Data). */
public sealed interface Data {

    /** @return the type on the wire */
    DataType type();

    /** No value. */
    record Nothing() implements Data {
        @Override
        public DataType type() {
            return DataType.NULL_DATA;
        }
    }

    /**
     * A boolean.
     *
     * @param value the value
     */
    record Bool(boolean value) implements Data {
        @Override
        public DataType type() {
            return DataType.BOOLEAN;
        }
    }

    /**
     * A number: any of the integers, or a floating point number in its shortest decimal form.
     *
     * @param type which
     * @param value the number, exactly
     */
    record Numeric(DataType type, BigDecimal value) implements Data {}

    /**
     * A code: enumerated or BCD. Its digits count nothing.
     *
     * @param type which
     * @param value 0 to 255
     */
    record Code(DataType type, int value) implements Data {}

    /**
     * Bytes: octet-string, bit-string (the last byte padded), date-time, date, time.
     *
     * @param type which
     * @param bytes in the order of the wire
     */
    record Octets(DataType type, byte[] bytes) implements Data {}

    /**
     * Characters: visible-string or UTF8-string.
     *
     * @param type which
     * @param text the characters
     */
    record Text(DataType type, String text) implements Data {}

    /**
     * A structure, an array, or a compact array unpacked.
     *
     * @param type which
     * @param elements the elements in order
     */
    record Many(DataType type, List<Data> elements) implements Data {}

    /**
     * @param type any of the numbers
     * @param value the number
     * @return it
     */
    static Data of(DataType type, long value) {
        return new Numeric(type, BigDecimal.valueOf(value));
    }

    /**
     * @param bytes in the order of the wire
     * @return an octet string
     */
    static Data octets(byte... bytes) {
        return new Octets(DataType.OCTET_STRING, bytes);
    }

    /**
     * @param elements in order
     * @return a structure of them
     */
    static Data structure(Data... elements) {
        return new Many(DataType.STRUCTURE, List.of(elements));
    }
}
