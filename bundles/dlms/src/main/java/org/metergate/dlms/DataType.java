package org.metergate.dlms;

import java.util.Optional;

/** The types of data and their tags (IEC 62056-5-3, Data ::= CHOICE; IEC 62056-6-2, table of common data types). */
enum DataType {
    NULL_DATA(0),
    ARRAY(1),
    STRUCTURE(2),
    BOOLEAN(3),
    BIT_STRING(4),
    DOUBLE_LONG(5),
    DOUBLE_LONG_UNSIGNED(6),
    OCTET_STRING(9),
    VISIBLE_STRING(10),
    UTF8_STRING(12),
    BCD(13),
    INTEGER(15),
    LONG(16),
    UNSIGNED(17),
    LONG_UNSIGNED(18),
    COMPACT_ARRAY(19),
    LONG64(20),
    LONG64_UNSIGNED(21),
    ENUM(22),
    FLOAT32(23),
    FLOAT64(24),
    DATE_TIME(25),
    DATE(26),
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
