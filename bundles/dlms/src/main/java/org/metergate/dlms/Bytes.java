package org.metergate.dlms;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import org.metergate.transport.MalformedFrameException;

/**
 * Reads a frame from its first byte to its last; every step past the end is a {@link MalformedFrameException} that
 * says where. Numbers are big-endian, as everywhere in DLMS but in the check sequences of HDLC.
 */
final class Bytes {
    private final byte[] bytes;
    private final int end;
    private int position;

    Bytes(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    Bytes(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.position = from;
        this.end = end;
    }

    int position() {
        return position;
    }

    int remaining() {
        return end - position;
    }

    boolean atEnd() {
        return position == end;
    }

    /** Looks at a byte without taking it; -1 past the end. */
    int peek(int ahead) {
        return position + ahead < end ? bytes[position + ahead] & 0xFF : -1;
    }

    int u8(String what) throws MalformedFrameException {
        if (atEnd()) {
            throw new EndedException(position, what, "the end");
        }
        return bytes[position++] & 0xFF;
    }

    int u16(String what) throws MalformedFrameException {
        return u8(what) << 8 | u8(what);
    }

    long u32(String what) throws MalformedFrameException {
        return (long) u16(what) << 16 | u16(what);
    }

    byte[] take(int length, String what) throws MalformedFrameException {
        if (length > remaining()) {
            throw new EndedException(position, length + " bytes of " + what, remaining() + " bytes before the end");
        }
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }

    byte[] rest() {
        byte[] rest = Arrays.copyOfRange(bytes, position, end);
        position = end;
        return rest;
    }

    void expect(int value, String what) throws MalformedFrameException {
        int at = position;
        int found = u8(what);
        if (found != value) {
            throw new MalformedFrameException(at, what + " " + hex(value), hex(found));
        }
    }

    /** Reads a length of A-XDR or BER: one byte below 80, else 81 to 84 and that many bytes (IEC 61334-6, 6.1). */
    int length(String what) throws MalformedFrameException {
        int at = position;
        int first = u8("length of " + what);
        if (first < 0x80) {
            return first;
        }
        int octets = first & 0x7F;
        if (octets < 1 || octets > 4) {
            throw new MalformedFrameException(at, "length of " + what, hex(first));
        }
        long length = 0;
        for (int octet = 0; octet < octets; octet++) {
            length = length << 8 | u8("length of " + what);
        }
        if (length > Integer.MAX_VALUE) {
            throw new MalformedFrameException(at, "length of " + what, length + " bytes");
        }
        return (int) length;
    }

    void nothingMore(String after) throws MalformedFrameException {
        if (!atEnd()) {
            throw new MalformedFrameException(position, "the end after " + after, remaining() + " more bytes");
        }
    }

    MalformedFrameException malformed(int at, String expected, String found) {
        return new MalformedFrameException(at, expected, found);
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** Writes a length as {@link #length(String)} reads it. */
    static byte[] length(int length) {
        if (length < 0x80) {
            return new byte[] {(byte) length};
        }
        if (length < 0x100) {
            return new byte[] {(byte) 0x81, (byte) length};
        }
        if (length < 0x10000) {
            return new byte[] {(byte) 0x82, (byte) (length >> 8), (byte) length};
        }
        return new byte[] {
            (byte) 0x84, (byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length
        };
    }

    static String hex(int value) {
        return String.format("%02X", value);
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }
}
