package org.metergate.emulator.cloud.eclipseiot;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import org.eclipse.kura.message.KuraPayload;
import org.eclipse.kura.message.KuraPosition;

/**
 * Kura's payload as "simple JSON": {@code sentOn} in milliseconds, {@code position}, {@code metrics}, and {@code body} in
 * base64. Types are not kept: whole numbers come back as Long, others as Double, bytes as text.
 */
final class JsonPayload {

    private JsonPayload() {}

    /**
     * Encodes a payload; numbers that are not finite are left out.
     *
     * @param payload the payload
     * @return UTF-8 text
     * @throws IllegalArgumentException if a metric is of a type that has no form here
     */
    static byte[] encode(KuraPayload payload) {
        JsonObject json = new JsonObject();
        if (payload.getTimestamp() != null) {
            json.addProperty("sentOn", payload.getTimestamp().getTime());
        }
        if (payload.getPosition() != null) {
            json.add("position", position(payload.getPosition()));
        }
        JsonObject metrics = new JsonObject();
        payload.metrics().forEach((name, value) -> addMetric(metrics, name, value));
        json.add("metrics", metrics);
        if (payload.getBody() != null) {
            json.addProperty("body", Base64.getEncoder().encodeToString(payload.getBody()));
        }
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Decodes a payload. JSON that is not of this form becomes the body as it is.
     *
     * @param bytes UTF-8 text
     * @return the payload
     * @throws IllegalArgumentException if the text is no JSON object
     */
    static KuraPayload decode(byte[] bytes) {
        JsonObject json;
        try {
            json = JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8))
                    .getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new IllegalArgumentException("the payload is no JSON object", e);
        }
        try {
            return decode(json);
        } catch (IllegalArgumentException | IllegalStateException | UnsupportedOperationException e) {
            KuraPayload asItIs = new KuraPayload();
            asItIs.setBody(bytes);
            return asItIs;
        }
    }

    private static KuraPayload decode(JsonObject json) {
        KuraPayload payload = new KuraPayload();
        for (Map.Entry<String, JsonElement> field : json.entrySet()) {
            JsonElement value = field.getValue();
            switch (field.getKey()) {
                case "sentOn" -> payload.setTimestamp(new Date(value.getAsLong()));
                case "body" -> payload.setBody(Base64.getDecoder().decode(value.getAsString()));
                case "position" -> payload.setPosition(position(value.getAsJsonObject()));
                case "metrics" -> value.getAsJsonObject()
                        .entrySet()
                        .forEach(metric -> payload.addMetric(
                                metric.getKey(), metric(metric.getValue().getAsJsonPrimitive())));
                default -> throw new IllegalArgumentException(field.getKey() + " is not of this form");
            }
        }
        return payload;
    }

    private static Object metric(JsonPrimitive value) {
        if (value.isBoolean()) {
            return value.getAsBoolean();
        }
        if (value.isString()) {
            return value.getAsString();
        }
        try {
            return Long.valueOf(value.getAsString());
        } catch (NumberFormatException e) {
            return value.getAsDouble();
        }
    }

    private static void addMetric(JsonObject metrics, String name, Object value) {
        if (value instanceof Boolean flag) {
            metrics.addProperty(name, flag);
        } else if (value instanceof String text) {
            metrics.addProperty(name, text);
        } else if (value instanceof byte[] bytes) {
            metrics.addProperty(name, Base64.getEncoder().encodeToString(bytes));
        } else if (value instanceof Double || value instanceof Float) {
            addFinite(metrics, name, (Number) value);
        } else if (value instanceof Integer || value instanceof Long) {
            metrics.addProperty(name, (Number) value);
        } else {
            throw new IllegalArgumentException("the metric " + name + " cannot be sent: " + value);
        }
    }

    private static void addFinite(JsonObject object, String name, Number value) {
        if (value != null && Double.isFinite(value.doubleValue())) {
            object.addProperty(name, value);
        }
    }

    private static JsonObject position(KuraPosition position) {
        JsonObject json = new JsonObject();
        addFinite(json, "latitude", position.getLatitude());
        addFinite(json, "longitude", position.getLongitude());
        addFinite(json, "altitude", position.getAltitude());
        addFinite(json, "heading", position.getHeading());
        addFinite(json, "precision", position.getPrecision());
        addFinite(json, "satellites", position.getSatellites());
        addFinite(json, "speed", position.getSpeed());
        if (position.getTimestamp() != null) {
            json.addProperty("timestamp", position.getTimestamp().getTime());
        }
        addFinite(json, "status", position.getStatus());
        return json;
    }

    private static KuraPosition position(JsonObject json) {
        KuraPosition position = new KuraPosition();
        for (Map.Entry<String, JsonElement> field : json.entrySet()) {
            JsonElement value = field.getValue();
            switch (field.getKey()) {
                case "latitude" -> position.setLatitude(value.getAsDouble());
                case "longitude" -> position.setLongitude(value.getAsDouble());
                case "altitude" -> position.setAltitude(value.getAsDouble());
                case "heading" -> position.setHeading(value.getAsDouble());
                case "precision" -> position.setPrecision(value.getAsDouble());
                case "satellites" -> position.setSatellites(value.getAsInt());
                case "speed" -> position.setSpeed(value.getAsDouble());
                case "timestamp" -> position.setTimestamp(new Date(value.getAsLong()));
                case "status" -> position.setStatus(value.getAsInt());
                default -> throw new IllegalArgumentException(field.getKey() + " is no part of a position");
            }
        }
        return position;
    }
}
