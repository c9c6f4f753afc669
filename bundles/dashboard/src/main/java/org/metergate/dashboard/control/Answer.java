package org.metergate.dashboard.control;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is answered.
 *
 * @param headers by name
 */
record Answer(int status, Map<String, String> headers, byte[] body) {

    static final String JSON = "application/json";

    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    static Answer json(int status, JsonElement json) {
        return new Answer(
                status, Map.of("Content-Type", JSON), GSON.toJson(json).getBytes(StandardCharsets.UTF_8));
    }

    static Answer text(String type, String text) {
        return new Answer(200, Map.of("Content-Type", type), text.getBytes(StandardCharsets.UTF_8));
    }

    static Answer empty() {
        return new Answer(204, Map.of(), new byte[0]);
    }

    Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, body);
    }

    Answer retryAfter(String seconds) {
        return with("Retry-After", seconds);
    }
}
