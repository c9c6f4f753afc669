package org.metergate.emulator.meters.optical;

import java.io.ByteArrayOutputStream;
import java.util.BitSet;

/**
 * What a port makes of the bits of two that send at once. Characters are those of 7E1, a start bit, 7 data bits from the
 * lowest on, a parity bit and a stop bit; the port that hears takes 10 bits too and hands over 8, the parity bit as the
 * highest, without a check.
 */
final class Collision {
    private static final int BITS = 10;
    /** How finely two senders can be out of step, in parts of a bit. */
    private static final int PARTS = 16;

    private final BitSet low = new BitSet(); // the line rests at one
    private int length;

    private Collision() {}

    /**
     * Hears two that send at the same speed: zeros win, as on a current loop or an RS-485 pair that both pull.
     *
     * @param one bytes as sent
     * @param other bytes as sent, later
     * @param later by how many sixteenths of a bit
     * @return what is heard
     */
    static byte[] heard(byte[] one, byte[] other, int later) {
        Collision line = new Collision();
        line.send(one, 0);
        line.send(other, later);
        return line.hear();
    }

    private void send(byte[] bytes, int from) {
        int at = from;
        for (byte each : bytes) {
            int frame = 1 << BITS - 1 | (each & 0xFF) << 1; // stop bit, data, start bit
            for (int i = 0; i < BITS; i++) {
                if ((frame >> i & 1) == 0) {
                    low.set(at + i * PARTS, at + (i + 1) * PARTS);
                }
            }
            at += BITS * PARTS;
        }
        length = Math.max(length, at);
    }

    private byte[] hear() {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        int edge = low.nextSetBit(0);
        while (edge >= 0) {
            int value = 0;
            for (int i = 0; i < 8; i++) {
                int middle = edge + (i + 1) * PARTS + PARTS / 2;
                value |= (low.get(middle) ? 0 : 1) << i;
            }
            heard.write(value);
            int stop = edge + (BITS - 1) * PARTS + PARTS / 2;
            int idle = low.nextClearBit(stop); // a port waits for the line to rest before the next start bit
            edge = idle > length ? -1 : low.nextSetBit(idle);
        }
        return heard.toByteArray();
    }
}
