package org.metergate.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The document of the REST API, which answers are held against. */
final class OpenApiDocument {

    private final JsonObject document;

    OpenApiDocument() throws IOException {
        try (InputStream in = OpenApiDocument.class.getResourceAsStream("page/openapi.json")) {
            document = JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .getAsJsonObject();
        }
    }

    JsonObject json() {
        return document;
    }

    /** Fails unless the value has the fields that the schema names, and no other, each of its type. */
    void conforms(JsonElement value, String schema) {
        conforms(value, schema(schema), schema);
    }

    private JsonObject schema(String name) {
        return document.getAsJsonObject("components").getAsJsonObject("schemas").getAsJsonObject(name);
    }

    /** As much of JSON Schema as the document uses. */
    private void conforms(JsonElement value, JsonObject schema, String where) {
        if (schema.has("$ref")) {
            conforms(value, schema(schema.get("$ref").getAsString().replaceFirst(".*/", "")), where);
            return;
        }
        List<String> types = new ArrayList<>();
        if (schema.get("type").isJsonArray()) {
            schema.getAsJsonArray("type").forEach(one -> types.add(one.getAsString()));
        } else {
            types.add(schema.get("type").getAsString());
        }
        String found = type(value);
        boolean whole = found.equals("number") && value.getAsDouble() == Math.rint(value.getAsDouble());
        assertTrue(
                types.contains(found) || whole && types.contains("integer"), where + " is " + found + ", not " + types);
        if (schema.has("enum")) {
            assertTrue(schema.getAsJsonArray("enum").contains(value), where + ": " + value);
        }
        if (found.equals("array")) {
            for (JsonElement one : value.getAsJsonArray()) {
                conforms(one, schema.getAsJsonObject("items"), where + "[]");
            }
        }
        if (found.equals("object")) {
            JsonObject named = schema.getAsJsonObject("properties");
            assertEquals(named.keySet(), value.getAsJsonObject().keySet(), where);
            for (String name : named.keySet()) {
                conforms(value.getAsJsonObject().get(name), named.getAsJsonObject(name), where + "." + name);
            }
        }
    }

    private static String type(JsonElement value) {
        if (value.isJsonNull()) {
            return "null";
        }
        if (value.isJsonObject() || value.isJsonArray()) {
            return value.isJsonObject() ? "object" : "array";
        }
        return value.getAsJsonPrimitive().isString()
                ? "string"
                : value.getAsJsonPrimitive().isBoolean() ? "boolean" : "number";
    }
}
