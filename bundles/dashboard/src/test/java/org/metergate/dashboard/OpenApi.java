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

/** The document that describes the API, and whether answers are as it says. */
final class OpenApi {

    private OpenApi() {}

    static JsonObject document() throws IOException {
        try (InputStream in = OpenApi.class.getResourceAsStream("page/openapi.json")) {
            return JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .getAsJsonObject();
        }
    }

    static void conforms(JsonElement value, String schema) throws IOException {
        conforms(value, schema(schema), schema);
    }

    private static JsonObject schema(String name) throws IOException {
        JsonObject schemas = document().getAsJsonObject("components").getAsJsonObject("schemas");
        assertTrue(schemas.has(name), name);
        return schemas.getAsJsonObject(name);
    }

    /** As much of JSON Schema as the document uses. */
    private static void conforms(JsonElement value, JsonObject schema, String where) throws IOException {
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
        if (found.equals("object") && schema.has("additionalProperties")) {
            for (String name : value.getAsJsonObject().keySet()) {
                JsonElement one = value.getAsJsonObject().get(name);
                conforms(one, schema.getAsJsonObject("additionalProperties"), where + "." + name);
            }
        } else if (found.equals("object")) {
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
        } else if (value.isJsonObject()) {
            return "object";
        } else if (value.isJsonArray()) {
            return "array";
        } else if (value.getAsJsonPrimitive().isString()) {
            return "string";
        }
        return value.getAsJsonPrimitive().isBoolean() ? "boolean" : "number";
    }
}
