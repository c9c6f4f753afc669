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
 * @param number of the block, from 1
 * @param part the bytes
 */
record GeneralBlock(boolean last, int number, byte[] part) {
    static final int TAG = 0xE0;

    static GeneralBlock decode(byte[] apdu) throws MalformedFrameException {
        Bytes in = new Bytes(apdu);
        in.expect(TAG, "the tag of General-Block-Transfer");
        int control = in.u8("block control");
        int number = in.u16("a block number");
        in.u16("an acknowledged block number");
        byte[] part = in.take(in.length("a block"), "a block");
        in.nothingMore("the block");
        return new GeneralBlock((control & 0x80) != 0, number, part);
    }

    /** Says that a block came and the next is wanted: nothing of our own follows, window 1. */
    static byte[] acknowledge(int number, int acknowledged) {
        return ByteBuffer.allocate(7)
                .put((byte) TAG)
                .put((byte) 0x81)
                .putShort((short) number)
                .putShort((short) acknowledged)
                .put((byte) 0)
                .array();
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
