package org.metergate.emulator.workbench.corpus;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/** Members of JSON objects as text. */
final class Text {
    private Text() {}

    /** @return the member as text; empty if it is absent, null or no plain value */
    static String of(JsonObject object, String key) {
        return of(object.get(key));
    }

    static String of(JsonElement element) {
        return element != null && element.isJsonPrimitive() ? element.getAsString() : "";
    }

    /** @return whether the member is there and true */
    static boolean isTrue(JsonObject object, String key) {
        return "true".equals(of(object, key));
    }
}
