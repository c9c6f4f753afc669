package org.metergate.emulator.terminal;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the messages that the publisher of telemetry writes. */
final class Telemetry {

    private Telemetry() {}

    /**
     * Reads a message.
     *
     * @param json the message
     * @return its readings; none if it is no telemetry, since anybody may publish anything
     */
    static List<Row> rows(String json) {
        try {
            return rows(JsonParser.parseString(json));
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
            return List.of();
        }
    }

    private static List<Row> rows(JsonElement json) {
        List<Row> rows = new ArrayList<>();
        if (json.isJsonObject() && json.getAsJsonObject().get("values") instanceof JsonObject values) {
            String meter = text(json.getAsJsonObject(), "meter");
            for (Map.Entry<String, JsonElement> channel : values.entrySet()) {
                rows.add(row(meter, channel.getKey(), channel.getValue().getAsJsonObject()));
            }
        }
        return rows;
    }

    private static Row row(String meter, String channel, JsonObject reading) {
        return new Row(
                meter,
                channel,
                text(reading, "value"),
                text(reading, "unit"),
                text(reading, "time"),
                text(reading, "quality"),
                text(reading, "error"));
    }

    private static String text(JsonObject object, String name) {
        JsonElement value = object.get(name);
        return value == null || value.isJsonNull() ? "" : value.getAsString();
    }
}
