package org.metergate.dlms;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.metergate.transport.MalformedFrameException;

/**
 * The parameters that SNRM and UA agree on: format 81, group 80, length, then identifier, length and value of each
 * (IEC 62056-46, 6.4.4.4.3.2). Without them the defaults hold: 128 bytes, window 1.
 *
 * @param transmit longest information field the sender transmits, in bytes
 * @param receive longest information field the sender takes, in bytes
 * @param window frames the sender takes in a row, 1 to 7; what it sends itself goes one by one
 */
record HdlcParameters(int transmit, int receive, int window) {
    private static final int DEFAULT = 128;

    static HdlcParameters of(int information) {
        return of(information, 1);
    }

    static HdlcParameters of(int information, int window) {
        return new HdlcParameters(information, information, window);
    }

    byte[] encode() {
        ByteBuffer out =
                ByteBuffer.allocate(23).put((byte) 0x81).put((byte) 0x80).put((byte) 20);
        out.put((byte) 0x05).put((byte) 2).putShort((short) transmit);
        out.put((byte) 0x06).put((byte) 2).putShort((short) receive);
        out.put((byte) 0x07).put((byte) 4).putInt(1);
        out.put((byte) 0x08).put((byte) 4).putInt(window);
        return out.array();
    }

    static HdlcParameters decode(byte[] information) throws MalformedFrameException {
        int transmit = DEFAULT;
        int receive = DEFAULT;
        int window = 1;
        Bytes in = new Bytes(information);
        if (!in.atEnd()) {
            in.expect(0x81, "format");
            in.expect(0x80, "group");
            Bytes fields = new Bytes(in.take(in.u8("a length"), "parameters"));
            while (!fields.atEnd()) {
                int identifier = fields.u8("a parameter");
                int at = fields.position();
                byte[] value = fields.take(fields.u8("a length"), "a parameter");
                if (value.length < 1 || value.length > 4) {
                    throw fields.malformed(at, "a value of 1 to 4 bytes", value.length + " bytes");
                }
                int number = new BigInteger(1, value).intValue();
                if (identifier == 0x05) {
                    transmit = number;
                } else if (identifier == 0x06) {
                    receive = number;
                } else if (identifier == 0x08) {
                    window = number;
                }
            }
        }
        if (receive < 8) {
            throw new MalformedFrameException(0, "an information field of 8 bytes or more", receive + " bytes");
        }
        return new HdlcParameters(transmit, receive, window);
    }
}
