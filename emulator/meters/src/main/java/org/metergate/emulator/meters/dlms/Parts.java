package org.metergate.emulator.meters.dlms;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;

/** An answer that goes out in parts, and a request that comes in parts. One thread at a time. */
final class Parts {
    private static final int LONGEST = 64 << 10;

    private byte[] outgoing = {};
    private int sent;
    private long number;
    private final ByteArrayOutputStream incoming = new ByteArrayOutputStream();
    private long received;

    /** A part that goes out. */
    record Part(boolean last, long number, byte[] bytes) {}

    /** Forgets everything. */
    void reset() {
        outgoing = new byte[0];
        sent = 0;
        number = 0;
        incoming.reset();
        received = 0;
    }

    /** Begins to send. */
    Part start(byte[] bytes, int room) {
        outgoing = bytes;
        sent = 0;
        number = 0;
        return part(room);
    }

    /** Goes on. @return empty if another part is acknowledged than the last, which ends it all, or none is left */
    Optional<Part> next(long acknowledged, int room) {
        if (!sending() || acknowledged != number) {
            outgoing = new byte[0];
            sent = 0;
            return Optional.empty();
        }
        return Optional.of(part(room));
    }

    boolean sending() {
        return sent < outgoing.length;
    }

    private Part part(int room) {
        byte[] bytes = Arrays.copyOfRange(outgoing, sent, Math.min(outgoing.length, sent + room));
        sent += bytes.length;
        number++;
        return new Part(sent == outgoing.length, number, bytes);
    }

    /**
     * Takes a part of a request.
     *
     * @return whether it is the one that was due
     */
    boolean take(long numbered, byte[] bytes) {
        if (numbered == 1) {
            incoming.reset();
            received = 0;
        }
        if (numbered != received + 1 || incoming.size() + bytes.length > LONGEST) {
            incoming.reset();
            received = 0;
            return false;
        }
        received = numbered;
        incoming.writeBytes(bytes);
        return true;
    }

    /** @return the request that the parts make */
    byte[] taken() {
        byte[] whole = incoming.toByteArray();
        incoming.reset();
        received = 0;
        return whole;
    }
}
