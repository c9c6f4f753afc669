package org.eclipse.kura.configuration.metatype;

/** The type of an attribute. */
public enum Scalar {
    STRING("String"),
    LONG("Long"),
    DOUBLE("Double"),
    FLOAT("Float"),
    INTEGER("Integer"),
    BYTE("Byte"),
    CHAR("Char"),
    BOOLEAN("Boolean"),
    SHORT("Short"),
    PASSWORD("Password");

    private final String value;

    Scalar(String value) {
        this.value = value;
    }

    /** The name as metatype files write it. */
    public String value() {
        return value;
    }

    /** The type of that name; {@code Character} is another name of {@link #CHAR}. */
    public static Scalar fromValue(String value) {
        if ("Character".equalsIgnoreCase(value)) {
            return CHAR;
        }
        for (Scalar scalar : values()) {
            if (scalar.value.equals(value)) {
                return scalar;
            }
        }
        throw new IllegalArgumentException(value);
    }
}
