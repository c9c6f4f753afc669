package org.metergate.dlms;

import java.util.Locale;

/** Why a meter gives no value (IEC 62056-5-3, Data-Access-Result). */
public enum DataAccessResult {
    /** No error. */
    SUCCESS(0),
    /** The device has a fault. */
    HARDWARE_FAULT(1),
    /** Busy; ask again later. */
    TEMPORARY_FAILURE(2),
    /** This client may not read it. */
    READ_WRITE_DENIED(3),
    /** The meter has no such object. */
    OBJECT_UNDEFINED(4),
    /** The object is of another class. */
    OBJECT_CLASS_INCONSISTENT(9),
    /** The object cannot be had in this association. */
    OBJECT_UNAVAILABLE(11),
    /** The type does not fit. */
    TYPE_UNMATCHED(12),
    /** Not allowed to this client. */
    SCOPE_OF_ACCESS_VIOLATED(13),
    /** A block that cannot be had. */
    DATA_BLOCK_UNAVAILABLE(14),
    /** The block transfer was broken off. */
    LONG_GET_ABORTED(15),
    /** No block transfer was going on. */
    NO_LONG_GET_IN_PROGRESS(16),
    /** The block transfer was broken off. */
    LONG_SET_ABORTED(17),
    /** No block transfer was going on. */
    NO_LONG_SET_IN_PROGRESS(18),
    /** A block came out of its turn. */
    DATA_BLOCK_NUMBER_INVALID(19),
    /** Another reason, or a code the standard does not know. */
    OTHER_REASON(250);

    private final int code;

    DataAccessResult(int code) {
        this.code = code;
    }

    /**
     * @param code as on the wire
     * @return the result; {@link #OTHER_REASON} for codes that the standard does not know
     */
    static DataAccessResult ofCode(int code) {
        for (DataAccessResult result : values()) {
            if (result.code == code) {
                return result;
            }
        }
        return OTHER_REASON;
    }

    int code() {
        return code;
    }

    Trouble trouble() {
        return switch (this) {
            case READ_WRITE_DENIED, SCOPE_OF_ACCESS_VIOLATED -> Trouble.NOT_AUTHORISED;
            case OBJECT_UNDEFINED, OBJECT_CLASS_INCONSISTENT, OBJECT_UNAVAILABLE -> Trouble.OBJECT_UNDEFINED;
            case TEMPORARY_FAILURE -> Trouble.BUSY;
            case SUCCESS,
                    HARDWARE_FAULT,
                    TYPE_UNMATCHED,
                    DATA_BLOCK_UNAVAILABLE,
                    LONG_GET_ABORTED,
                    NO_LONG_GET_IN_PROGRESS,
                    LONG_SET_ABORTED,
                    NO_LONG_SET_IN_PROGRESS,
                    DATA_BLOCK_NUMBER_INVALID,
                    OTHER_REASON -> Trouble.OTHER;
        };
    }

    /** @return the standard's own words, {@code object-undefined} */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
