package org.metergate.wire.analysis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.eclipse.kura.type.TypedValue;
import org.eclipse.kura.type.TypedValues;

/**
 * Collects results in the form a WireAsset gives its channels: value, {@code _unit}, {@code _timestamp},
 * {@code _error}. The time of a result is that of its latest input.
 */
public final class Results {
    private final Map<String, TypedValue<?>> properties = new LinkedHashMap<>();
    private final boolean errors;

    /** @param errors whether reasons are collected too */
    public Results(boolean errors) {
        this.errors = errors;
    }

    /**
     * Adds a number. Nothing is added if it is empty although every input is good: then there is nothing to say.
     *
     * @param name of the result
     * @param unit its symbol, empty for a ratio
     * @param value the result
     * @param inputs what it was computed from
     */
    public void number(String name, String unit, OptionalDouble value, List<Input> inputs) {
        TypedValue<?> typed = value.isPresent() ? TypedValues.newDoubleValue(value.getAsDouble()) : null;
        put(name, unit, Optional.ofNullable(typed), inputs);
    }

    /**
     * Adds a text, as {@link #number} does.
     *
     * @param name of the result
     * @param value the result
     * @param inputs what it was computed from
     */
    public void text(String name, Optional<String> value, List<Input> inputs) {
        put(name, "", value.map(TypedValues::newStringValue), inputs);
    }

    /**
     * Adds a reason why there is no result.
     *
     * @param name of the result
     * @param reason one sentence
     */
    public void error(String name, String reason) {
        if (errors) {
            properties.put(name + "_error", TypedValues.newStringValue(reason));
        }
    }

    /** @return everything collected, by property name */
    public Map<String, TypedValue<?>> properties() {
        return properties;
    }

    private void put(String name, String unit, Optional<? extends TypedValue<?>> value, List<Input> inputs) {
        if (!inputs.stream().allMatch(Input::known)) {
            return; // the meter does not measure what this takes
        }
        String failed = inputs.stream()
                .filter(Input::failed)
                .map(Input::name)
                .distinct()
                .collect(Collectors.joining(", "));
        if (!failed.isEmpty()) {
            error(name, "not computed without " + failed);
        } else if (value.isPresent()) {
            properties.put(name, value.get());
            if (!unit.isEmpty()) {
                properties.put(name + "_unit", TypedValues.newStringValue(unit));
            }
            OptionalLong latest = inputs.stream()
                    .map(Input::time)
                    .flatMapToLong(OptionalLong::stream)
                    .max();
            latest.ifPresent(millis -> properties.put(name + "_timestamp", TypedValues.newLongValue(millis)));
        }
    }
}
