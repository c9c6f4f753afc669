package org.metergate.dlms;

import java.util.OptionalLong;
import org.metergate.transport.MalformedFrameException;

/**
 * What a meter answers when it does not do what was asked: exception-response (D8) or confirmed-service-error (0E).
 *
 * @param words for people
 * @param counterWanted the invocation counter that the meter expects, if that was the reason and it told it
 * @param counter whether the invocation counter was the reason
 * @param deciphering whether the meter could not open the request
 */
record RefusedApdu(String words, OptionalLong counterWanted, boolean counter, boolean deciphering) {
    static final int EXCEPTION_RESPONSE = 0xD8;
    static final int CONFIRMED_SERVICE_ERROR = 0x0E;
    private static final int DECIPHERING_ERROR = 5;
    private static final int COUNTER_ERROR = 6;

    static boolean is(byte[] apdu) {
        int tag = apdu.length == 0 ? -1 : apdu[0] & 0xFF;
        return tag == EXCEPTION_RESPONSE || tag == CONFIRMED_SERVICE_ERROR;
    }

    static RefusedApdu decode(byte[] apdu) throws MalformedFrameException {
        java.util.Map<String, Object> tree = new ApduTree(java.util.Optional.empty()).read(apdu);
        if (apdu[0] == (byte) EXCEPTION_RESPONSE) {
            Object wanted = tree.get("invocation_counter");
            return new RefusedApdu(
                    tree.get("state_error") + ", " + tree.get("service_error"),
                    wanted instanceof Long value ? OptionalLong.of(value) : OptionalLong.empty(),
                    apdu[2] == COUNTER_ERROR,
                    apdu[2] == DECIPHERING_ERROR);
        }
        return new RefusedApdu(
                tree.get("service") + ", " + tree.get("error_class") + " " + tree.get("error"),
                OptionalLong.empty(),
                false,
                false);
    }
}
