package org.metergate.settings;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The properties of one component or channel, read one by one. A value that is missing takes its default; a value that
 * is wrong is noted as a {@link Problem} and takes its default too, so that one pass finds every problem.
 *
 * <p>Values may come as the type the form declares or as text: channel settings always come as text.
 */
public final class Properties {

    /**
     * A wrong value.
     *
     * @param key the property
     * @param text what is wrong with it and what would be right
     */
    public record Problem(String key, String text) {
        @Override
        public String toString() {
            return key + ": " + text;
        }
    }

    private final Map<String, ?> values;
    private final List<Problem> problems = new ArrayList<>();

    /** @param values the properties as the gateway hands them over */
    public Properties(Map<String, ?> values) {
        this.values = Map.copyOf(withoutNulls(values));
    }

    /**
     * Reads text.
     *
     * @param key the property
     * @param absent what a missing or empty value means
     * @return the text without surrounding blanks
     */
    public String text(String key, String absent) {
        String text = present(key);
        return text == null ? absent : text;
    }

    /**
     * Reads text that must be there.
     *
     * @param key the property
     * @param example what a right value looks like
     * @return the text, empty if missing (a problem is then noted)
     */
    public String required(String key, String example) {
        String text = present(key);
        if (text == null) {
            note(key, "is missing; expected a value like " + example);
            return "";
        }
        return text;
    }

    /**
     * Reads a whole number.
     *
     * @param key the property
     * @param absent what a missing or wrong value means
     * @param min smallest allowed value
     * @param max largest allowed value
     * @return the number
     */
    public int integer(String key, int absent, int min, int max) {
        return number(key, absent, min, max, text -> new BigDecimal(text).intValueExact());
    }

    /**
     * Reads a number with decimals.
     *
     * @param key the property
     * @param absent what a missing or wrong value means
     * @param min smallest allowed value
     * @param max largest allowed value
     * @return the number
     */
    public double decimal(String key, double absent, double min, double max) {
        return number(key, absent, min, max, Double::parseDouble);
    }

    /**
     * Reads a switch.
     *
     * @param key the property
     * @param absent what a missing or wrong value means
     * @return true or false
     */
    public boolean flag(String key, boolean absent) {
        String text = present(key);
        if (text == null) {
            return absent;
        }
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return Boolean.parseBoolean(text);
        }
        note(key, "is '" + text + "'; expected true or false");
        return absent;
    }

    /**
     * Reads a choice.
     *
     * @param <E> the choices
     * @param key the property
     * @param absent what a missing or wrong value means
     * @return the constant with that name, in any case
     */
    public <E extends Enum<E>> E choice(String key, E absent) {
        String text = present(key);
        if (text == null) {
            return absent;
        }
        List<String> names = new ArrayList<>();
        for (E constant : absent.getDeclaringClass().getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(text)) {
                return constant;
            }
            names.add(constant.name());
        }
        note(key, "is '" + text + "'; expected one of " + String.join(", ", names));
        return absent;
    }

    /**
     * Reads a value that has a text form of its own, such as an address or an OBIS code.
     *
     * @param <T> what it is
     * @param key the property
     * @param absent the text that a missing value stands for, or null if the property must be there
     * @param parser throws {@link IllegalArgumentException} with a message that says what was expected
     * @return the value, empty if missing or wrong (a problem is then noted)
     */
    public <T> Optional<T> parsed(String key, String absent, Function<String, T> parser) {
        String text = present(key);
        if (text == null && absent == null) {
            note(key, "is missing");
            return Optional.empty();
        }
        try {
            return Optional.of(parser.apply(text == null ? absent : text));
        } catch (IllegalArgumentException e) {
            note(key, e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Notes a problem that shows only when several values are seen together.
     *
     * @param key the property to change
     * @param text what is wrong and what would be right
     */
    public void note(String key, String text) {
        problems.add(new Problem(key, text));
    }

    /** @return every problem met until now, in the order of reading; empty if all is well */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    private <N extends Number & Comparable<N>> N number(
            String key, N absent, N min, N max, Function<String, N> parser) {
        String text = present(key);
        if (text == null) {
            return absent;
        }
        try {
            N value = parser.apply(text);
            if (value.compareTo(min) >= 0 && value.compareTo(max) <= 0) {
                return value;
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // falls to the note below: not a number of this kind
        }
        note(key, "is '" + text + "'; expected a number from " + min + " to " + max);
        return absent;
    }

    private String present(String key) {
        Object value = values.get(key);
        String text = value == null ? "" : value.toString().strip();
        return text.isEmpty() ? null : text;
    }

    private static Map<String, Object> withoutNulls(Map<String, ?> values) {
        Map<String, Object> present = new HashMap<>();
        values.forEach((key, value) -> {
            if (value != null) {
                present.put(key, value);
            }
        });
        return present;
    }
}
