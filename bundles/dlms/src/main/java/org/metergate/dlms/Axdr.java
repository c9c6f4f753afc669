package org.metergate.dlms;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.metergate.transport.MalformedFrameException;

/** Decodes and encodes attribute values: A-XDR (IEC 61334-6) of the type Data (IEC 62056-5-3). */
final class Axdr {
    /** Deeper nesting occurs in no meter and would only exhaust the stack. */
    private static final int DEEPEST = 24;

    private Axdr() {}

    /**
     * Reads one value and leaves what follows.
     *
     * @param in the bytes, at the tag
     * @return the value
     * @throws MalformedFrameException if a tag is unknown or the bytes end too early
     */
    static Data read(Bytes in) throws MalformedFrameException {
        return tagged(in, 0);
    }

    /**
     * Writes one value with its tag.
     *
     * @throws IllegalArgumentException if the value does not fit its type
     */
    static byte[] write(Data data) {
        byte[] tag = {(byte) data.type().tag()};
        if (data instanceof Data.Bool bool) {
            return Bytes.concat(tag, new byte[] {(byte) (bool.value() ? 1 : 0)});
        }
        if (data instanceof Data.Numeric numeric) {
            return Bytes.concat(tag, digits(numeric));
        }
        if (data instanceof Data.Code code) {
            return Bytes.concat(tag, new byte[] {(byte) code.value()});
        }
        if (data instanceof Data.Octets octets) {
            boolean fixed = octets.type() == DataType.DATE_TIME
                    || octets.type() == DataType.DATE
                    || octets.type() == DataType.TIME;
            int length = octets.type() == DataType.BIT_STRING ? octets.bytes().length * 8 : octets.bytes().length;
            return fixed ? Bytes.concat(tag, octets.bytes()) : Bytes.concat(tag, Bytes.length(length), octets.bytes());
        }
        if (data instanceof Data.Text text) {
            Charset charset =
                    text.type() == DataType.UTF8_STRING ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
            byte[] bytes = text.text().getBytes(charset);
            return Bytes.concat(tag, Bytes.length(bytes.length), bytes);
        }
        if (data instanceof Data.Many many) {
            byte[] all = Bytes.concat(tag, Bytes.length(many.elements().size()));
            for (Data element : many.elements()) {
                all = Bytes.concat(all, write(element));
            }
            return all;
        }
        return tag;
    }

