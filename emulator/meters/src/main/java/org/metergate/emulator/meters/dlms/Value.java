package org.metergate.emulator.meters.dlms;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A value that a client sent (IEC 62056-5-3, Data), as far as a meter looks into it.
 *
 * @param tag its type
 * @param number the value of whole numbers, booleans and enumerations; else 0
 * @param octets the bytes of strings, bit strings and times; else empty
 * @param elements of arrays and structures; else empty
 * @param encoded all of it, as it came
 */
record Value(int tag, long number, byte[] octets, List<Value> elements, byte[] encoded) {
    private static final int DEEPEST = 8;

    /**
     * Reads one value and leaves what follows.
     *
     * @throws IllegalArgumentException if it is of a type that no client sends
     * @throws java.nio.BufferUnderflowException if the bytes end too early
     */
    static Value read(ByteBuffer in) {
        return read(in, 0);
    }

    private static Value read(ByteBuffer in, int depth) {
        int from = in.position();
        int tag = in.get() & 0xFF;
        long number = 0;
        byte[] octets = {};
        List<Value> elements = new ArrayList<>();
        switch (tag) {
            case 0 -> {
                // null-data
            }
            case 1, 2 -> {
                int count = length(in);
                if (depth == DEEPEST || count > in.remaining()) {
                    throw new IllegalArgumentException("a list of " + count + " elements does not fit");
                }
                for (int index = 0; index < count; index++) {
                    elements.add(read(in, depth + 1));
                }
            }
            case 3, 13, 17, 22 -> number = in.get() & 0xFF;
            case 15 -> number = in.get();
            case 16 -> number = in.getShort();
            case 18 -> number = in.getShort() & 0xFFFF;
            case 5 -> number = in.getInt();
            case 6 -> number = in.getInt() & 0xFFFF_FFFFL;
            case 20, 21 -> number = in.getLong();
            case 4 -> octets = take(in, (length(in) + 7) / 8);
            case 9, 10, 12 -> octets = take(in, length(in));
            case 25 -> octets = take(in, 12);
            case 26 -> octets = take(in, 5);
            case 27 -> octets = take(in, 4);
            default -> throw new IllegalArgumentException("type " + tag);
        }
        byte[] encoded = new byte[in.position() - from];
        in.get(from, encoded);
        return new Value(tag, number, octets, List.copyOf(elements), encoded);
    }

    /** @throws IllegalArgumentException if there is no such element */
    Value element(int index) {
        if (index >= elements.size()) {
            throw new IllegalArgumentException("no element " + index);
        }
        return elements.get(index);
    }

    static int length(ByteBuffer in) {
        int first = in.get() & 0xFF;
        return switch (first) {
            case 0x81 -> in.get() & 0xFF;
            case 0x82 -> in.getShort() & 0xFFFF;
            default -> {
                if (first > 0x82) {
                    throw new IllegalArgumentException("a length of more than two bytes");
                }
                yield first;
            }
        };
    }

    static byte[] take(ByteBuffer in, int length) {
        if (length > in.remaining()) {
            throw new IllegalArgumentException(length + " bytes do not fit");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
