package org.metergate.emulator.workbench.corpus;

import com.google.gson.JsonObject;
import java.util.Optional;

/**
 * What a decoder made of one capture.
 *
 * @param json the values; or, as on the command line, nothing but {@code error}
 */
public record Outcome(JsonObject json) {
    private static final String ERROR = "error";
    private static final String DEFECT = "defect";

    /** @return what the decoder gave, an empty object if it refused */
    public JsonObject values() {
        return json.has(ERROR) ? new JsonObject() : json;
    }

    /** @return why the decoder refused; empty if it gave values */
    public Optional<JsonObject> error() {
        return json.has(ERROR) ? Optional.of(json.getAsJsonObject(ERROR)) : Optional.empty();
    }

    /** @return what the decoder died of; empty if it answered properly, with values or with a refusal */
    public Optional<String> defect() {
        return error().filter(error -> DEFECT.equals(Text.of(error, "kind"))).map(error -> Text.of(error, "message"));
    }
}
