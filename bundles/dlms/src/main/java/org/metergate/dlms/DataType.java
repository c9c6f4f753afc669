package org.metergate.dlms;

import java.util.Optional;

/** The types of data and their tags (IEC 62056-5-3, Data ::= CHOICE; IEC 62056-6-2, table of common data types). */
public enum DataType {
    /** No value. */
    NULL_DATA(0),
    /** Elements of one type. */
    ARRAY(1),
    /** Elements of several types. */
    STRUCTURE(2),
    /** True or false. */
    BOOLEAN(3),
    /** Bits. */
    BIT_STRING(4),
    /** 32 bits, signed. */
    DOUBLE_LONG(5),
    /** 32 bits. */
    DOUBLE_LONG_UNSIGNED(6),
    /** Bytes. */
    OCTET_STRING(9),
    /** Characters of ASCII. */
    VISIBLE_STRING(10),
    /** Characters. */
    UTF8_STRING(12),
    /** Two digits. */
    BCD(13),
    /** 8 bits, signed. */
    INTEGER(15),
    /** 16 bits, signed. */
    LONG(16),
    /** 8 bits. */
    UNSIGNED(17),
    /** 16 bits. */
    LONG_UNSIGNED(18),
    /** An array that says its types once. */
    COMPACT_ARRAY(19),
    /** 64 bits, signed. */
    LONG64(20),
    /** 64 bits. */
    LONG64_UNSIGNED(21),
    /** One of a list, 0 to 255. */
    ENUM(22),
    /** IEEE 754, 32 bits. */
    FLOAT32(23),
    /** IEEE 754, 64 bits. */
    FLOAT64(24),
    /** 12 bytes. */
    DATE_TIME(25),
    /** 5 bytes. */
    DATE(26),
    /** 4 bytes. */
    TIME(27);

    private final int tag;

    DataType(int tag) {
        this.tag = tag;
    }

    int tag() {
        return tag;
    }

    /** Tells how many bytes a whole number of this type takes; 0 if it is no whole number. */
    int wholeBytes() {
        return switch (this) {
            case INTEGER, UNSIGNED -> 1;
            case LONG, LONG_UNSIGNED -> 2;
            case DOUBLE_LONG, DOUBLE_LONG_UNSIGNED -> 4;
            case LONG64, LONG64_UNSIGNED -> 8;
            case NULL_DATA,
                    ARRAY,
                    STRUCTURE,
                    BOOLEAN,
                    BIT_STRING,
                    OCTET_STRING,
                    VISIBLE_STRING,
                    UTF8_STRING,
                    BCD,
                    COMPACT_ARRAY,
                    ENUM,
                    FLOAT32,
                    FLOAT64,
                    DATE_TIME,
                    DATE,
                    TIME -> 0;
        };
    }

    boolean signed() {
        return this == INTEGER || this == LONG || this == DOUBLE_LONG || this == LONG64;
    }

    static Optional<DataType> ofTag(int tag) {
        for (DataType type : values()) {
            if (type.tag == tag) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
