package org.eclipse.kura.type;

/** The types that a value of a channel or wire can have. */
public enum DataType {
    BOOLEAN,
    BYTE_ARRAY,
    DOUBLE,
    INTEGER,
    LONG,
    FLOAT,
    STRING;

    /** The type of that name, in upper or lower case. */
    public static DataType getDataType(String name) {
        for (DataType type : values()) {
            if (type.name().equalsIgnoreCase(name)) {
                return type;
            }
        }
        throw new IllegalArgumentException("No data type: " + name);
    }
}
