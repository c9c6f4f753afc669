package org.metergate.emulator.meters.mbus;

import java.io.ByteArrayOutputStream;
import java.util.BitSet;
import java.util.List;

/**
 * What a receiver makes of answers that lie on top of each other. A 0 is sent by drawing current, so it wins over a 1;
 * slaves do not begin at the same bit; the receiver takes the first 0 after a pause for a start bit (8E1).
 */
final class Overlay {

    private static final int BITS = 11;
    private static final int STOP = 10;

    private Overlay() {}

    /**
     * @param bytes of one answer
     * @param delay bit times from the first answer to this one
     */
    record Part(byte[] bytes, int delay) {}

    /** @return the characters that come out, whatever their parity */
    static byte[] of(List<Part> parts) {
        if (parts.size() == 1) {
            return parts.get(0).bytes();
        }
        BitSet current = new BitSet(); // where current is drawn: the zeros
        for (Part part : parts) {
            for (int i = 0; i < part.bytes().length; i++) {
                draw(current, part.delay() + BITS * i, part.bytes()[i] & 0xFF);
            }
        }
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        for (int start = current.nextSetBit(0); start >= 0; start = current.nextSetBit(start + STOP)) {
            int value = 0;
            for (int bit = 0; bit < 8; bit++) {
                value |= current.get(start + 1 + bit) ? 0 : 1 << bit;
            }
            heard.write(value);
        }
        return heard.toByteArray();
    }

    private static void draw(BitSet current, int start, int value) {
        current.set(start);
        for (int bit = 0; bit < 8; bit++) {
            if ((value >> bit & 1) == 0) {
                current.set(start + 1 + bit);
            }
        }
        if (Integer.bitCount(value) % 2 == 0) {
            current.set(start + 9); // even parity
        }
    }
}
