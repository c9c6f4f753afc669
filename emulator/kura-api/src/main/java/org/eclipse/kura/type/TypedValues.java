package org.eclipse.kura.type;

import java.util.Base64;
import java.util.Objects;
import org.osgi.annotation.versioning.ProviderType;

/** Makes typed values. */
@ProviderType
public final class TypedValues {
    private TypedValues() {}

    public static BooleanValue newBooleanValue(boolean value) {
        return new BooleanValue(value);
    }

    public static ByteArrayValue newByteArrayValue(byte[] value) {
        return new ByteArrayValue(value);
    }

    public static DoubleValue newDoubleValue(double value) {
        return new DoubleValue(value);
    }

    public static FloatValue newFloatValue(float value) {
        return new FloatValue(value);
    }

    public static IntegerValue newIntegerValue(int value) {
        return new IntegerValue(value);
    }

    public static LongValue newLongValue(long value) {
        return new LongValue(value);
    }

    public static StringValue newStringValue(String value) {
        return new StringValue(value);
    }

    /** The value by its Java class; any class but the seven, and null, is refused. */
    public static TypedValue<?> newTypedValue(Object value) {
        if (value instanceof Boolean b) {
            return new BooleanValue(b);
        }
        if (value instanceof byte[] bytes) {
            return new ByteArrayValue(bytes);
        }
        if (value instanceof Double d) {
            return new DoubleValue(d);
        }
        if (value instanceof Float f) {
            return new FloatValue(f);
        }
        if (value instanceof Integer i) {
            return new IntegerValue(i);
        }
        if (value instanceof Long l) {
            return new LongValue(l);
        }
        if (value instanceof String s) {
            return new StringValue(s);
        }
        throw new IllegalArgumentException(
                "No typed value for " + (value == null ? null : value.getClass().getName()));
    }

    /** Reads a value from text; byte arrays are in base64, and any text but {@code true} is the Boolean false. */
    public static TypedValue<?> parseTypedValue(DataType type, String value) {
        Objects.requireNonNull(value, "value");
        if (type == null) {
            throw new IllegalArgumentException("No type for " + value);
        }
        try {
            return switch (type) {
                case BOOLEAN -> new BooleanValue(Boolean.parseBoolean(value));
                case BYTE_ARRAY -> new ByteArrayValue(Base64.getDecoder().decode(value));
                case DOUBLE -> new DoubleValue(Double.parseDouble(value));
                case FLOAT -> new FloatValue(Float.parseFloat(value));
                case INTEGER -> new IntegerValue(Integer.parseInt(value));
                case LONG -> new LongValue(Long.parseLong(value));
                case STRING -> new StringValue(value);
            };
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Not of the type " + type + ": " + value, e);
        }
    }
}
