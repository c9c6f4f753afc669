package org.metergate.mbus;

import java.util.Arrays;
import java.util.HexFormat;
import org.metergate.transport.Framing;
import org.metergate.transport.MalformedFrameException;

/** A frame of the wired link layer: IEC 60870-5-1 format class FT 1.2 as EN 13757-2 uses it. */
public sealed interface LinkFrame {

    /** The single character that acknowledges. */
    int SINGLE_CHARACTER = 0xE5;

    /** Address of whichever slave was selected by its secondary address. */
    int SELECTED = 253;

    /** Bytes before the user data of a long frame: start, length twice, start. */
    int PRELUDE = 4;

    /**
     * Ends a frame by its start and length bytes. A byte that starts no frame is one by itself, and four bytes that
     * contradict each other are no long frame: decode refuses both, without waiting for bytes that may never come.
     */
    Framing FRAMING = (received, length) -> {
        int end =
                switch (received[0] & 0xFF) {
                    case 0x10 -> 5;
                    case 0x68 -> length < PRELUDE ? Integer.MAX_VALUE : longFrameEnd(received);
                    default -> 1;
                };
        return length >= end ? end : Framing.INCOMPLETE;
    };

    private static int longFrameEnd(byte[] received) {
        boolean whole = received[1] == received[2] && received[3] == 0x68;
        return whole ? (received[1] & 0xFF) + 6 : PRELUDE;
    }

    /** The single character E5. */
    record Acknowledgement() implements LinkFrame {}

    /**
     * A frame without user data.
     *
     * @param control C field, 0 to 255
     * @param address A field, 0 to 255
     */
    record Short(int control, int address) implements LinkFrame {}

    /**
     * A control frame or long frame.
     *
     * @param control C field, 0 to 255
     * @param address A field, 0 to 255
     * @param ci CI field, 0 to 255
     * @param data user data after the CI field, 0 to 252 bytes; none in a control frame
     */
    record Long(int control, int address, int ci, byte[] data) implements LinkFrame {}

    /**
     * Reads one whole frame. The two length bytes, both start bytes, the checksum and the stop byte are all verified.
     *
     * @param frame from the start byte to the stop byte
     * @return the frame
     * @throws MalformedFrameException if one of these is wrong; the line survives
     */
    static LinkFrame decode(byte[] frame) throws MalformedFrameException {
        if (frame.length == 0) {
            throw new MalformedFrameException(0, "E5, 10 or 68", "no byte");
        }
        switch (frame[0] & 0xFF) {
            case SINGLE_CHARACTER -> {
                expectLength(frame, 1);
                return new Acknowledgement();
            }
            case 0x10 -> {
                expectLength(frame, 5);
                expectTrailer(frame, 1);
                return new Short(frame[1] & 0xFF, frame[2] & 0xFF);
            }
            case 0x68 -> {
                return longFrame(frame);
            }
            default -> throw new MalformedFrameException(0, "E5, 10 or 68", hex(frame[0]));
        }
    }

    /** @return the bytes of the wire */
    default byte[] encode() {
        if (this instanceof Short shortFrame) {
            byte[] frame = {0x10, (byte) shortFrame.control(), (byte) shortFrame.address(), 0, 0x16};
            frame[3] = checksum(frame, 1, 3);
            return frame;
        }
        if (this instanceof Long longFrame) {
            int length = 3 + longFrame.data().length;
            if (length > 255) {
                throw new IllegalArgumentException("user data has " + longFrame.data().length + " bytes; 252 fit");
            }
            byte[] frame = new byte[length + 6];
            frame[0] = 0x68;
            frame[1] = (byte) length;
            frame[2] = (byte) length;
            frame[3] = 0x68;
            frame[4] = (byte) longFrame.control();
            frame[5] = (byte) longFrame.address();
            frame[6] = (byte) longFrame.ci();
            System.arraycopy(longFrame.data(), 0, frame, 7, longFrame.data().length);
            frame[length + 4] = checksum(frame, 4, length + 4);
            frame[length + 5] = 0x16;
            return frame;
        }
        return new byte[] {(byte) SINGLE_CHARACTER};
    }

    private static Long longFrame(byte[] frame) throws MalformedFrameException {
        if (frame.length >= PRELUDE && frame[1] != frame[2]) {
            throw new MalformedFrameException(2, "the length " + hex(frame[1]) + " again", hex(frame[2]));
        }
        if (frame.length >= PRELUDE && frame[3] != 0x68) {
            throw new MalformedFrameException(3, "68", hex(frame[3]));
        }
        if (frame.length < 9) {
            throw new MalformedFrameException(frame.length, "a control or long frame of 9 bytes or more", "its end");
        }
        expectLength(frame, (frame[1] & 0xFF) + 6);
        expectTrailer(frame, 4);
        return new Long(
                frame[4] & 0xFF, frame[5] & 0xFF, frame[6] & 0xFF, Arrays.copyOfRange(frame, 7, frame.length - 2));
    }

    private static void expectLength(byte[] frame, int length) throws MalformedFrameException {
        if (frame.length != length) {
            throw new MalformedFrameException(
                    Math.min(frame.length, length), length + " bytes in the frame", String.valueOf(frame.length));
        }
    }

    private static void expectTrailer(byte[] frame, int bodyStart) throws MalformedFrameException {
        int checksumAt = frame.length - 2;
        byte expected = checksum(frame, bodyStart, checksumAt);
        if (frame[checksumAt] != expected) {
            throw new MalformedFrameException(checksumAt, "checksum " + hex(expected), hex(frame[checksumAt]));
        }
        if (frame[checksumAt + 1] != 0x16) {
            throw new MalformedFrameException(checksumAt + 1, "stop byte 16", hex(frame[checksumAt + 1]));
        }
    }

    private static byte checksum(byte[] frame, int from, int to) {
        int sum = 0;
        for (int i = from; i < to; i++) {
            sum += frame[i];
        }
        return (byte) sum;
    }

    private static String hex(byte value) {
        return HexFormat.of().withUpperCase().toHexDigits(value);
    }
}
