package org.metergate.dlms;

import java.nio.ByteBuffer;
import org.metergate.testkit.Hex;

/** APDUs behind the wrapper's header (IEC 62056-47), put together by hand: client 16, server 1. */
final class WrapperFrames {

    private WrapperFrames() {}

    /** @param request whether the client sends it */
    static byte[] framed(boolean request, String apdu) {
        byte[] bytes = Hex.bytes(apdu);
        return ByteBuffer.allocate(8 + bytes.length)
                .putShort((short) 1)
                .putShort((short) (request ? 16 : 1))
                .putShort((short) (request ? 1 : 16))
                .putShort((short) bytes.length)
                .put(bytes)
                .array();
    }
}
