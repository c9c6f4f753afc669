package org.metergate.iec62056p21;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.metergate.transport.MalformedFrameException;

/**
 * Reads the elements of an SML file one by one (SML 1.04, 6: type-length fields). The length of a list is how many
 * elements follow, of anything else how many bytes, the type-length field included.
 */
final class SmlReader {
    private static final int MORE = 0x80;
    private static final int DEEPEST = 16;
    private static final int LONGEST_NUMBER = 8;

    /** Types, bits 6 to 4 of the first byte of a type-length field. */
    private enum Type {
        OCTETS(0),
        BOOLEAN(4),
        INTEGER(5),
        UNSIGNED(6),
        LIST(7);

        private final int code;

        Type(int code) {
            this.code = code;
        }
    }

    private final byte[] file;
    private int at;
    private int start; // of the element whose type-length field was read last
    private Type type = Type.OCTETS;
    private int length;

    SmlReader(byte[] file) {
        this.file = file;
    }

    /** @return index of the next byte */
    int position() {
        return at;
    }

    /** @return whether every byte was read */
    boolean isAtEnd() {
        return at >= file.length;
    }

    /**
     * @param what for messages
     * @param expected how many elements it has
     * @throws MalformedFrameException if there is no list of that many elements
     */
    void list(String what, int expected) throws MalformedFrameException {
        int found = list(what);
        if (found != expected) {
            throw wrong(what + " with " + expected + " elements", found + " elements");
        }
    }

    /** @return how many elements follow */
    int list(String what) throws MalformedFrameException {
        open();
        if (type != Type.LIST) {
            throw wrong(what + ", a list", found());
        }
        return length;
    }

    /** @return how many elements follow; empty if there is no list but the mark of what was left out */
    Optional<Integer> optionalList(String what) throws MalformedFrameException {
        if (isAbsent()) {
            return Optional.empty();
        }
        return Optional.of(list(what));
    }

    /** @return the bytes; empty if it was left out */
    Optional<byte[]> octets(String what) throws MalformedFrameException {
        open();
        if (type != Type.OCTETS) {
            throw wrong(what + ", octets", found());
        }
        return length == 0 ? Optional.empty() : Optional.of(taken());
    }

    /** @return the number; empty if it was left out */
    Optional<BigInteger> number(String what) throws MalformedFrameException {
        open();
        if (type == Type.OCTETS && length == 0) {
            return Optional.empty();
        }
        if (type != Type.INTEGER && type != Type.UNSIGNED) {
            throw wrong(what + ", a number", found());
        }
        return Optional.of(takenNumber(what));
    }

    /** @return a value of any type: {@code byte[]}, {@link Boolean} or {@link BigInteger}; empty if it was left out */
    Optional<Object> value(String what) throws MalformedFrameException {
        open();
        return switch (type) {
            case OCTETS -> length == 0 ? Optional.empty() : Optional.of(taken());
            case BOOLEAN -> {
                if (length != 1) {
                    throw wrong(what + ", a boolean of one byte", found());
                }
                yield Optional.of(taken()[0] != 0);
            }
            case INTEGER, UNSIGNED -> Optional.of(takenNumber(what));
            case LIST -> {
                skip(length, 1);
                yield Optional.empty(); // a list as a value (SML 1.05) has no number
            }
        };
    }

    /** Leaves an element of any type out, with everything in it. */
    void skip() throws MalformedFrameException {
        skip(1, 0);
    }

    /** @return whether the next element is a list */
    boolean isList() {
        return at < file.length && (file[at] >> 4 & 7) == Type.LIST.code;
    }

    /** Takes the single byte 00 that ends a message. */
    void endOfMessage() throws MalformedFrameException {
        if (at >= file.length || file[at] != 0) {
            start = at;
            throw wrong("00 at the end of a message", at >= file.length ? "the end" : String.format("%02X", file[at]));
        }
        at++;
    }

    /** Takes the mark of an element that was left out, if it is there. */
    private boolean isAbsent() {
        boolean absent = at < file.length && file[at] == 1;
        if (absent) {
            at++;
        }
        return absent;
    }

    private void skip(int elements, int depth) throws MalformedFrameException {
        if (depth > DEEPEST) {
            throw wrong("lists in lists, " + DEEPEST + " deep at most", "more");
        }
        for (int i = 0; i < elements; i++) {
            open();
            if (type == Type.LIST) {
                skip(length, depth + 1);
            } else {
                at += length;
            }
        }
    }

    /** Reads a type-length field; afterwards all that belongs to the element is known to be there. */
    private void open() throws MalformedFrameException {
        start = at;
        int size = 0;
        int bytes = 0;
        int first = next();
        int field = first;
        size = field & 0x0F;
        bytes = 1;
        while ((field & MORE) != 0) {
            field = next();
            bytes++;
            size = size << 4 | field & 0x0F;
            if (size > file.length || bytes > WIDEST_FIELD) {
                throw wrong("an element that fits into the file", "a length of " + size);
            }
        }
        type = typeOf(first >> 4 & 7);
        length = type == Type.LIST ? size : size - bytes;
        if (length < 0 || length > file.length - at) {
            throw wrong("an element that fits into the file", "a length of " + size);
        }
    }

    private static final int WIDEST_FIELD = 4;

    private Type typeOf(int code) throws MalformedFrameException {
        for (Type known : Type.values()) {
            if (known.code == code) {
                return known;
            }
        }
        throw wrong("octets, a boolean, a number or a list", "type " + code);
    }

    private BigInteger takenNumber(String what) throws MalformedFrameException {
        if (length < 1 || length > LONGEST_NUMBER) {
            throw wrong(what + ", a number of 1 to 8 bytes", found());
        }
        byte[] bytes = taken();
        return type == Type.UNSIGNED ? new BigInteger(1, bytes) : new BigInteger(bytes);
    }

    private byte[] taken() {
        byte[] bytes = Arrays.copyOfRange(file, at, at + length);
        at += length;
        return bytes;
    }

    private int next() throws MalformedFrameException {
        if (at >= file.length) {
            throw wrong("an element", "the end of the file");
        }
        return file[at++] & 0xFF;
    }

    private String found() {
        return type + " of " + length + (type == Type.LIST ? " elements" : " bytes");
    }

    private MalformedFrameException wrong(String expected, String found) {
        return new MalformedFrameException(start, expected, found);
    }
}
