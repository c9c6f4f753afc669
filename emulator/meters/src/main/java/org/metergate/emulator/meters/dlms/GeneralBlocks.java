package org.metergate.emulator.meters.dlms;

import static org.metergate.emulator.meters.dlms.Encoder.concat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * General block transfer (IEC 62056-5-3, General-Block-Transfer): both ways, in windows, and what the other side did not
 * get is sent again. The first block of an answer goes alone if the client has not told its window. One thread at a time.
 */
final class GeneralBlocks {
    static final int TAG = 0xE0;
    private static final int LAST = 0x80;
    private static final int STREAMING = 0x40;
    private static final int WINDOW_BITS = 0x3F;
    /** Blocks that the meter takes in a row. */
    private static final int WINDOW = 4;

    private static final int HEADER = 9;
    private static final int LONGEST = 64 << 10;

    private final ByteArrayOutputStream incoming = new ByteArrayOutputStream();
    private List<byte[]> outgoing = List.of();
    private int room;
    /** Block number before the first of the answer. */
    private int base;

    private int sent;
    private int received;
    private int clientWindow = 1;

    void reset() {
        incoming.reset();
        outgoing = List.of();
        base = 0;
        sent = 0;
        received = 0;
        clientWindow = 1;
    }

    /** @return whether a client that began with blocks is to be answered in blocks */
    boolean inUse() {
        return sent > 0 || received > 0;
    }

    /** Begins to send an answer. */
    List<byte[]> start(byte[] answer, int maxPdu) {
        room = maxPdu - HEADER;
        outgoing = new ArrayList<>();
        for (int from = 0; from < answer.length; from += room) {
            outgoing.add(Arrays.copyOfRange(answer, from, Math.min(answer.length, from + room)));
        }
        base = sent;
        return window(base);
    }

    /** What came of a block. */
    record Taken(Optional<byte[]> request, List<byte[]> answers) {}

    /** Takes a block of the client: a part of a request, or nothing but the word which blocks came. */
    Taken take(byte[] apdu) {
        ByteBuffer in = ByteBuffer.wrap(apdu, 1, apdu.length - 1);
        int control = in.get() & 0xFF;
        int number = in.getShort() & 0xFFFF;
        int acknowledged = in.getShort() & 0xFFFF;
        byte[] part = Value.take(in, Value.length(in));
        clientWindow = Math.max(1, control & WINDOW_BITS);
        if (part.length == 0 && !outgoing.isEmpty()) {
            received = number;
            boolean done = acknowledged >= base + outgoing.size();
            return new Taken(Optional.empty(), done ? List.of() : window(Math.max(base, acknowledged)));
        }
        if (number == 1) {
            reset(); // another request
            clientWindow = Math.max(1, control & WINDOW_BITS);
        }
        if (number == received + 1 && incoming.size() + part.length <= LONGEST) {
            received = number;
            incoming.writeBytes(part);
            if ((control & LAST) != 0) {
                byte[] whole = incoming.toByteArray();
                incoming.reset();
                return new Taken(Optional.of(whole), List.of());
            }
        }
        return new Taken(Optional.empty(), (control & STREAMING) != 0 ? List.of() : List.of(acknowledgement()));
    }

    private byte[] acknowledgement() {
        sent++;
        return ByteBuffer.allocate(7)
                .put((byte) TAG)
                .put((byte) WINDOW)
                .putShort((short) sent)
                .putShort((short) received)
                .put((byte) 0)
                .array();
    }

    /** The blocks behind one, as many as the client takes; the last of them asks for an answer. */
    private List<byte[]> window(int behind) {
        List<byte[]> window = new ArrayList<>();
        int end = Math.min(base + outgoing.size(), behind + clientWindow);
        for (int number = behind + 1; number <= end; number++) {
            byte[] part = outgoing.get(number - base - 1);
            boolean last = number == base + outgoing.size();
            int control = WINDOW | (last ? LAST : number < end ? STREAMING : 0);
            ByteBuffer header = ByteBuffer.allocate(6)
                    .put((byte) TAG)
                    .put((byte) control)
                    .putShort((short) number)
                    .putShort((short) received);
            window.add(concat(header.array(), Encoder.length(part.length), part));
        }
        sent = Math.max(sent, end);
        return window;
    }
}
