package org.metergate.emulator.cloud.eclipseiot;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The wire format of protocol buffers, as far as Kura's payload needs it: varints (type 0), 64 bit (1), length-delimited
 * (2) and 32 bit (5) fields. Fixed-width numbers have their low byte first.
 */
final class Protobuf {

    static final int VARINT = 0;
    static final int FIXED_64 = 1;
    static final int BYTES = 2;
    static final int FIXED_32 = 5;

    /** Writes the fields of one message. */
    static final class Writer {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Writer varint(int field, long value) {
            return raw(((long) field << 3) | VARINT).raw(value);
        }

        Writer fixed(int field, double value) {
            raw(((long) field << 3) | FIXED_64);
            out.writeBytes(little(8).putDouble(value).array());
            return this;
        }

        Writer fixed(int field, float value) {
            raw(((long) field << 3) | FIXED_32);
            out.writeBytes(little(4).putFloat(value).array());
            return this;
        }

        Writer bytes(int field, byte[] value) {
            raw(((long) field << 3) | BYTES).raw(value.length);
            out.writeBytes(value);
            return this;
        }

        Writer text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        byte[] toBytes() {
            return out.toByteArray();
        }

        /** Seven bits a byte, lowest first; the highest bit says that more follow. */
        private Writer raw(long value) {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                out.write((int) (rest & 0x7f) | 0x80);
                rest >>>= 7;
            }
            out.write((int) rest);
            return this;
        }
    }

    /** Reads the fields of one message, one after the other. */
    static final class Reader {
        private final ByteBuffer in;
        private int field;
        private int type;
        private long number;
        private byte[] bytes = {};

        Reader(byte[] message) {
            this.in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        }

        /**
         * Goes to the next field.
         *
         * @return whether there is one
         * @throws IllegalArgumentException if the bytes are no such message
         */
        boolean next() {
            if (!in.hasRemaining()) {
                return false;
            }
            try {
                long key = varint();
                field = (int) (key >>> 3);
                type = (int) (key & 7);
                switch (type) {
                    case VARINT -> number = varint();
                    case FIXED_64 -> number = in.getLong();
                    case FIXED_32 -> number = in.getInt();
                    case BYTES -> bytes = delimited();
                    default -> throw new IllegalArgumentException(
                            "wire type " + type + " at byte " + in.position() + " is none of 0, 1, 2 and 5");
                }
                return true;
            } catch (BufferUnderflowException e) {
                throw new IllegalArgumentException("the message ends within field " + field, e);
            }
        }

        int field() {
            return field;
        }

        long number() {
            return number;
        }

        double asDouble() {
            return Double.longBitsToDouble(number);
        }

        float asFloat() {
            return Float.intBitsToFloat((int) number);
        }

        byte[] bytes() {
            return Arrays.copyOf(bytes, bytes.length);
        }

        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        private byte[] delimited() {
            long length = varint();
            if (length < 0 || length > in.remaining()) {
                throw new IllegalArgumentException(
                        "field " + field + " claims " + length + " bytes of " + in.remaining());
            }
            byte[] value = new byte[(int) length];
            in.get(value);
            return value;
        }

        private long varint() {
            long value = 0;
            for (int shift = 0; shift < 64; shift += 7) {
                byte b = in.get();
                value |= (b & 0x7fL) << shift;
                if (b >= 0) {
                    return value;
                }
            }
            throw new IllegalArgumentException("a number before byte " + in.position() + " is longer than 64 bits");
        }
    }

    private Protobuf() {}

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
