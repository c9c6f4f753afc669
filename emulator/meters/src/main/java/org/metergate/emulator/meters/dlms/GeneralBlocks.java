package org.metergate.emulator.meters.dlms;

import static org.metergate.emulator.meters.dlms.Encoder.concat;

import java.nio.ByteBuffer;
import java.util.Optional;

/** General block transfer with window 1 (IEC 62056-5-3, General-Block-Transfer): both ways. One thread at a time. */
final class GeneralBlocks {
    static final int TAG = 0xE0;
    private static final int LAST = 0x80;
    private static final int WINDOW = 1;
    private static final int HEADER = 9;

    private final Parts parts = new Parts();
    private long received;
    private boolean confirming;

    void reset() {
        parts.reset();
        received = 0;
        confirming = false;
    }

    /** Begins to send an answer. */
    byte[] start(byte[] answer, int maxPdu) {
        return block(parts.start(answer, maxPdu - HEADER));
    }

    /**
     * Takes a block of the client: a part of a request, or nothing but the word that the last block came.
     *
     * @return the request, if it is whole now
     */
    Optional<byte[]> take(byte[] apdu) {
        ByteBuffer in = ByteBuffer.wrap(apdu, 1, apdu.length - 1);
        int control = in.get() & 0xFF;
        int number = in.getShort() & 0xFFFF;
        in.getShort();
        byte[] part = Value.take(in, Value.length(in));
        confirming = part.length > 0;
        if (!confirming) {
            return Optional.empty();
        }
        if (!parts.take(number, part)) {
            throw new IllegalArgumentException("block " + number + " is not due");
        }
        received = number;
        return (control & LAST) == 0 ? Optional.empty() : Optional.of(parts.taken());
    }

    /** The next block of the answer, or the word that a block of the request came. */
    byte[] next(int maxPdu) {
        if (confirming) {
            return ByteBuffer.allocate(7)
                    .put((byte) TAG)
                    .put((byte) WINDOW)
                    .putShort((short) received)
                    .putShort((short) received)
                    .put((byte) 0)
                    .array();
        }
        return block(parts.goOn(maxPdu - HEADER).orElseThrow(() -> new IllegalArgumentException("no block is left")));
    }

    private byte[] block(Parts.Part part) {
        ByteBuffer header = ByteBuffer.allocate(6)
                .put((byte) TAG)
                .put((byte) (WINDOW | (part.last() ? LAST : 0)))
                .putShort((short) part.number())
                .putShort((short) (part.number() - 1));
        return concat(header.array(), Encoder.length(part.bytes().length), part.bytes());
    }
}
