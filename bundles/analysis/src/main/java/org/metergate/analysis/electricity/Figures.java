package org.metergate.analysis.electricity;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.metergate.analysis.Quadrant;

/**
 * Figures of one phase, or of a total.
 *
 * @param values by figure; what is not known is not in it
 */
public record Figures(Map<Figure, Value> values) {

    /** Nothing known. */
    public static final Figures NONE = new Figures(Map.of());

    public Figures {
        Map<Figure, Value> sorted = new EnumMap<>(Figure.class);
        sorted.putAll(values);
        values = Collections.unmodifiableMap(sorted);
    }

    /**
     * Adds what a meter gave.
     *
     * @param figure which
     * @param value in the figure's unit; nothing is added if it is empty
     * @return these figures and that one
     * @throws IllegalArgumentException if the value is no finite number, negative where the figure is a size, a factor
     *     beyond -1 to 1, or an angle beyond -360 to 360
     */
    public Figures with(Figure figure, OptionalDouble value) {
        return value.isPresent() ? with(figure, value.getAsDouble()) : this;
    }

    /** As {@link #with(Figure, OptionalDouble)}, of a value that is there. */
    public Figures with(Figure figure, double value) {
        boolean factor = figure == Figure.FACTOR || figure == Figure.DISPLACEMENT_FACTOR;
        boolean angle = figure == Figure.ANGLE || figure == Figure.VOLTAGE_ANGLE;
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(figure + " is " + value + ", which is no number");
        }
        if (figure.isSize() && !angle && value < 0) {
            throw new IllegalArgumentException(figure + " is " + value + "; expected 0 or more");
        }
        if (factor && Math.abs(value) > 1) {
            throw new IllegalArgumentException(figure + " is " + value + "; expected -1 to 1");
        }
        if (angle && Math.abs(value) > 360) {
            throw new IllegalArgumentException(figure + " is " + value + "; expected -360 to 360");
        }
        return with(figure, Value.given(value));
    }

    Figures with(Figure figure, Value value) {
        Map<Figure, Value> more = new EnumMap<>(Figure.class);
        more.putAll(values);
        more.put(figure, value);
        return new Figures(more);
    }

    /** @return the value of a figure, empty if not known */
    public OptionalDouble get(Figure figure) {
        Value value = values.get(figure);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value.value());
    }

    /** @return whether the figure is known */
    public boolean has(Figure figure) {
        return values.containsKey(figure);
    }

    /** @return how the figure came about, empty if not known */
    public Optional<Value> origin(Figure figure) {
        return Optional.ofNullable(values.get(figure));
    }

    /** @return the quadrant of P and Q; empty if one of them is not known, or both are 0 */
    public Optional<Quadrant> quadrant() {
        OptionalDouble active = get(Figure.ACTIVE);
        OptionalDouble reactive = get(Figure.REACTIVE);
        if (active.isEmpty() || reactive.isEmpty() || active.getAsDouble() == 0 && reactive.getAsDouble() == 0) {
            return Optional.empty();
        }
        return Optional.of(Quadrant.of(active.getAsDouble(), reactive.getAsDouble()));
    }
}
