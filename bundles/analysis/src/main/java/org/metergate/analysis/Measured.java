package org.metergate.analysis;

import java.util.OptionalDouble;

/**
 * What a meter measured on one phase, or in total, at one moment. Whatever it did not measure is empty.
 *
 * @param voltage rms, phase to neutral, in V, 0 or more; empty for a total
 * @param current rms, harmonics included, in A, 0 or more; empty for a total
 * @param active in W, positive from the grid
 * @param reactive of the fundamental, in var, positive inductive
 */
public record Measured(OptionalDouble voltage, OptionalDouble current, OptionalDouble active, OptionalDouble reactive) {

    /** @throws IllegalArgumentException if a value is not finite, or a voltage or current is negative */
    public Measured {
        finite("voltage", voltage);
        finite("current", current);
        finite("active power", active);
        finite("reactive power", reactive);
        if (voltage.orElse(0) < 0 || current.orElse(0) < 0) {
            throw new IllegalArgumentException("rms values are never negative: " + voltage + ", " + current);
        }
    }

    /**
     * A total over all phases.
     *
     * @param active in W
     * @param reactive in var
     * @return the total, without voltage and current
     */
    public static Measured total(OptionalDouble active, OptionalDouble reactive) {
        return new Measured(OptionalDouble.empty(), OptionalDouble.empty(), active, reactive);
    }

    private static void finite(String name, OptionalDouble value) {
        if (!Double.isFinite(value.orElse(0))) {
            throw new IllegalArgumentException("the " + name + " is " + value.getAsDouble());
        }
    }
}
