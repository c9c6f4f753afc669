package org.eclipse.kura.core.configuration.metatype;

/** The type of an attribute, as {@link Tad} holds it. */
public enum Tscalar {
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

    Tscalar(String value) {
        this.value = value;
    }

    /** The name as metatype files write it. */
    public String value() {
        return value;
    }

    /** The type of exactly that name. */
    public static Tscalar fromValue(String value) {
        for (Tscalar scalar : values()) {
            if (scalar.value.equals(value)) {
                return scalar;
            }
        }
        throw new IllegalArgumentException(value);
    }
}
