package org.metergate.publisher.homeassistant;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/**
 * What Home Assistant is told of one channel. It is made of the first good value and changes only with its unit or kind.
 *
 * @param channel name of the channel
 * @param kind of its values
 * @param unit as the record has it
 */
record Entity(String channel, Kind kind, String unit) {

    /** What values a channel has. */
    enum Kind {
        /** Numbers. */
        NUMBER,
        /** Texts. */
        TEXT,
        /** True or false. */
        FLAG
    }

    /** The classes of the analysis that need somebody's attention. */
    private static final String CLASS_ENDING = ".class";

    /**
     * Makes the entity of a good sample.
     *
     * @param channel name of the channel
     * @param sample with a value
     * @return the entity
     */
    static Entity of(String channel, MeterRecord.Sample sample) {
        Object value = sample.value().orElseThrow();
        if (value instanceof BigDecimal) {
            return new Entity(channel, Kind.NUMBER, sample.unit());
        }
        return new Entity(channel, value instanceof Boolean ? Kind.FLAG : Kind.TEXT, "");
    }

    /** @return name of its component, of its value in the state, and the end of its unique id; stable for ever */
    String id() {
        return Id.of(channel);
    }

    /** @return whether it names a class, of which some are a problem */
    boolean isClass() {
        return kind == Kind.TEXT && channel.endsWith(CLASS_ENDING);
    }

    /** @return name of the component that tells whether the class is a problem */
    String problemId() {
        return id() + "_problem";
    }

    /**
     * Finds its shape.
     *
     * @param meter name of the meter
     * @param wanted what the user said it is
     * @return the shape
     */
    Shape shape(String meter, Optional<Shape.Wanted> wanted) {
        Object example =
                switch (kind) {
                    case NUMBER -> BigDecimal.ZERO;
                    case TEXT -> "";
                    case FLAG -> Boolean.FALSE;
                };
        return Shape.of(meter, channel, example, unit, wanted);
    }

    /**
     * Tells whether a class needs attention.
     *
     * @param name of the class
     * @return whether it is {@code DEGRADED} or {@code CRITICAL}
     */
    static boolean isProblem(String name) {
        String upper = name.strip().toUpperCase(Locale.ROOT);
        return upper.equals("CRITICAL") || upper.equals("DEGRADED");
    }
}
