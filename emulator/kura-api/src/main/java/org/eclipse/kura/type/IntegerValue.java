package org.eclipse.kura.type;

import org.osgi.annotation.versioning.ProviderType;

/** A value of the type INTEGER. */
@ProviderType
public class IntegerValue implements TypedValue<Integer> {
    private final int value;

    public IntegerValue(int value) {
        this.value = value;
    }

    @Override
    public DataType getType() {
        return DataType.INTEGER;
    }

    @Override
    public Integer getValue() {
        return value;
    }

    @Override
    public int compareTo(TypedValue<Integer> other) {
        return Integer.compare(value, other.getValue());
    }

    @Override
    public boolean equals(Object other) {
        return other != null
                && other.getClass() == getClass()
                && Integer.compare(value, ((IntegerValue) other).value) == 0;
    }

    @Override
    public int hashCode() {
        return Integer.hashCode(value);
    }

    @Override
    public String toString() {
        return "IntegerValue[" + value + "]";
    }
}
