package org.metergate.publisher.outbox;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What one channel of a meter said.
 *
 * @param channel its name
 * @param value a Boolean, byte[], Double, Float, Integer, Long or String, numbers finite; empty if and only if there is an
 *     error
 * @param unit of the value, empty if it has none
 * @param time when the value held, or was missing
 * @param error why there is no value, in one sentence; empty if there is one
 * @param computed whether it was computed from readings instead of read from the meter
 */
public record Point(String channel, Optional<Object> value, String unit, Instant time, String error, boolean computed) {

    /** @throws IllegalArgumentException if value and error contradict each other, or no destination could take the value */
    public Point {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(time, "time");
        if (value.isPresent() != error.isEmpty()) {
            throw new IllegalArgumentException(channel + " has a value or an error, and never both");
        }
        value.ifPresent(given -> check(channel, given));
    }

    /**
     * A value.
     *
     * @param channel its name
     * @param value see the class
     * @param unit empty if it has none
     * @param time when it held
     * @return the point, as read from the meter
     */
    public static Point good(String channel, Object value, String unit, Instant time) {
        return new Point(channel, Optional.of(value), unit, time, "", false);
    }

    /**
     * A value that is missing.
     *
     * @param channel its name
     * @param error why, in one sentence
     * @param time when it was missed
     * @return the point
     */
    public static Point bad(String channel, String error, Instant time) {
        return new Point(channel, Optional.empty(), "", time, error, false);
    }

    /** @return whether there is a value */
    public boolean isGood() {
        return value.isPresent();
    }

    /** @return whether a value is a number that JSON and line protocol know */
    static boolean isFinite(Object value) {
        return !(value instanceof Double d && !Double.isFinite(d)) && !(value instanceof Float f && !Float.isFinite(f));
    }

    private static void check(String channel, Object value) {
        boolean known = value instanceof Boolean
                || value instanceof byte[]
                || value instanceof Double
                || value instanceof Float
                || value instanceof Integer
                || value instanceof Long
                || value instanceof String;
        if (!known || !isFinite(value)) {
            throw new IllegalArgumentException(channel + " is " + value + " of "
                    + value.getClass().getSimpleName() + ", which cannot be published");
        }
    }
}
