package org.metergate.emulator.meters.mbus;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.metergate.emulator.meters.Wire;

/** FT 1.2 frames as a slave sees them (EN 13757-2, 5.4). */
final class Frames {

    private static final Duration PAUSE = Duration.ofMillis(200);

    private Frames() {}

    /** Start, length twice, start, body, sum of the body modulo 256, stop. */
    static byte[] longFrame(byte[] body) {
        byte[] frame = new byte[body.length + 6];
        frame[0] = 0x68;
        frame[1] = (byte) body.length;
        frame[2] = (byte) body.length;
        frame[3] = 0x68;
        System.arraycopy(body, 0, frame, 4, body.length);
        frame[frame.length - 2] = sum(body);
        frame[frame.length - 1] = 0x16;
        return frame;
    }

    /**
     * Waits for one frame.
     *
     * @return the body, from the C field on; empty after a wait, or for bytes that are no frame: a slave keeps silent
     * @throws IOException if the other side has gone
     */
    static Optional<byte[]> next(Wire wire, Duration within) throws IOException {
        OptionalInt start = wire.read(within);
        if (start.isEmpty()) {
            return Optional.empty();
        }
        if (start.getAsInt() == 0x10) {
            return checked(wire, 2);
        }
        if (start.getAsInt() != 0x68) {
            return Optional.empty();
        }
        byte[] head = read(wire, 3);
        boolean good = head.length == 3 && head[0] == head[1] && head[2] == 0x68 && (head[0] & 0xFF) >= 3;
        return good ? checked(wire, head[0] & 0xFF) : Optional.empty();
    }

    /**
     * Takes a frame apart that has come as a whole.
     *
     * @return the body, from the C field on; empty for bytes that are no frame
     */
    static Optional<byte[]> body(byte[] frame) {
        boolean isLong = frame.length >= 9
                && frame[0] == 0x68
                && frame[3] == 0x68
                && frame[1] == frame[2]
                && frame.length == (frame[1] & 0xFF) + 6;
        boolean isShort = frame.length == 5 && frame[0] == 0x10;
        if (!isLong && !isShort) {
            return Optional.empty();
        }
        byte[] body = Arrays.copyOfRange(frame, isLong ? 4 : 1, frame.length - 2);
        boolean whole = frame[frame.length - 2] == sum(body) && frame[frame.length - 1] == 0x16;
        return whole ? Optional.of(body) : Optional.empty();
    }

    private static Optional<byte[]> checked(Wire wire, int length) throws IOException {
        byte[] rest = read(wire, length + 2);
        if (rest.length < length + 2 || rest[length + 1] != 0x16) {
            return Optional.empty();
        }
        byte[] body = Arrays.copyOf(rest, length);
        return rest[length] == sum(body) ? Optional.of(body) : Optional.empty();
    }

    private static byte[] read(Wire wire, int count) throws IOException {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            OptionalInt next = wire.read(PAUSE);
            if (next.isEmpty()) {
                return Arrays.copyOf(bytes, i);
            }
            bytes[i] = (byte) next.getAsInt();
        }
        return bytes;
    }

    private static byte sum(byte[] body) {
        int sum = 0;
        for (byte b : body) {
            sum += b;
        }
        return (byte) sum;
    }
}
