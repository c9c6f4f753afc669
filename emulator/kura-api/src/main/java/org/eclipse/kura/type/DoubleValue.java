package org.eclipse.kura.type;

import org.osgi.annotation.versioning.ProviderType;

/** A value of the type DOUBLE. */
@ProviderType
public class DoubleValue implements TypedValue<Double> {
    private final double value;

    public DoubleValue(double value) {
        this.value = value;
    }

    @Override
    public DataType getType() {
        return DataType.DOUBLE;
    }

    @Override
    public Double getValue() {
        return value;
    }

    @Override
    public int compareTo(TypedValue<Double> other) {
        return Double.compare(value, other.getValue());
    }

    @Override
    public boolean equals(Object other) {
        return other != null
                && other.getClass() == getClass()
                && Double.compare(value, ((DoubleValue) other).value) == 0;
    }

    @Override
    public int hashCode() {
        return Double.hashCode(value);
    }

    @Override
    public String toString() {
        return "DoubleValue[" + value + "]";
    }
}
