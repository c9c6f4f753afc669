package org.metergate.dashboard.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.metergate.dashboard.model.Finding.Acknowledgement;
import org.metergate.dashboard.model.Finding.Row;

/** A finding as JSON, in the file and in answers alike. */
public final class FindingJson {

    private FindingJson() {}

    /** @return the finding with its id */
    public static JsonObject of(Finding finding) {
        JsonObject json = new JsonObject();
        json.addProperty("id", finding.id());
        json.addProperty("meter", finding.meter());
        json.addProperty("cause", finding.cause());
        json.addProperty("channel", finding.channel());
        json.addProperty("severity", finding.severity());
        json.addProperty("start", finding.start().toString());
        json.addProperty("end", finding.end().toString());
        json.addProperty("check", finding.check());
        JsonArray rows = new JsonArray();
        for (Row one : finding.rows()) {
            JsonObject row = new JsonObject();
            row.addProperty("time", one.time().toString());
            row.add(
                    "value",
                    one.value().isPresent() ? new JsonPrimitive(one.value().getAsDouble()) : JsonNull.INSTANCE);
            rows.add(row);
        }
        json.add("rows", rows);
        json.add("acknowledged", finding.acknowledged().map(FindingJson::of).orElse(JsonNull.INSTANCE));
        return json;
    }

    static JsonElement of(Acknowledgement acknowledgement) {
        JsonObject json = new JsonObject();
        json.addProperty("by", acknowledgement.by());
        json.addProperty("time", acknowledgement.time().toString());
        json.addProperty("note", acknowledgement.note());
        return json;
    }

    /** @throws IllegalArgumentException if it is none */
    static Finding finding(JsonObject json) {
        try {
            List<Row> rows = new ArrayList<>();
            for (JsonElement one : json.getAsJsonArray("rows")) {
                JsonElement value = one.getAsJsonObject().get("value");
                rows.add(new Row(
                        time(one.getAsJsonObject(), "time"),
                        value.isJsonNull() ? OptionalDouble.empty() : OptionalDouble.of(value.getAsDouble())));
            }
            JsonElement acknowledged = json.get("acknowledged");
            return new Finding(
                    json.get("meter").getAsString(),
                    json.get("cause").getAsString(),
                    json.get("channel").getAsString(),
                    json.get("severity").getAsDouble(),
                    time(json, "start"),
                    time(json, "end"),
                    json.get("check").getAsString(),
                    rows,
                    acknowledged == null || acknowledged.isJsonNull()
                            ? Optional.empty()
                            : Optional.of(acknowledgement(acknowledged.getAsJsonObject())));
        } catch (NullPointerException
                | IllegalStateException
                | ClassCastException
                | UnsupportedOperationException
                | DateTimeParseException e) {
            throw new IllegalArgumentException("a line is no finding", e);
        }
    }

    /** @throws IllegalArgumentException if it is none */
    static Acknowledgement acknowledgement(JsonObject json) {
        try {
            return new Acknowledgement(
                    json.get("by").getAsString(),
                    time(json, "time"),
                    json.get("note").getAsString());
        } catch (NullPointerException
                | IllegalStateException
                | ClassCastException
                | UnsupportedOperationException
                | DateTimeParseException e) {
            throw new IllegalArgumentException("a line is no acknowledgement", e);
        }
    }

    private static Instant time(JsonObject json, String name) {
        return Instant.parse(json.get(name).getAsString());
    }
}
