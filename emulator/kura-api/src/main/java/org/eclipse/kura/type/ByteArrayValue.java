package org.eclipse.kura.type;

import java.util.Arrays;
import java.util.Objects;
import org.osgi.annotation.versioning.ProviderType;

/** A value of the type BYTE_ARRAY; compares byte by byte without sign. */
@ProviderType
public class ByteArrayValue implements TypedValue<byte[]> {
    private final byte[] value;

    /** Keeps the array itself. */
    public ByteArrayValue(byte[] value) {
        this.value = Objects.requireNonNull(value, "value");
    }

    @Override
    public DataType getType() {
        return DataType.BYTE_ARRAY;
    }

    @Override
    public byte[] getValue() {
        return value;
    }

    @Override
    public int compareTo(TypedValue<byte[]> other) {
        return Arrays.compareUnsigned(value, other.getValue());
    }

    @Override
    public boolean equals(Object other) {
        return other != null && other.getClass() == getClass() && Arrays.equals(value, ((ByteArrayValue) other).value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "ByteArrayValue[" + Arrays.toString(value) + "]";
    }
}
