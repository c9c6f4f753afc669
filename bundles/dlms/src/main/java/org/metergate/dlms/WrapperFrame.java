package org.metergate.dlms;

import java.nio.ByteBuffer;
import org.metergate.transport.Framing;
import org.metergate.transport.MalformedFrameException;

/**
 * An APDU in the wrapper of TCP and UDP (IEC 62056-47, 6.4): version 1, source, destination, length, each two bytes.
 *
 * @param source wrapper port of the sender
 * @param destination wrapper port of who is meant
 * @param apdu the APDU
 */
record WrapperFrame(int source, int destination, byte[] apdu) {

    private static final int VERSION = 1;
    static final int HEADER = 8;

    /** Where a frame ends; bytes that start with another version are handed over at once, to be refused. */
    static final Framing FRAMING = WrapperFrame::end;

    byte[] encode() {
        return ByteBuffer.allocate(HEADER + apdu.length)
                .putShort((short) VERSION)
                .putShort((short) source)
                .putShort((short) destination)
                .putShort((short) apdu.length)
                .put(apdu)
                .array();
    }

    static WrapperFrame decode(byte[] bytes) throws MalformedFrameException {
        Bytes in = new Bytes(bytes);
        int version = in.u16("a wrapper version");
        if (version != VERSION) {
            throw in.malformed(0, "wrapper version 1", String.valueOf(version));
        }
        int source = in.u16("a source port");
        int destination = in.u16("a destination port");
        int length = in.u16("a length");
        byte[] apdu = in.take(length, "an APDU");
        in.nothingMore("the APDU");
        return new WrapperFrame(source, destination, apdu);
    }

    private static int end(byte[] received, int length) {
        if (length < HEADER) {
            return length >= 2 && (received[0] != 0 || received[1] != VERSION) ? length : Framing.INCOMPLETE;
        }
        if (received[0] != 0 || received[1] != VERSION) {
            return length;
        }
        int whole = HEADER + ((received[6] & 0xFF) << 8 | received[7] & 0xFF);
        return length >= whole ? whole : Framing.INCOMPLETE;
    }
}
