package org.eclipse.kura.type;

import org.osgi.annotation.versioning.ProviderType;

/** A value of the type LONG. */
@ProviderType
public class LongValue implements TypedValue<Long> {
    private final long value;

    public LongValue(long value) {
        this.value = value;
    }

    @Override
    public DataType getType() {
        return DataType.LONG;
    }

    @Override
    public Long getValue() {
        return value;
    }

    @Override
    public int compareTo(TypedValue<Long> other) {
        return Long.compare(value, other.getValue());
    }

    @Override
    public boolean equals(Object other) {
        return other != null && other.getClass() == getClass() && Long.compare(value, ((LongValue) other).value) == 0;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(value);
    }

    @Override
    public String toString() {
        return "LongValue[" + value + "]";
    }
}
