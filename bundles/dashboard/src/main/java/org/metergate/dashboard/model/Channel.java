package org.metergate.dashboard.model;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a channel said last.
 *
 * @param value a {@link Double}, {@link Long}, {@link String} or {@link Boolean}; present exactly if there is no error
 * @param unit of the value; empty for texts and ratios
 * @param time of the value, or of the failure
 * @param error why there is no value; empty if there is one
 */
public record Channel(String name, Optional<Object> value, String unit, Instant time, String error) {

    public Channel {
        Objects.requireNonNull(time, "time");
        if (value.isPresent() == !error.isEmpty()) {
            throw new IllegalArgumentException(name + " has either a value or an error");
        }
    }

    /** @return the value, if it is a number */
    public OptionalDouble number() {
        return value.isPresent() && value.get() instanceof Number number
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }
}
