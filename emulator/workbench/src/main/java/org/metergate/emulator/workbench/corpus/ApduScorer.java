package org.metergate.emulator.workbench.corpus;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * dlms/1: the nested body exactly, number by number; the fields by their names; the golden values of a reader by object;
 * what the source asserts and what stands around the APDU by key. Times are compared as times.
 */
final class ApduScorer implements Scorer {
    private static final List<String> AROUND =
            List.of("plain_apdu", "security_control", "invocation_counter", "segmented", "control");
    private static final List<String> CHECKS = List.of("fcs_ok", "hcs_ok");

    @Override
    public Score score(JsonObject expected, Outcome outcome) {
        Tally tally = new Tally();
        boolean frameOnly = "frame-only".equals(Text.of(expected, "verdict"));
        if (outcome.error().isPresent()) {
            refused(expected, outcome.error().get(), frameOnly, tally);
            return tally.score();
        }
        JsonObject values = outcome.values();
        structure(expected.get("structure"), values.get("structure"), "structure", tally);
        for (String key : AROUND) {
            if (there(expected, key)) {
                tally.compare(key, expected.get(key), values.get(key));
            }
        }
        asserted(expected, values, tally);
        GoldenScore.fields(expected, values, tally);
        GoldenScore.golden(expected, values, tally);
        return tally.score();
    }

    /** A damaged capture may be refused if it says of its checks what the corpus says. */
    private static void refused(JsonObject expected, JsonObject error, boolean frameOnly, Tally tally) {
        boolean opens = "hdlc".equals(Text.of(expected, "framing"))
                && Text.isTrue(expected, "length_ok")
                && Text.isTrue(expected, "fcs_ok");
        if (frameOnly && !opens) {
            for (String check : CHECKS) {
                if (there(expected, check) && there(error, check) && Text.isTrue(error, "length_ok")) {
                    tally.compare(check, expected.get(check), error.get(check));
                }
            }
            return;
        }
        tally.missing("everything");
    }

    private static void asserted(JsonObject expected, JsonObject values, Tally tally) {
        if (!there(expected, "asserted") || !expected.get("asserted").isJsonObject()) {
            return;
        }
        JsonObject found = values.deepCopy();
        JsonElement structure = values.get("structure");
        if (structure != null && structure.isJsonObject()) {
            structure.getAsJsonObject().entrySet().forEach(entry -> found.add(entry.getKey(), entry.getValue()));
        }
        JsonObject asserted = expected.getAsJsonObject("asserted");
        for (String key : asserted.keySet()) {
            JsonElement value = found.has(key) ? found.get(key) : values.get(key);
            if (key.equals("plain") && value == null) {
                value = values.get("plain_apdu");
            }
            tally.compare(key, asserted.get(key), value);
        }
    }

    private static void structure(JsonElement expected, JsonElement given, String path, Tally tally) {
        if (expected == null || expected.isJsonNull() && path.equals("structure")) {
            return;
        }
        if (expected.isJsonObject() && !expected.getAsJsonObject().has("octets")) {
            for (String key : expected.getAsJsonObject().keySet()) {
                JsonElement member = given != null && given.isJsonObject()
                        ? given.getAsJsonObject().get(key)
                        : null;
                structure(expected.getAsJsonObject().get(key), member, key, tally);
            }
        } else if (expected.isJsonArray()) {
            JsonArray list = given != null && given.isJsonArray() ? given.getAsJsonArray() : new JsonArray();
            JsonArray wanted = expected.getAsJsonArray();
            for (int at = 0; at < wanted.size(); at++) {
                structure(wanted.get(at), at < list.size() ? list.get(at) : null, path + "[" + at + "]", tally);
            }
            for (int at = wanted.size(); at < list.size(); at++) {
                tally.wrong(path + "[" + at + "] " + list.get(at));
            }
        } else {
            tally.compare(path, expected, given);
        }
    }

    /** A key that is not the meter's must be told from a capture that is damaged, and the other way round. */
    @Override
    public Optional<String> misnamed(JsonObject expected, JsonObject error) {
        boolean key = Text.of(expected, "reason").contains("encryption key");
        boolean named = "wrong_key".equals(Text.of(error, "kind"));
        if (key == named) {
            return Optional.empty();
        }
        return Optional.of(
                (key ? "the wrong key is not named: " : "damage is called a wrong key: ") + Text.of(error, "message"));
    }

    private static boolean there(JsonObject object, String key) {
        return object.has(key) && !object.get(key).isJsonNull();
    }

    @Override
    public List<String> given(JsonObject values) {
        List<String> given = new ArrayList<>();
        JsonElement named = values.get("values");
        if (named != null && named.isJsonArray()) {
            named.getAsJsonArray().forEach(value -> given.add(value.toString()));
        } else if (there(values, "structure")) {
            given.add("structure " + values.get("structure"));
        }
        return given;
    }

    /** What was expected and found of one case. */
    static final class Tally {
        private int expected;
        private int matched;
        private final List<String> wrong = new ArrayList<>();
        private final List<String> differences = new ArrayList<>();

        void compare(String what, JsonElement wanted, JsonElement given) {
            if (same(wanted, given)) {
                matched();
            } else if (given == null) {
                missing(what + " " + wanted);
            } else {
                expected++;
                wrong(what + " is " + given + " instead of " + wanted);
            }
        }

        void matched() {
            expected++;
            matched++;
        }

        void missing(String what) {
            expected++;
            differences.add("missing " + what);
        }

        void wrong(String what) {
            wrong.add(what);
        }

        Score score() {
            return new Score(expected, matched, wrong, differences);
        }

        static boolean same(JsonElement wanted, JsonElement given) {
            if (given == null || given.isJsonNull()) {
                return wanted.isJsonNull() && given instanceof JsonNull;
            }
            if (number(wanted) && number(given)) {
                return wanted.getAsBigDecimal().compareTo(given.getAsBigDecimal()) == 0;
            }
            if (wanted instanceof JsonPrimitive one
                    && given instanceof JsonPrimitive other
                    && one.isString()
                    && other.isString()) {
                String text = one.getAsString();
                return text.equalsIgnoreCase(other.getAsString()) || time(text, other.getAsString());
            }
            return wanted.equals(given);
        }

        private static boolean number(JsonElement element) {
            return element instanceof JsonPrimitive primitive && primitive.isNumber();
        }

        private static boolean time(String wanted, String given) {
            try {
                return OffsetDateTime.parse(wanted).isEqual(OffsetDateTime.parse(given));
            } catch (DateTimeException e) {
                // without an offset, or no time at all
            }
            try {
                return LocalDateTime.parse(wanted).equals(LocalDateTime.parse(given));
            } catch (DateTimeException e) {
                return false;
            }
        }
    }

    static boolean equalNumbers(BigDecimal one, BigDecimal other) {
        return one.compareTo(other) == 0 || one.floatValue() == other.floatValue();
    }
}
