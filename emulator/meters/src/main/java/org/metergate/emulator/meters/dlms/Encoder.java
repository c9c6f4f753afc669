package org.metergate.emulator.meters.dlms;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes A-XDR: values with their tags (IEC 62056-5-3, Data), and lengths. */
final class Encoder {
    private static final int NULL_DATA = 0;
    private static final int ARRAY = 1;
    private static final int BOOLEAN = 3;
    private static final int BIT_STRING = 4;
    private static final int DOUBLE_LONG = 5;
    private static final int DOUBLE_LONG_UNSIGNED = 6;
    private static final int OCTET_STRING = 9;
    private static final int VISIBLE_STRING = 10;
    private static final int INTEGER = 15;
    private static final int LONG = 16;
    private static final int UNSIGNED = 17;
    private static final int LONG_UNSIGNED = 18;
    private static final int STRUCTURE = 2;
    private static final int ENUM = 22;

    private Encoder() {}

    static byte[] doubleLong(long value) {
        return number(DOUBLE_LONG, value, 4);
    }

    static byte[] doubleLongUnsigned(long value) {
        return number(DOUBLE_LONG_UNSIGNED, value, 4);
    }

    static byte[] longSigned(long value) {
        return number(LONG, value, 2);
    }

    static byte[] longUnsigned(long value) {
        return number(LONG_UNSIGNED, value, 2);
    }

    static byte[] unsigned(int value) {
        return number(UNSIGNED, value, 1);
    }

    static byte[] octets(byte[] bytes) {
        return concat(new byte[] {OCTET_STRING}, length(bytes.length), bytes);
    }

    static byte[] nothing() {
        return new byte[] {NULL_DATA};
    }

    static byte[] bool(boolean value) {
        return new byte[] {BOOLEAN, (byte) (value ? 1 : 0)};
    }

    static byte[] integer(int value) {
        return number(INTEGER, value, 1);
    }

    static byte[] enumerated(int value) {
        return number(ENUM, value, 1);
    }

    static byte[] text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return concat(new byte[] {VISIBLE_STRING}, length(bytes.length), bytes);
    }

    /** @param bits how many of the bytes' bits count, from the highest of the first on */
    static byte[] bits(int bits, byte... bytes) {
        return concat(new byte[] {BIT_STRING}, length(bits), bytes);
    }

    static byte[] structure(byte[]... elements) {
        return many(STRUCTURE, List.of(elements));
    }

    static byte[] array(List<byte[]> elements) {
        return many(ARRAY, elements);
    }

    private static byte[] many(int tag, List<byte[]> elements) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        out.writeBytes(length(elements.size()));
        elements.forEach(out::writeBytes);
        return out.toByteArray();
    }

    /** The attribute scaler_unit: a structure of integer and enum. */
    static byte[] scalerUnit(int scaler, int unit) {
        return new byte[] {STRUCTURE, 2, INTEGER, (byte) scaler, ENUM, (byte) unit};
    }

    /** A length below 128 is one byte; else 81 or 82 says how many follow. */
    static byte[] length(int length) {
        if (length < 0x80) {
            return new byte[] {(byte) length};
        }
        return length <= 0xFF
                ? new byte[] {(byte) 0x81, (byte) length}
                : new byte[] {(byte) 0x82, (byte) (length >> 8), (byte) length};
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] number(int tag, long value, int size) {
        byte[] bytes = new byte[1 + size];
        bytes[0] = (byte) tag;
        for (int index = 0; index < size; index++) {
            bytes[size - index] = (byte) (value >> 8 * index);
        }
        return bytes;
    }
}
