package org.metergate.publisher.outbox;

import java.util.Collection;
import java.util.Map;

/** Writes maps, collections, texts, numbers, true and false as JSON (RFC 8259). */
public final class JsonTree {

    private JsonTree() {}

    /**
     * Writes an object.
     *
     * @param object field names to values, in the order of the map; other values are written as their text
     * @return the JSON text
     */
    public static String text(Map<String, ?> object) {
        JsonText json = new JsonText().open();
        object.forEach((name, value) -> field(json, name, value));
        return json.close().toString();
    }

    private static void field(JsonText json, String name, Object value) {
        if (value instanceof Map<?, ?> fields) {
            json.object(name);
            fields.forEach((inner, of) -> field(json, String.valueOf(inner), of));
            json.close();
        } else if (value instanceof Collection<?> elements) {
            json.array(name);
            elements.forEach(element -> element(json, element));
            json.endArray();
        } else if (isNumber(value)) {
            json.literal(name, PlainNumber.text((Number) value));
        } else if (value instanceof Boolean) {
            json.literal(name, value.toString());
        } else {
            json.field(name, String.valueOf(value));
        }
    }

    private static void element(JsonText json, Object value) {
        if (value instanceof Map<?, ?> fields) {
            json.open();
            fields.forEach((inner, of) -> field(json, String.valueOf(inner), of));
            json.close();
        } else {
            json.element(String.valueOf(value));
        }
    }

    private static boolean isNumber(Object value) {
        return value instanceof Number && Point.isFinite(value);
    }
}
