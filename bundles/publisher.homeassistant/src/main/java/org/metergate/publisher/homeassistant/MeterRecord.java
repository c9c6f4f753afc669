package org.metergate.publisher.homeassistant;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * One wire record, taken apart: beside a channel {@code import} there may be {@code import_unit}, {@code
 * import_timestamp} and {@code import_error}.
 *
 * @param meter name of the asset
 * @param channels name to what the record says of it, in the order of their names
 */
record MeterRecord(String meter, Map<String, Sample> channels) {

    private static final String METER = "assetName";
    private static final String TIME = "assetTimestamp";
    private static final String UNIT_ENDING = "_unit";
    private static final String TIME_ENDING = "_timestamp";
    private static final String ERROR_ENDING = "_error";

    /**
     * One channel.
     *
     * @param value number ({@link BigDecimal}), text or truth value; empty if there is none
     * @param unit as the record has it, empty if it has none
     * @param time when the value held
     * @param error why there is no value, empty if there is one
     */
    record Sample(Optional<Object> value, String unit, Instant time, String error) {

        /** @return the value if it is a number */
        Optional<BigDecimal> number() {
            return value.filter(BigDecimal.class::isInstance).map(BigDecimal.class::cast);
        }
    }

    /**
     * Takes a record apart.
     *
     * @param record its properties as Java objects
     * @param now the time of what carries none
     * @return the record
     * @throws IllegalArgumentException if it names no meter
     */
    static MeterRecord of(Map<String, ?> record, Instant now) {
        if (!(record.get(METER) instanceof String meter) || meter.isBlank()) {
            throw new IllegalArgumentException(
                    "the record has no property " + METER + "; wire a WireAsset to the publisher");
        }
        Instant time = record.get(TIME) instanceof Long millis && millis > 0 ? Instant.ofEpochMilli(millis) : now;
        Map<String, String> units = new HashMap<>();
        Map<String, Instant> times = new HashMap<>();
        Map<String, String> errors = new HashMap<>();
        Map<String, Object> values = new TreeMap<>();
        record.forEach((key, value) -> {
            if (value == null || key.equals(METER) || key.equals(TIME)) {
                return;
            }
            if (value instanceof String unit && isEnding(key, UNIT_ENDING)) {
                units.put(without(key, UNIT_ENDING), unit.strip());
            } else if (value instanceof Long millis && isEnding(key, TIME_ENDING)) {
                if (millis > 0) {
                    times.put(without(key, TIME_ENDING), Instant.ofEpochMilli(millis));
                }
            } else if (value instanceof String error && isEnding(key, ERROR_ENDING)) {
                errors.put(without(key, ERROR_ENDING), error);
            } else {
                values.put(key, value);
            }
        });
        Map<String, Sample> channels = new TreeMap<>();
        errors.forEach((name, error) -> {
            if (!error.isBlank()) {
                channels.put(name, sample(name, Optional.empty(), error, units, times, time));
            }
        });
        values.forEach((name, value) -> channels.putIfAbsent(name, sample(name, plain(value), "", units, times, time)));
        return new MeterRecord(meter, channels);
    }

    private static Sample sample(
            String name,
            Optional<Object> value,
            String error,
            Map<String, String> units,
            Map<String, Instant> times,
            Instant time) {
        String why = error.isEmpty() && value.isEmpty() ? "no number" : error;
        return new Sample(value, units.getOrDefault(name, ""), times.getOrDefault(name, time), why);
    }

    /** Bytes are of no use to Home Assistant; not a number and infinity are no values. */
    private static Optional<Object> plain(Object value) {
        if (value instanceof Double d) {
            return Double.isFinite(d)
                    ? Optional.of(shortest(new BigDecimal(d.toString()), shorter -> shorter.doubleValue() == d))
                    : Optional.empty();
        }
        if (value instanceof Float f) {
            return Float.isFinite(f)
                    ? Optional.of(shortest(new BigDecimal(f.toString()), shorter -> shorter.floatValue() == f))
                    : Optional.empty();
        }
        if (value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte) {
            return Optional.of(BigDecimal.valueOf(((Number) value).longValue()));
        }
        return value instanceof String || value instanceof Boolean ? Optional.of(value) : Optional.empty();
    }

    /** Before JDK 19, toString gives a digit too many for some numbers. */
    private static BigDecimal shortest(BigDecimal exact, Predicate<BigDecimal> same) {
        BigDecimal shortest = exact.stripTrailingZeros();
        while (shortest.precision() > 1) {
            BigDecimal shorter = shortest.round(new MathContext(shortest.precision() - 1));
            if (!same.test(shorter)) {
                break;
            }
            shortest = shorter.stripTrailingZeros();
        }
        return shortest;
    }

    private static boolean isEnding(String key, String ending) {
        return key.length() > ending.length() && key.endsWith(ending);
    }

    private static String without(String key, String ending) {
        return key.substring(0, key.length() - ending.length());
    }
}
