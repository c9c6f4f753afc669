package org.metergate.dashboard.control;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import org.metergate.dashboard.access.Identity;
import org.metergate.dashboard.control.Problem.ProblemException;

/**
 * A request that may be handled: whoever asks is known and allowed.
 *
 * @param path values of the template's variables, decoded
 * @param query parameters, each once
 * @param headers by name in small letters
 * @param from address of the client
 * @param who asks; empty where anybody may
 */
record Asked(
        Map<String, String> path,
        Map<String, String> query,
        Map<String, String> headers,
        byte[] body,
        String from,
        Optional<Identity> who) {

    /** @return who asks, on a route that asks for a role */
    Identity identity() {
        return who.orElseThrow(() -> new IllegalStateException("this route is open to everybody"));
    }

    /** @return the body */
    JsonObject json() throws ProblemException {
        if (!headers.getOrDefault("content-type", "").split(";", 2)[0].strip().equalsIgnoreCase(Answer.JSON)) {
            throw Problem.wrongType("send the body as " + Answer.JSON).thrown();
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            JsonElement json = JsonParser.parseString(text);
            if (json.isJsonObject()) {
                return json.getAsJsonObject();
            }
        } catch (JsonParseException | StackOverflowError e) {
            throw Problem.badRequest("the body is no JSON").thrown();
        } catch (CharacterCodingException e) {
            throw Problem.badRequest("the body is no UTF-8").thrown();
        }
        throw Problem.badRequest("the body is no JSON object").thrown();
    }

    /** @return a text of the body */
    static String text(JsonObject body, String field, int longest) throws ProblemException {
        JsonElement found = body.get(field);
        if (found == null
                || !found.isJsonPrimitive()
                || !found.getAsJsonPrimitive().isString()) {
            throw Problem.badRequest("\"" + field + "\" is missing, or no text").thrown();
        }
        if (found.getAsString().length() > longest) {
            throw Problem.badRequest("\"" + field + "\" is longer than " + longest + " characters")
                    .thrown();
        }
        return found.getAsString();
    }

    /** @return a number between the two, or what holds without it */
    int integer(String parameter, int absent, int min, int max) throws ProblemException {
        String text = query.get(parameter);
        if (text == null) {
            return absent;
        }
        try {
            int found = Integer.parseInt(text);
            if (found >= min && found <= max) {
                return found;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw Problem.badRequest(parameter + " is a number from " + min + " to " + max)
                .thrown();
    }

    /** @return an instant (ISO 8601 with zone), or what holds without it */
    Instant instant(String parameter, Instant absent) throws ProblemException {
        String text = query.get(parameter);
        if (text == null) {
            return absent;
        }
        try {
            OffsetDateTime found = OffsetDateTime.parse(text);
            if (found.getYear() > 0 && found.getYear() < 10_000) {
                return found.toInstant();
            }
        } catch (DateTimeParseException e) {
            // told below
        }
        throw Problem.badRequest(parameter + " is an instant such as 2026-11-23T21:00:00Z")
                .thrown();
    }
}
