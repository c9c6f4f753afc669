package org.metergate.model.frames;

import java.util.List;

/**
 * One layer of a frame.
 *
 * @param name such as {@code link layer}
 * @param standard that defines it, such as {@code EN 13757-2}
 * @param fields in their order
 */
public record Layer(String name, String standard, List<Field> fields) {

    /** Whether something that protects the frame held. */
    public enum Check {
        /** The field protects nothing. */
        NONE,
        /** It is what the bytes that it protects give. */
        HOLDS,
        /** It is not; all the same the frame can be shown, since a person has blotted a part of it out. */
        FAILS,
        /** It could not be tested, such as a tag without its key. */
        UNTESTED
    }

    /**
     * A field.
     *
     * @param name in the words of the standard
     * @param value for a person; bytes in hexadecimal digits
     * @param check whether it held
     */
    public record Field(String name, String value, Check check) {}

    /** Keeps its own copy. */
    public Layer {
        fields = List.copyOf(fields);
    }

    /**
     * @param name in the words of the standard
     * @param value for a person
     * @return a field that protects nothing
     */
    public static Field field(String name, Object value) {
        return new Field(name, String.valueOf(value), Check.NONE);
    }

    /**
     * @param name in the words of the standard
     * @param value for a person
     * @return a field that protects the frame, and holds
     */
    public static Field held(String name, Object value) {
        return new Field(name, String.valueOf(value), Check.HOLDS);
    }
}
