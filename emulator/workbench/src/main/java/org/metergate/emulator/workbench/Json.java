package org.metergate.emulator.workbench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.internal.LazilyParsedNumber;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** JSON of plain values: numbers are decimals without an exponent, what is absent is null. */
public final class Json {
    private static final Gson GSON =
            new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

    private Json() {}

    /**
     * Writes JSON.
     *
     * @param json what to write
     * @return the same on one line
     */
    public static String text(JsonElement json) {
        return GSON.toJson(json);
    }

    /**
     * Converts a plain value.
     *
     * @param value null, a text, a boolean, a number, an {@link Optional}, a collection or a map of these
     * @return the same in JSON
     * @throws IllegalArgumentException if it is none of these
     */
    public static JsonElement of(Object value) {
        if (value == null) {
            return JsonNull.INSTANCE;
        }
        if (value instanceof JsonElement json) {
            return json;
        }
        if (value instanceof Optional<?> optional) {
            return of(optional.orElse(null));
        }
        if (value instanceof Number number) {
            return new JsonPrimitive(new LazilyParsedNumber(new BigDecimal(number.toString()).toPlainString()));
        }
        if (value instanceof Boolean flag) {
            return new JsonPrimitive(flag);
        }
        if (value instanceof CharSequence || value instanceof Character) {
            return new JsonPrimitive(value.toString());
        }
        if (value instanceof Map<?, ?> map) {
            JsonObject object = new JsonObject();
            map.forEach((key, member) -> object.add(key.toString(), of(member)));
            return object;
        }
        if (value instanceof Collection<?> elements) {
            JsonArray array = new JsonArray();
            elements.forEach(element -> array.add(of(element)));
            return array;
        }
        throw new IllegalArgumentException("no JSON for " + value.getClass());
    }
}
