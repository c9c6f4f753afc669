package org.metergate.dlms;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;
import org.metergate.transport.Framing;
import org.metergate.transport.MalformedFrameException;

/**
 * APDUs in long frames of M-Bus, as meters of some countries push them: 68 L L 68 C A CI, two transport selectors,
 * data, checksum, 16 (EN 13757-2; EN 13757-1, 11.6). The low four bits of CI number the segments, bit 4 ends them.
 */
final class MbusTransport {
    static final int START = 0x68;
    private static final int STOP = 0x16;
    private static final int LAST = 0x10;
    /** C, A, CI and the two selectors. */
    private static final int FIELDS = 5;

    /** Where a frame ends; bytes that are no header are handed over alone, to be refused. */
    static final Framing FRAMING = MbusTransport::end;

    private MbusTransport() {}

    /**
     * One long frame.
     *
     * @param number of the segment, modulo 16
     * @param last whether it is the last
     * @param data its part of the APDU
     */
    record Segment(int number, boolean last, byte[] data) {}

    static Segment decode(byte[] bytes) throws MalformedFrameException {
        Bytes in = new Bytes(bytes);
        in.expect(START, "start byte");
        int length = in.u8("a length");
        in.expect(length, "the length again,");
        in.expect(START, "start byte");
        int at = in.position();
        byte[] body = in.take(whole(length), "a long frame");
        int sum = 0;
        for (byte octet : body) {
            sum += octet & 0xFF;
        }
        in.expect(sum & 0xFF, "checksum");
        in.expect(STOP, "stop byte");
        in.nothingMore("the frame");
        Bytes fields = new Bytes(body);
        fields.u8("a control field");
        fields.u8("an address");
        int information = fields.u8("a control information field");
        if ((information & 0xE0) != 0) {
            throw in.malformed(at + 2, "CI 00 to 1F", "CI " + Bytes.hex(information));
        }
        fields.u16("transport selectors");
        return new Segment(information & 0x0F, (information & LAST) != 0, fields.rest());
    }

    /** A length that cannot hold the fields has lost its ninth bit: makers fill frames with up to 260 bytes. */
    private static int whole(int length) {
        return length < FIELDS - 1 ? length + 256 : length;
    }

    /**
     * Joins frames one behind the other.
     *
     * @return the APDU; empty if its first or last segment is not there
     */
    static Optional<byte[]> join(byte[] bytes) throws MalformedFrameException {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        int expected = -1;
        boolean first = false;
        boolean last = false;
        int from = 0;
        while (from < bytes.length) {
            byte[] rest = Arrays.copyOfRange(bytes, from, bytes.length);
            int end = end(rest, rest.length);
            if (end < 0 || last) {
                throw new MalformedFrameException(from, last ? "the end" : "a whole long frame", "the rest");
            }
            Segment segment = decode(Arrays.copyOf(rest, end));
            if (expected < 0) {
                first = segment.number() == 0;
            } else if (segment.number() != (expected & 0x0F)) {
                throw new MalformedFrameException(from + 6, "segment " + expected, "segment " + segment.number());
            }
            joined.writeBytes(segment.data());
            last = segment.last();
            expected = segment.number() + 1;
            from += end;
        }
        return first && last ? Optional.of(joined.toByteArray()) : Optional.empty();
    }

    private static int end(byte[] received, int length) {
        if (received[0] != START) {
            return 1;
        }
        if (length < 4) {
            return Framing.INCOMPLETE;
        }
        if (received[3] != START || received[1] != received[2]) {
            return 4;
        }
        int whole = whole(received[1] & 0xFF) + 6;
        return length >= whole ? whole : Framing.INCOMPLETE;
    }
}
