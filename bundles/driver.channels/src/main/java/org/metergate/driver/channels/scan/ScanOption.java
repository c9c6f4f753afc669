package org.metergate.driver.channels.scan;

import java.util.Arrays;
import java.util.List;

/**
 * Something that may be said about a scan.
 *
 * @param key in {@link MeterScanner#start}
 * @param name what people read, with the unit if there is one
 * @param description what to enter
 * @param initial what is taken if nothing is said
 * @param kind how it is entered
 * @param choices the allowed values; empty if free
 */
public record ScanOption(String key, String name, String description, String initial, Kind kind, List<String> choices) {

    /** How a value is entered. */
    public enum Kind {
        /** One line. */
        TEXT,
        /** A whole number. */
        NUMBER,
        /** {@code true} or {@code false}. */
        FLAG,
        /** One of the choices. */
        CHOICE,
        /** One line that nobody may read over a shoulder; never given back. */
        SECRET
    }

    /** Keeps its own copy. */
    public ScanOption {
        choices = List.copyOf(choices);
    }

    /** @return an option with a free value */
    public static ScanOption of(Kind kind, String key, String name, String description, String initial) {
        return new ScanOption(key, name, description, initial, kind, List.of());
    }

    /** @return an option with a few allowed values, the constants of an enum */
    public static <E extends Enum<E>> ScanOption choice(String key, String name, String description, E initial) {
        return new ScanOption(
                key,
                name,
                description,
                initial.name(),
                Kind.CHOICE,
                Arrays.stream(initial.getDeclaringClass().getEnumConstants())
                        .map(Enum::name)
                        .toList());
    }
}
