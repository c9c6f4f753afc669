package org.metergate.dlms;

import java.io.ByteArrayOutputStream;
import org.metergate.transport.MalformedFrameException;

/**
 * APDUs in long frames of M-Bus, as meters of some countries push them: 68 L L 68 C A CI, two transport selectors,
 * data, checksum, 16 (EN 13757-2; EN 13757-1, 11.6). The low four bits of CI number the segments, bit 4 ends them.
 */
final class MbusTransport {
    private static final int LAST = 0x10;

    private MbusTransport() {}

    static byte[] join(byte[] bytes) throws MalformedFrameException {
        Bytes in = new Bytes(bytes);
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        int expected = 0;
        boolean last = false;
        while (!last) {
            in.expect(0x68, "start byte");
            int length = in.u8("a length");
            in.expect(length, "the length again,");
            in.expect(0x68, "start byte");
            int at = in.position();
            byte[] body = in.take(length, "a long frame");
            int sum = 0;
            for (byte octet : body) {
                sum += octet & 0xFF;
            }
            in.expect(sum & 0xFF, "checksum");
            in.expect(0x16, "stop byte");
            Bytes fields = new Bytes(body);
            fields.u8("a control field");
            fields.u8("an address");
            int information = fields.u8("a control information field");
            if ((information & 0xE0) != 0 || (information & 0x0F) != (expected & 0x0F)) {
                throw in.malformed(at + 2, "segment " + expected, "CI " + Bytes.hex(information));
            }
            fields.u16("transport selectors");
            joined.writeBytes(fields.rest());
            last = (information & LAST) != 0;
            expected++;
        }
        in.nothingMore("the last segment");
        return joined.toByteArray();
    }
}
