package org.metergate.dlms;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;
import org.metergate.transport.MalformedFrameException;

/** Joins the segments of a link layer, then the blocks of general block transfer, to the APDUs that they make. */
final class ApduJoiner {
    private static final int LONGEST = 64 << 10;

    private final ByteArrayOutputStream segments = new ByteArrayOutputStream();
    private final ByteArrayOutputStream blocks = new ByteArrayOutputStream();
    private int nextSegment;
    private int nextBlock = 1;

    /** Takes a frame of HDLC; those that carry no information say nothing here. */
    Optional<byte[]> add(HdlcFrame frame) throws MalformedFrameException {
        if (!frame.isInformation() && !frame.is(HdlcFrame.UI)) {
            return Optional.empty();
        }
        return segment(frame.information(), !frame.segmented());
    }

    /** Takes a frame of M-Bus, whose segments are numbered. */
    Optional<byte[]> add(MbusTransport.Segment segment) throws MalformedFrameException {
        if (segment.number() == 0) {
            segments.reset();
            nextSegment = 0;
        }
        if (segment.number() != (nextSegment & 0x0F)) {
            int expected = nextSegment;
            clear();
            throw new MalformedFrameException(6, "segment " + expected, "segment " + segment.number());
        }
        nextSegment = segment.last() ? 0 : nextSegment + 1;
        return segment(segment.data(), segment.last());
    }

    /** Takes a whole APDU, which may be a block of another. */
    Optional<byte[]> add(byte[] apdu) throws MalformedFrameException {
        return segment(apdu, true);
    }

    private Optional<byte[]> segment(byte[] part, boolean last) throws MalformedFrameException {
        segments.writeBytes(part);
        if (segments.size() > LONGEST) {
            clear();
            throw new MalformedFrameException(LONGEST, "an APDU of at most 64 KiB", "more");
        }
        if (!last) {
            return Optional.empty();
        }
        byte[] whole = segments.toByteArray();
        segments.reset();
        byte[] apdu = Arrays.copyOfRange(whole, llc(whole), whole.length);
        return apdu.length > 0 && apdu[0] == (byte) GeneralBlock.TAG
                ? block(GeneralBlock.decode(apdu))
                : apdu.length == 0 ? Optional.empty() : Optional.of(apdu);
    }

    private Optional<byte[]> block(GeneralBlock block) throws MalformedFrameException {
        if (block.number() == 1) {
            blocks.reset();
            nextBlock = 1;
        }
        if (block.number() != nextBlock) {
            int expected = nextBlock;
            clear();
            throw new MalformedFrameException(2, "block " + expected, "block " + block.number());
        }
        nextBlock++;
        blocks.writeBytes(block.part());
        if (blocks.size() > LONGEST) {
            clear();
            throw new MalformedFrameException(LONGEST, "blocks of at most 64 KiB", "more");
        }
        if (!block.last()) {
            return Optional.empty();
        }
        byte[] whole = blocks.toByteArray();
        blocks.reset();
        nextBlock = 1;
        return Optional.of(whole);
    }

    /** Forgets what is not whole. @return whether there was any */
    boolean clear() {
        boolean any = segments.size() > 0 || blocks.size() > 0;
        segments.reset();
        blocks.reset();
        nextSegment = 0;
        nextBlock = 1;
        return any;
    }

    /** @return 3 if the bytes start with LLC (IEC 62056-46, 6.2), else 0 */
    static int llc(byte[] bytes) {
        boolean llc = bytes.length > 2
                && bytes[0] == (byte) 0xE6
                && (bytes[1] == (byte) 0xE6 || bytes[1] == (byte) 0xE7)
                && bytes[2] == 0;
        return llc ? 3 : 0;
    }
}