    private static byte[] digits(Data.Numeric numeric) {
        if (numeric.type() == DataType.FLOAT32) {
            return ByteBuffer.allocate(4).putFloat(numeric.value().floatValue()).array();
        }
        if (numeric.type() == DataType.FLOAT64) {
            return ByteBuffer.allocate(8)
                    .putDouble(numeric.value().doubleValue())
                    .array();
        }
        int bits = numeric.type().wholeBytes() * 8;
        BigInteger value;
        try {
            value = numeric.value().toBigIntegerExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    numeric.value() + " is no whole number, as " + numeric.type() + " is", e);
        }
        boolean fits =
                numeric.type().signed() ? value.bitLength() < bits : value.signum() >= 0 && value.bitLength() <= bits;
        if (!fits) {
            throw new IllegalArgumentException(value + " does not fit into " + numeric.type());
        }
        byte[] bytes = new byte[bits / 8];
        for (int index = bytes.length - 1, shift = 0; index >= 0; index--, shift += 8) {
            bytes[index] = value.shiftRight(shift).byteValue();
        }
        return bytes;
    }

    private static Data tagged(Bytes in, int depth) throws MalformedFrameException {
        return content(type(in), in, depth);
    }

    private static DataType type(Bytes in) throws MalformedFrameException {
        int at = in.position();
        int tag = in.u8("a data tag");
        return DataType.ofTag(tag).orElseThrow(() -> in.malformed(at, "a data tag of IEC 62056-5-3", Bytes.hex(tag)));
    }

    private static Data content(DataType type, Bytes in, int depth) throws MalformedFrameException {
        if (depth > DEEPEST) {
            throw in.malformed(in.position(), "at most " + DEEPEST + " levels of structure", "more");
        }
        return switch (type) {
            case NULL_DATA -> new Data.Nothing();
            case BOOLEAN -> new Data.Bool(in.u8("a boolean") != 0);
            case INTEGER,
                    LONG,
                    DOUBLE_LONG,
                    LONG64,
                    UNSIGNED,
                    LONG_UNSIGNED,
                    DOUBLE_LONG_UNSIGNED,
                    LONG64_UNSIGNED -> whole(type, in);
            case ENUM, BCD -> new Data.Code(type, in.u8("a code"));
            case FLOAT32 -> real(type, in);
            case FLOAT64 -> real(type, in);
            case BIT_STRING -> bits(in);
            case OCTET_STRING -> new Data.Octets(type, in.take(in.length("an octet string"), "an octet string"));
            case VISIBLE_STRING -> text(type, in, StandardCharsets.ISO_8859_1);
            case UTF8_STRING -> text(type, in, StandardCharsets.UTF_8);
            case DATE_TIME -> new Data.Octets(type, in.take(12, "a date-time"));
            case DATE -> new Data.Octets(type, in.take(5, "a date"));
            case TIME -> new Data.Octets(type, in.take(4, "a time"));
            case ARRAY, STRUCTURE -> many(type, in, depth);
            case COMPACT_ARRAY -> compact(in, depth);
        };
    }

    private static Data whole(DataType type, Bytes in) throws MalformedFrameException {
        byte[] bytes = in.take(type.wholeBytes(), "a number");
        BigInteger value = type.signed() ? new BigInteger(bytes) : new BigInteger(1, bytes);
        return new Data.Numeric(type, new BigDecimal(value));
    }

    private static Data real(DataType type, Bytes in) throws MalformedFrameException {
        int at = in.position();
        ByteBuffer bytes = ByteBuffer.wrap(in.take(type == DataType.FLOAT32 ? 4 : 8, "a floating point number"));
        String digits =
                type == DataType.FLOAT32 ? Float.toString(bytes.getFloat()) : Double.toString(bytes.getDouble());
        try {
            return new Data.Numeric(type, new BigDecimal(digits));
        } catch (NumberFormatException e) {
            throw in.malformed(at, "a finite number", digits);
        }
    }

    private static Data bits(Bytes in) throws MalformedFrameException {
        int bits = in.length("a bit string");
        return new Data.Octets(DataType.BIT_STRING, in.take((int) ((bits + 7L) / 8), "a bit string"));
    }

    private static Data text(DataType type, Bytes in, Charset charset) throws MalformedFrameException {
        int at = in.position();
        byte[] bytes = in.take(in.length("a string"), "a string");
        try {
            return new Data.Text(
                    type, charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            throw in.malformed(at, "characters of " + charset, Bytes.hex(bytes));
        }
    }

    private static Data many(DataType type, Bytes in, int depth) throws MalformedFrameException {
        int at = in.position();
        int count = in.length("a list");
        if (count > in.remaining()) { // the smallest element, null-data, takes one byte
            throw new EndedException(at, count + " elements", in.remaining() + " bytes before the end");
        }
        List<Data> elements = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            elements.add(tagged(in, depth + 1));
        }
        return new Data.Many(type, List.copyOf(elements));
    }

    /** The type once, then the elements without their tags (IEC 62056-5-3, compact-array). */
    private static Data compact(Bytes in, int depth) throws MalformedFrameException {
        Shape shape = Shape.read(in, depth);
        byte[] contents = in.take(in.length("a compact array"), "a compact array");
        Bytes inner = new Bytes(contents);
        List<Data> elements = new ArrayList<>();
        while (!inner.atEnd()) {
            elements.add(shape.element(inner, depth + 1));
        }
        return new Data.Many(DataType.ARRAY, List.copyOf(elements));
    }

    /** A type description of a compact array. */
    private record Shape(DataType type, int count, List<Shape> parts) {

        static Shape read(Bytes in, int depth) throws MalformedFrameException {
            if (depth > DEEPEST) {
                throw in.malformed(in.position(), "at most " + DEEPEST + " levels of structure", "more");
            }
            int at = in.position();
            DataType type = Axdr.type(in);
            List<Shape> parts = new ArrayList<>();
            switch (type) {
                case ARRAY -> {
                    int count = in.u16("a number of elements");
                    if (count == 0) {
                        throw in.malformed(at, "an array of 1 or more elements", "none");
                    }
                    parts.add(read(in, depth + 1));
                    return new Shape(type, count, List.copyOf(parts));
                }
                case STRUCTURE -> {
                    int count = in.length("a structure");
                    if (count == 0) {
                        throw in.malformed(at, "a structure of 1 or more elements", "none");
                    }
                    for (int index = 0; index < count; index++) {
                        parts.add(read(in, depth + 1));
                    }
                    return new Shape(type, count, List.copyOf(parts));
                }
                    // an element that takes no byte would let a few bytes unpack to any number of elements
                case COMPACT_ARRAY, NULL_DATA -> throw in.malformed(at, "a type of an element", type.name());
                default -> {
                    return new Shape(type, 0, List.of());
                }
            }
        }

        Data element(Bytes in, int depth) throws MalformedFrameException {
            if (type != DataType.ARRAY && type != DataType.STRUCTURE) {
                return content(type, in, depth);
            }
            List<Data> elements = new ArrayList<>();
            for (int index = 0; index < count; index++) {
                elements.add(parts.get(type == DataType.ARRAY ? 0 : index).element(in, depth + 1));
            }
            return new Data.Many(type, List.copyOf(elements));
        }
    }
}
