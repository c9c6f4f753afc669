package org.eclipse.kura.channel;

/** The number type that scale and offset are computed in. */
public enum ScaleOffsetType {
    DEFINED_BY_VALUE_TYPE,
    DOUBLE,
    LONG;

    /** The type of that name, in upper or lower case. */
    public static ScaleOffsetType getScaleOffsetType(String name) {
        for (ScaleOffsetType type : values()) {
            if (type.name().equalsIgnoreCase(name)) {
                return type;
            }
        }
        throw new IllegalArgumentException("No scale and offset type: " + name);
    }
}
