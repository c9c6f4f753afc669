package org.metergate.emulator.workbench;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Locale;

/** What went wrong, as a JSON object. */
public final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    /** What kind of thing went wrong. */
    public enum Kind {
        /** The arguments. */
        USAGE,
        /** A file, or its hexadecimal digits. */
        INPUT,
        /** The bytes are not the protocol, or a check of theirs does not hold. */
        MALFORMED,
        /** The data are encrypted and no key was given. */
        ENCRYPTED,
        /** The data are encrypted, and the key that was given is not the meter's. */
        WRONG_KEY,
        /** A port cannot be had. */
        PORT,
        /** A fault of the decoder itself; worth a report, with the capture. */
        DEFECT
    }

    private final transient JsonObject error = new JsonObject();

    /**
     * @param kind what kind of thing
     * @param message what, where and what to do
     */
    public Failure(Kind kind, String message) {
        super(message);
        error.addProperty("kind", kind.name().toLowerCase(Locale.ROOT));
        error.addProperty("message", message);
    }

    /**
     * Adds a detail to the JSON object.
     *
     * @param key its name
     * @param value the detail
     * @return this
     */
    public Failure with(String key, JsonElement value) {
        error.add(key, value);
        return this;
    }

    /** @return {@code {"error":{"kind":...,"message":...}}} */
    public JsonObject json() {
        JsonObject json = new JsonObject();
        json.add("error", error);
        return json;
    }
}
