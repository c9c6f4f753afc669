package org.metergate.emulator.gateway.snapshot;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.kura.configuration.Password;

/** The types a property of a snapshot may have, with the names they have in its XML. */
enum PropertyType {
    STRING("String", String.class, text -> text),
    LONG("Long", Long.class, Long::valueOf),
    DOUBLE("Double", Double.class, Double::valueOf),
    FLOAT("Float", Float.class, Float::valueOf),
    INTEGER("Integer", Integer.class, Integer::valueOf),
    BYTE("Byte", Byte.class, Byte::valueOf),
    CHAR("Char", Character.class, text -> text.charAt(0)),
    BOOLEAN("Boolean", Boolean.class, Boolean::valueOf),
    SHORT("Short", Short.class, Short::valueOf),
    PASSWORD("Password", Password.class, Password::new);

    private final String code;
    private final Class<?> type;
    private final Function<String, Object> parser;

    PropertyType(String code, Class<?> type, Function<String, Object> parser) {
        this.code = code;
        this.type = type;
        this.parser = parser;
    }

    String code() {
        return code;
    }

    static Optional<PropertyType> coded(String code) {
        return Arrays.stream(values()).filter(one -> one.code.equals(code)).findFirst();
    }

    /** The type of a value or of the members of an array of it. */
    static Optional<PropertyType> of(Object value) {
        Class<?> wanted = value.getClass().isArray() ? value.getClass().getComponentType() : value.getClass();
        return Arrays.stream(values()).filter(one -> one.type == wanted).findFirst();
    }

    /** @throws IllegalArgumentException (numbers) or IndexOutOfBoundsException (an empty Char) for text of another type */
    Object one(String text) {
        return parser.apply(text);
    }

    /** An array of the wrapper class: {@code Integer[]}, {@code String[]}. */
    Object many(List<String> texts) {
        Object array = Array.newInstance(type, texts.size());
        for (int i = 0; i < texts.size(); i++) {
            Array.set(array, i, one(texts.get(i)));
        }
        return array;
    }
}
