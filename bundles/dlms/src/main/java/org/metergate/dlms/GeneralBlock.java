package org.metergate.dlms;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.metergate.transport.MalformedFrameException;

/**
 * A block of the general block transfer, which may carry a part of any APDU (IEC 62056-5-3, General-Block-Transfer).
 *
 * @param last whether it is the last
 * @param streaming whether more follow without being asked for
 * @param window blocks that the sender of this one takes in a row, 0 to 63
 * @param number of the block, from 1; each side counts its own
 * @param acknowledged the last block of the other side that came, with all before it; 0 if none did
 * @param part the bytes; empty if it only acknowledges
 */
record GeneralBlock(boolean last, boolean streaming, int window, int number, int acknowledged, byte[] part) {
    static final int TAG = 0xE0;
    private static final int LAST = 0x80;
    private static final int STREAMING = 0x40;
    private static final int WINDOW = 0x3F;

    static GeneralBlock decode(byte[] apdu) throws MalformedFrameException {
        Bytes in = new Bytes(apdu);
        in.expect(TAG, "the tag of General-Block-Transfer");
        int control = in.u8("block control");
        int number = in.u16("a block number");
        int acknowledged = in.u16("an acknowledged block number");
        byte[] part = in.take(in.length("a block"), "a block");
        in.nothingMore("the block");
        return new GeneralBlock(
                (control & LAST) != 0, (control & STREAMING) != 0, control & WINDOW, number, acknowledged, part);
    }

    byte[] encode() {
        byte[] head = ByteBuffer.allocate(6)
                .put((byte) TAG)
                .put((byte) (window | (last ? LAST : 0) | (streaming ? STREAMING : 0)))
                .putShort((short) number)
                .putShort((short) acknowledged)
                .array();
        return Bytes.concat(head, Bytes.length(part.length), part);
    }

    /**
     * Joins blocks.
     *
     * @param apdus APDUs that are all blocks
     * @return the APDU they make; empty if the first or the last is missing
     * @throws MalformedFrameException if a block is missing in between
     */
    static Optional<byte[]> join(List<byte[]> apdus) throws MalformedFrameException {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        boolean last = false;
        int expected = 1;
        for (byte[] apdu : apdus) {
            GeneralBlock block = decode(apdu);
            if (expected == 1 && block.number() != 1) {
                return Optional.empty();
            }
            if (last || block.number() != expected) {
                throw new MalformedFrameException(2, "block " + expected, "block " + block.number());
            }
            joined.writeBytes(block.part());
            last = block.last();
            expected++;
        }
        return last ? Optional.of(joined.toByteArray()) : Optional.empty();
    }
}
