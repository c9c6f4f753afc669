package org.metergate.emulator.workbench;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;

/** dlms/1, framing gmac-tag: a capture holds the tag alone; what it was made over stands in the expectation. */
final class Challenge {
    private Challenge() {}

    /** Puts the authenticated text before its tag, as an APDU that is only authenticated has it. */
    static byte[] before(JsonObject expected, byte[] tag) {
        JsonElement framing = expected.get("framing");
        if (framing == null
                || !framing.isJsonPrimitive()
                || !framing.getAsString().startsWith("gmac-")) {
            return tag;
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(find(expected));
        whole.writeBytes(tag);
        return whole.toByteArray();
    }

    private static byte[] find(JsonObject object) {
        for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
            boolean named =
                    entry.getKey().contains("challenge") || entry.getKey().matches("plain|text|stoc|ctos");
            if (named && entry.getValue().isJsonPrimitive()) {
                String text = entry.getValue().getAsString();
                return text.matches("([0-9A-F]{2})+")
                        ? HexFormat.of().parseHex(text)
                        : text.getBytes(StandardCharsets.ISO_8859_1);
            }
            if (entry.getValue().isJsonObject()) {
                byte[] inner = find(entry.getValue().getAsJsonObject());
                if (inner.length > 0) {
                    return inner;
                }
            }
        }
        return new byte[0];
    }
}
