package org.metergate.dlms;

import java.io.ByteArrayOutputStream;
import org.metergate.transport.Framing;
import org.metergate.transport.MalformedFrameException;

/**
 * A frame of HDLC, frame format type 3 (IEC 62056-46, 6.4): flag, format and length, destination, source, control,
 * header check, information, frame check, flag.
 *
 * @param destination who is meant
 * @param source who sends
 * @param control the control field
 * @param segmented whether the information goes on in the next frame
 * @param information the user data, empty if the frame has none
 */
record HdlcFrame(HdlcAddress destination, HdlcAddress source, int control, boolean segmented, byte[] information) {

    static final int FLAG = 0x7E;
    static final int SNRM = 0x93;
    static final int UA = 0x73;
    static final int DISC = 0x53;
    static final int DM = 0x1F;
    static final int FRMR = 0x97;
    static final int UI = 0x13;
    private static final int POLL_FINAL = 0x10;
    private static final int MOST = 0x7FF;

    /** Where a frame ends: at the flag that its length announces; else at the next flag, so that it can be refused. */
    static final Framing FRAMING = HdlcFrame::end;

    /** What an I frame carries. */
    static HdlcFrame information(
            HdlcAddress to, HdlcAddress from, int sendSequence, int receiveSequence, boolean segmented, byte[] data) {
        return new HdlcFrame(to, from, receiveSequence << 5 | POLL_FINAL | sendSequence << 1, segmented, data);
    }

    static HdlcFrame receiveReady(HdlcAddress to, HdlcAddress from, int receiveSequence) {
        return new HdlcFrame(to, from, receiveSequence << 5 | POLL_FINAL | 0x01, false, new byte[0]);
    }

    boolean isInformation() {
        return (control & 0x01) == 0;
    }

    boolean isReceiveReady() {
        return (control & 0x0F) == 0x01;
    }

    boolean isReceiveNotReady() {
        return (control & 0x0F) == 0x05;
    }

    /** @return whether the control field is that one, the poll/final bit aside */
    boolean is(int command) {
        return (control & ~POLL_FINAL) == (command & ~POLL_FINAL);
    }

    boolean isFinal() {
        return (control & POLL_FINAL) != 0;
    }

    int sendSequence() {
        return control >> 1 & 0x07;
    }

    int receiveSequence() {
        return control >> 5 & 0x07;
    }

    byte[] encode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] to = destination.encode();
        byte[] from = source.encode();
        int length = 2 + to.length + from.length + 1 + 2 + (information.length == 0 ? 0 : information.length + 2);
        if (length > MOST) {
            throw new IllegalArgumentException("an HDLC frame has at most " + MOST + " bytes, not " + length);
        }
        int format = 0xA000 | (segmented ? 0x0800 : 0) | length;
        out.write(FLAG);
        out.write(format >> 8);
        out.write(format);
        out.writeBytes(to);
        out.writeBytes(from);
        out.write(control);
        check(out);
        if (information.length > 0) {
            out.writeBytes(information);
            check(out);
        }
        out.write(FLAG);
        return out.toByteArray();
    }

    private static void check(ByteArrayOutputStream out) {
        byte[] bytes = out.toByteArray();
        int sum = checkSequence(bytes, 1, bytes.length);
        out.write(sum);
        out.write(sum >> 8);
    }

    /**
     * Reads one frame from flag to flag.
     *
     * @param bytes exactly one frame
     * @return the frame, both check sequences verified
     * @throws DamagedFrameException if it is too short or long, or a check sequence does not hold
     * @throws MalformedFrameException if it holds no addresses
     */
    static HdlcFrame decode(byte[] bytes) throws MalformedFrameException {
        if (bytes.length < 9) {
            throw new DamagedFrameException(bytes.length, "an HDLC frame of 9 bytes or more", bytes.length + " bytes");
        }
        int format = (bytes[1] & 0xFF) << 8 | bytes[2] & 0xFF;
        if (bytes[0] != FLAG || format >> 12 != 0xA) {
            throw new DamagedFrameException(0, "flag 7E and format type A", Bytes.hex(bytes[0]) + Bytes.hex(bytes[1]));
        }
        int length = format & MOST;
        boolean lengthHolds = length + 2 == bytes.length && bytes[bytes.length - 1] == FLAG;
        if (!lengthHolds) {
            throw new DamagedFrameException(
                    1, "a frame of " + length + " bytes and its closing flag", bytes.length - 2 + " bytes");
        }
        return checked(bytes, (format & 0x0800) != 0);
    }

    private static HdlcFrame checked(byte[] bytes, boolean segmented) throws MalformedFrameException {
        int end = bytes.length - 1;
        Bytes in = new Bytes(bytes, 3, end);
        HdlcAddress destination = HdlcAddress.read(in);
        HdlcAddress source = HdlcAddress.read(in);
        int control = in.u8("a control field");
        int header = in.position();
        int headerCheck = in.u8("a header check sequence") | in.u8("a header check sequence") << 8;
        boolean headerHolds = headerCheck == checkSequence(bytes, 1, header);
        if (in.atEnd()) { // no information: the one check sequence is that of the frame
            if (!headerHolds) {
                throw new DamagedFrameException(header, "frame", headerCheck, false, false);
            }
            return new HdlcFrame(destination, source, control, segmented, new byte[0]);
        }
        int trailer = end - 2;
        if (trailer <= in.position()) {
            throw new MalformedFrameException(in.position(), "information and its check", "the end");
        }
        int frameCheck = bytes[trailer] & 0xFF | (bytes[trailer + 1] & 0xFF) << 8;
        boolean frameHolds = frameCheck == checkSequence(bytes, 1, trailer);
        if (!headerHolds) {
            throw new DamagedFrameException(header, "header", headerCheck, false, frameHolds);
        }
        if (!frameHolds) {
            throw new DamagedFrameException(trailer, "frame", frameCheck, true, false);
        }
        return new HdlcFrame(destination, source, control, segmented, in.take(trailer - in.position(), "information"));
    }

    /**
     * Sums bytes with the generator x^16 + x^12 + x^5 + 1, bits reflected, inverted at the end; sent low byte first.
     *
     * <p>ISO/IEC 13239, IEC 62056-46 annex A; the same as CRC-16/X-25.
     *
     * @param bytes where they lie
     * @param from first byte
     * @param to behind the last byte
     * @return 0 to FFFF
     */
    static int checkSequence(byte[] bytes, int from, int to) {
        int sum = 0xFFFF;
        for (int index = from; index < to; index++) {
            sum ^= bytes[index] & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                sum = (sum & 1) == 0 ? sum >> 1 : sum >> 1 ^ 0x8408;
            }
        }
        return ~sum & 0xFFFF;
    }

    private static int end(byte[] received, int length) {
        int start = 0;
        while (start < length && received[start] == FLAG) {
            start++;
        }
        if (start == 0) { // noise before the flag is cut off as a frame of its own, to be refused
            for (int index = 1; index < length; index++) {
                if (received[index] == FLAG) {
                    return index;
                }
            }
            return Framing.INCOMPLETE;
        }
        if (start > 1) { // the closing flag of the frame before, or a pause filled with flags
            return start - 1;
        }
        if (length < 3) {
            return Framing.INCOMPLETE;
        }
        int whole = ((received[1] & 0x07) << 8 | received[2] & 0xFF) + 2;
        return length >= whole ? whole : Framing.INCOMPLETE;
    }
}
