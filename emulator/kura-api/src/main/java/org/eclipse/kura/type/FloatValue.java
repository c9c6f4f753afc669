package org.eclipse.kura.type;

import org.osgi.annotation.versioning.ProviderType;

/** A value of the type FLOAT. */
@ProviderType
public class FloatValue implements TypedValue<Float> {
    private final float value;

    public FloatValue(float value) {
        this.value = value;
    }

    @Override
    public DataType getType() {
        return DataType.FLOAT;
    }

    @Override
    public Float getValue() {
        return value;
    }

    @Override
    public int compareTo(TypedValue<Float> other) {
        return Float.compare(value, other.getValue());
    }

    @Override
    public boolean equals(Object other) {
        return other != null && other.getClass() == getClass() && Float.compare(value, ((FloatValue) other).value) == 0;
    }

    @Override
    public int hashCode() {
        return Float.hashCode(value);
    }

    @Override
    public String toString() {
        return "FloatValue[" + value + "]";
    }
}
