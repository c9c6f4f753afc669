package org.metergate.emulator.meters.dlms;

/**
 * What stands in an answer: the encoded value, or a data-access-result (IEC 62056-5-3, Data-Access-Result).
 *
 * @param value encoded with its tag; empty if there is none
 * @param error 0 for success
 */
record Result(byte[] value, int error) {
    static final int SUCCESS = 0;
    static final int READ_WRITE_DENIED = 3;
    static final int OBJECT_UNDEFINED = 4;
    static final int CLASS_INCONSISTENT = 9;
    static final int UNAVAILABLE = 11;
    static final int TYPE_UNMATCHED = 12;
    static final int SCOPE_VIOLATED = 13;
    static final int NO_LONG_GET_IN_PROGRESS = 16;
    static final int BLOCK_NUMBER_INVALID = 19;
    static final int OTHER_REASON = 250;

    static Result of(byte[] value) {
        return new Result(value, SUCCESS);
    }

    static Result error(int code) {
        return new Result(new byte[0], code);
    }

    /** As Get-Data-Result: choice, then data or the code. */
    byte[] encode() {
        return error == SUCCESS ? Encoder.concat(new byte[] {0}, value) : new byte[] {1, (byte) error};
    }

    /** As Action-Response-With-Optional-Data: the result, then what was returned. */
    byte[] encodeAction() {
        return value.length == 0
                ? new byte[] {(byte) error, 0}
                : Encoder.concat(new byte[] {(byte) error, 1, 0}, value);
    }
}
