package org.eclipse.kura.type;

import org.osgi.annotation.versioning.ProviderType;

/** A value of the type STRING; null becomes an empty text. */
@ProviderType
public class StringValue implements TypedValue<String> {
    private final String value;

    public StringValue(String value) {
        this.value = value == null ? "" : value;
    }

    @Override
    public DataType getType() {
        return DataType.STRING;
    }

    @Override
    public String getValue() {
        return value;
    }

    @Override
    public int compareTo(TypedValue<String> other) {
        return value.compareTo(other.getValue());
    }

    @Override
    public boolean equals(Object other) {
        return other != null && other.getClass() == getClass() && value.equals(((StringValue) other).value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "StringValue[" + value + "]";
    }
}
