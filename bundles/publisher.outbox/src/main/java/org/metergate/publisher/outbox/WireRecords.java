package org.metergate.publisher.outbox;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Turns wire records into readings.
 *
 * <p>A wire record is flat: beside a channel {@code import} there may be {@code import_unit}, {@code import_timestamp}
 * and {@code import_error}. A property with such an ending is a channel of its own if its type does not fit.
 */
public final class WireRecords {

    /** The property that names the meter. */
    public static final String METER = "assetName";

    private static final String RECORD_TIME = "assetTimestamp";
    private static final String UNIT = "_unit";
    private static final String TIME = "_timestamp";
    private static final String ERROR = "_error";

    /** What is known of one channel; null where the record says nothing. */
    private static final class Channel {
        private Object value;
        private String unit;
        private Long millis;
        private String error;
    }

    private WireRecords() {}

    /**
     * Makes the reading of a record.
     *
     * @param record the record's properties as Java objects
     * @param now the time to give a record that carries none
     * @param computed tells of the name of a channel whether it is computed instead of read
     * @return the reading
     * @throws IllegalArgumentException if the record does not name its meter
     */
    public static AcceptedReading reading(Map<String, ?> record, Instant now, Predicate<String> computed) {
        String meter = meter(record)
                .orElseThrow(() -> new IllegalArgumentException(
                        "the record has no property " + METER + "; wire a WireAsset to the publisher"));
        Map<String, Channel> channels = channels(record);
        Instant time = time(record, channels).orElse(now);
        return new AcceptedReading(
                meter,
                time,
                channels.entrySet().stream()
                        .map(entry -> point(entry.getKey(), entry.getValue(), time, computed.test(entry.getKey())))
                        .toList());
    }

    /**
     * Finds the meter's name.
     *
     * @param record the record's properties
     * @return the name, empty if the record has none
     */
    public static Optional<String> meter(Map<String, ?> record) {
        return record.get(METER) instanceof String name && !name.isBlank() ? Optional.of(name) : Optional.empty();
    }

    private static Point point(String name, Channel channel, Instant recordTime, boolean computed) {
        Instant time = isSet(channel.millis) ? Instant.ofEpochMilli(channel.millis) : recordTime;
        String failure = failure(channel);
        if (!failure.isEmpty()) {
            return new Point(name, Optional.empty(), "", time, failure, computed);
        }
        String unit = channel.unit == null ? "" : channel.unit;
        return new Point(name, Optional.of(publishable(channel.value)), unit, time, "", computed);
    }

    private static Object publishable(Object value) {
        boolean asIs = value instanceof Boolean
                || value instanceof byte[]
                || value instanceof Double
                || value instanceof Float
                || value instanceof Integer
                || value instanceof Long;
        return asIs ? value : value.toString();
    }

    private static String failure(Channel channel) {
        if (channel.error != null && !channel.error.isBlank()) {
            return channel.error;
        }
        if (channel.value == null) {
            return "no value";
        }
        return Point.isFinite(channel.value) ? "" : "the value is " + channel.value + ", which is no number";
    }

    private static Map<String, Channel> channels(Map<String, ?> record) {
        Map<String, Channel> channels = new TreeMap<>();
        record.forEach((key, value) -> {
            if (value == null || key.equals(METER) || key.equals(RECORD_TIME)) {
                return;
            }
            if (value instanceof String unit && isEnding(key, UNIT)) {
                of(channels, key, UNIT).unit = unit;
            } else if (value instanceof Long millis && isEnding(key, TIME)) {
                of(channels, key, TIME).millis = millis;
            } else if (value instanceof String error && isEnding(key, ERROR)) {
                of(channels, key, ERROR).error = error;
            } else {
                of(channels, key, "").value = value;
            }
        });
        return channels;
    }

    private static boolean isEnding(String key, String ending) {
        return key.length() > ending.length() && key.endsWith(ending);
    }

    private static Channel of(Map<String, Channel> channels, String key, String ending) {
        return channels.computeIfAbsent(key.substring(0, key.length() - ending.length()), name -> new Channel());
    }

    /** The record's own time, or that of its newest channel. */
    private static Optional<Instant> time(Map<String, ?> record, Map<String, Channel> channels) {
        if (record.get(RECORD_TIME) instanceof Long millis && isSet(millis)) {
            return Optional.of(Instant.ofEpochMilli(millis));
        }
        return channels.values().stream()
                .map(channel -> channel.millis)
                .filter(WireRecords::isSet)
                .max(Long::compare)
                .map(Instant::ofEpochMilli);
    }

    /** Kura writes 0 where a driver gave no time. */
    private static boolean isSet(Long millis) {
        return millis != null && millis > 0;
    }
}
