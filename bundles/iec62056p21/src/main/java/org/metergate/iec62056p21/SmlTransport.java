package org.metergate.iec62056p21;

import java.util.Arrays;
import org.metergate.transport.MalformedFrameException;

/**
 * The transport of SML, version 1 (SML 1.04, 4.2; BSI TR-03109-1, annex IV a): an escape {@code 1B 1B 1B 1B} and
 * {@code 01 01 01 01}, the file, zero to three zero bytes that fill the last group of four, the escape again, {@code 1A},
 * their number, and a CRC over everything before it. An escape in the file itself is sent twice.
 */
final class SmlTransport {
    /** Eight bytes that begin a file. */
    static final long START = 0x1B1B1B1B_01010101L;

    /** No file of a meter is longer. */
    static final int LONGEST = 1 << 16;

    private static final byte ESCAPE = 0x1B;
    private static final byte END = 0x1A;
    private static final int WORD = 4;
    private static final int HEAD = 8;
    private static final int TAIL = 8;

    private SmlTransport() {}

    /**
     * Takes the file out.
     *
     * @param frame from the start sequence to the CRC, and nothing else
     * @return the file, without fill bytes and doubled escapes
     * @throws MalformedFrameException if a sequence is not right or the CRC does not hold
     */
    static byte[] file(byte[] frame) throws MalformedFrameException {
        if (frame.length < HEAD + TAIL || frame.length % WORD != 0 || frame.length > LONGEST) {
            throw new MalformedFrameException(
                    frame.length, "16 to " + LONGEST + " bytes in groups of four", String.valueOf(frame.length));
        }
        int end = frame.length - TAIL;
        if (word(frame, 0) != (int) (START >>> 32) || word(frame, WORD) != (int) START) {
            throw new MalformedFrameException(0, "1B1B1B1B 01010101", "other bytes");
        }
        if (!isEscape(frame, end) || frame[end + WORD] != END) {
            throw new MalformedFrameException(end, "1B1B1B1B 1A", "other bytes");
        }
        checkCrc(frame);
        int fill = frame[end + WORD + 1];
        if (fill < 0 || fill >= WORD || fill > end - HEAD) {
            throw new MalformedFrameException(end + WORD + 1, "0 to 3 fill bytes", String.valueOf(fill));
        }
        return unescaped(frame, HEAD, end - fill);
    }

    /** A maker's meters (Holley DTZ541) send CRC-16/KERMIT with the high byte first. */
    private static void checkCrc(byte[] frame) throws MalformedFrameException {
        int length = frame.length - 2;
        int first = frame[length] & 0xFF;
        int second = frame[length + 1] & 0xFF;
        int x25 = Check.crcX25(frame, 0, length);
        if ((second << 8 | first) != x25 && (first << 8 | second) != Check.crcKermit(frame, 0, length)) {
            throw new MalformedFrameException(
                    length,
                    "CRC " + Check.hex(x25) + Check.hex(x25 >>> 8),
                    Check.hex(first) + Check.hex(second) + "; no value of this file can be trusted");
        }
    }

    private static byte[] unescaped(byte[] frame, int from, int to) throws MalformedFrameException {
        byte[] file = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            if (isEscape(frame, i) && i + WORD <= to) {
                if (!isEscape(frame, i + WORD) || i + 2 * WORD > to) {
                    throw new MalformedFrameException(i, "an escape sent twice", "an escape");
                }
                i += WORD;
                for (int copied = 0; copied < WORD - 1; copied++) {
                    file[length++] = frame[i++];
                }
            }
            file[length++] = frame[i];
        }
        return Arrays.copyOf(file, length);
    }

    private static boolean isEscape(byte[] bytes, int at) {
        if (at + WORD > bytes.length) {
            return false;
        }
        for (int i = at; i < at + WORD; i++) {
            if (bytes[i] != ESCAPE) {
                return false;
            }
        }
        return true;
    }

    private static int word(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 24
                | (bytes[at + 1] & 0xFF) << 16
                | (bytes[at + 2] & 0xFF) << 8
                | bytes[at + 3] & 0xFF;
    }
}
