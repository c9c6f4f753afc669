package org.metergate.publisher.mqtt;

import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.metergate.publisher.outbox.JsonText;
import org.metergate.publisher.outbox.PlainNumber;

/**
 * Turns one wire record into one JSON object, see {@code README.md} of this bundle for its fields.
 *
 * <p>A wire record is flat: beside a channel {@code import} there may be {@code import_unit}, {@code import_timestamp}
 * and {@code import_error}. A property with such an ending is a channel of its own if its type does not fit.
 */
final class TelemetryEncoder {

    /** The property that names the meter. */
    static final String METER = "assetName";

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

    private TelemetryEncoder() {}

    /**
     * Encodes a record.
     *
     * @param record the record's properties as Java objects
     * @param now the time to give a record that carries none
     * @return the JSON text, channels in the order of their names
     * @throws IllegalArgumentException if the record does not name its meter
     */
    static String encode(Map<String, ?> record, Instant now) {
        String meter = meter(record)
                .orElseThrow(() -> new IllegalArgumentException(
                        "the record has no property " + METER + "; wire a WireAsset to the publisher"));
        Map<String, Channel> channels = channels(record);
        Instant time = time(record, channels).orElse(now);

        JsonText json = new JsonText();
        json.open().field("meter", meter).field("time", time.toString()).object("values");
        channels.forEach((name, channel) -> write(json.object(name), channel, time));
        return json.close().close().toString();
    }

    /**
     * Finds the meter's name.
     *
     * @param record the record's properties
     * @return the name, empty if the record has none
     */
    static Optional<String> meter(Map<String, ?> record) {
        return record.get(METER) instanceof String name && !name.isBlank() ? Optional.of(name) : Optional.empty();
    }

    private static void write(JsonText json, Channel channel, Instant recordTime) {
        String failure = failure(channel);
        if (failure.isEmpty()) {
            writeValue(json, channel.value);
            if (channel.unit != null && !channel.unit.isEmpty()) {
                json.field("unit", channel.unit);
            }
        }
        Instant time = isSet(channel.millis) ? Instant.ofEpochMilli(channel.millis) : recordTime;
        json.field("time", time.toString()).field("quality", failure.isEmpty() ? "GOOD" : "BAD");
        if (!failure.isEmpty()) {
            json.field("error", failure);
        }
        json.close();
    }

    private static String failure(Channel channel) {
        if (channel.error != null && !channel.error.isBlank()) {
            return channel.error;
        }
        if (channel.value == null) {
            return "no value";
        }
        boolean number = !(channel.value instanceof Double d && !Double.isFinite(d))
                && !(channel.value instanceof Float f && !Float.isFinite(f));
        return number ? "" : "the value is " + channel.value + ", which is no number";
    }

    private static void writeValue(JsonText json, Object value) {
        if (value instanceof Number number) {
            json.literal("value", PlainNumber.text(number));
        } else if (value instanceof Boolean) {
            json.literal("value", value.toString());
        } else if (value instanceof byte[] bytes) {
            json.field("value", Base64.getEncoder().encodeToString(bytes));
        } else {
            json.field("value", value.toString());
        }
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
                .filter(TelemetryEncoder::isSet)
                .max(Long::compare)
                .map(Instant::ofEpochMilli);
    }

    /** Kura writes 0 where a driver gave no time. */
    private static boolean isSet(Long millis) {
        return millis != null && millis > 0;
    }
}
