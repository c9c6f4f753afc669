package org.metergate.emulator.workbench.corpus;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * mbus-wired/1: records are compared one by one, by index, in every column the expectation has: function, storage, tariff,
 * subunit, quantity, unit and value. Cases that carry {@code values} instead are scored as wireless ones.
 *
 * <p>Where record and expectation differ and the standard says that the expectation is the one that is wrong, the line
 * names the clause; the value still counts as not matched.
 */
final class RecordScorer implements Scorer {
    /** libmbus prints six decimals. */
    private static final double ABSOLUTE = 1.1e-6;

    private static final double RELATIVE = 1e-6;

    /** No data: blocks of the manufacturer and the announcement of the next telegram. */
    private static final Set<String> NO_RECORD = Set.of("Manufacturer specific", "More records follow");

    /** libmbus counts months and years as mean seconds. */
    private static final Map<String, Double> SECONDS = Map.of("months", 2_629_743.83, "years", 31_556_926.0);

    /** Another library's words for the same units. */
    private static final Map<String, String> UNITS = Map.ofEntries(
            Map.entry("seconds", "s"),
            Map.entry("C", "°C"),
            Map.entry("none", ""),
            Map.entry("date", "-"),
            Map.entry("time", "-"),
            Map.entry("date time", "-"),
            Map.entry("date time to second", "-"),
            Map.entry("H.C.A", "Units for H.C.A."),
            Map.entry("Currency unit", "Currency units"));

    /** The second counter of a fixed structure has the unit of the first, which is not repeated. */
    private static final String SAME_UNIT = "reserved but historic";

    private static final List<String> HEADER =
            List.of("id", "manufacturer", "version", "medium", "access", "status", "signature");

    private final ValueScorer values = new ValueScorer();

    @Override
    public Score score(JsonObject expected, Outcome outcome) {
        if (Text.of(expected, "verdict").equals("application-error")) {
            return applicationError(expected, outcome);
        }
        if (expected.has("values")) {
            return values.score(expected, outcome);
        }
        List<String> wrong = new ArrayList<>();
        List<String> differences = new ArrayList<>();
        header(expected, outcome, differences);
        Map<Integer, JsonObject> given = new HashMap<>();
        for (JsonElement element : ReadoutScorer.array(outcome.values(), "records")) {
            given.put(element.getAsJsonObject().get("index").getAsInt(), element.getAsJsonObject());
        }
        int wanted = 0;
        int matched = 0;
        for (JsonElement element : ReadoutScorer.array(expected, "records")) {
            JsonObject record = element.getAsJsonObject();
            if (NO_RECORD.contains(Text.of(record, "function")) || record.has("unreliable")) {
                given.remove(record.get("index").getAsInt());
                continue;
            }
            wanted++;
            Optional<JsonObject> found =
                    Optional.ofNullable(given.remove(record.get("index").getAsInt()));
            Optional<String> difference =
                    found.map(other -> difference(record, other)).orElseGet(() -> Optional.of("no such record"));
            if (difference.isEmpty()) {
                matched++;
                continue;
            }
            String what = "record " + Text.of(record, "index") + ": " + difference.get();
            Optional<String> clause = found.flatMap(other -> Clauses.of(record, other));
            if (clause.isPresent()) {
                differences.add(what + " (expectation wrong: " + clause.get() + ")");
            } else if (found.isPresent()) {
                wrong.add(what);
            } else {
                differences.add("missing " + what);
            }
        }
        if (wholeMeter(expected)) {
            given.values().stream()
                    .filter(record -> !record.has("qualifiers")
                            || !record.get("qualifiers").toString().contains("\"profile"))
                    .forEach(record -> differences.add("not expected record " + Text.of(record, "index")));
        }
        return new Score(wanted, matched, wrong, differences);
    }

    @Override
    public List<String> given(JsonObject json) {
        return values.given(json);
    }

    /** Columns say that all records are listed; a library's assertions name only some. */
    private static boolean wholeMeter(JsonObject expected) {
        for (JsonElement record : ReadoutScorer.array(expected, "records")) {
            if (record.getAsJsonObject().has("function")) {
                return true;
            }
        }
        return false;
    }

    private static Score applicationError(JsonObject expected, Outcome outcome) {
        JsonObject wanted = expected.getAsJsonObject("application_error");
        if (!outcome.values().has("application_error")) {
            return new Score(1, 0, List.of(), List.of("no application error"));
        }
        JsonObject found = outcome.values().getAsJsonObject("application_error");
        boolean same = plain(Text.of(wanted, "text")).equals(plain(Text.of(found, "text")));
        return same
                ? new Score(1, 1, List.of(), List.of())
                : new Score(1, 0, List.of("application error " + Text.of(found, "text")), List.of());
    }

    private static String plain(String text) {
        return text.replace('´', '\'');
    }

    private static void header(JsonObject expected, Outcome outcome, List<String> differences) {
        if (!expected.has("header")
                || !expected.get("header").isJsonObject()
                || outcome.error().isPresent()) {
            return;
        }
        JsonObject wanted = expected.getAsJsonObject("header");
        JsonObject found =
                outcome.values().has("header") ? outcome.values().getAsJsonObject("header") : new JsonObject();
        for (String key : HEADER) {
            String text = Text.of(wanted, key);
            boolean same = key.equals("id") // printed as a number by some
                    ? Text.of(found, key).endsWith(text)
                    : text.equals(Text.of(found, key));
            if (wanted.has(key) && !same) {
                differences.add(key + " is " + Text.of(found, key) + " instead of " + text);
            }
        }
    }

    private static Optional<String> difference(JsonObject wanted, JsonObject found) {
        for (String column : List.of("function", "storage", "tariff", "subunit", "quantity")) {
            boolean known = wanted.has(column) && (!wanted.get(column).isJsonNull() || isNumber(column));
            if (known && wanted.has("quantity") && !Text.of(wanted, column).equals(Text.of(found, column))) {
                return Optional.of(column + " is " + Text.of(found, column) + " instead of " + Text.of(wanted, column));
            }
        }
        String unit = UNITS.getOrDefault(Text.of(wanted, "unit"), Text.of(wanted, "unit"));
        boolean calendar = unit.equals("s") && SECONDS.containsKey(Text.of(found, "unit"));
        if (wanted.has("unit") && !unit.equals(SAME_UNIT) && !calendar && !unit.equals(Text.of(found, "unit"))) {
            return Optional.of("unit is " + Text.of(found, "unit") + " instead of " + unit);
        }
        double factor = calendar ? SECONDS.get(Text.of(found, "unit")) : 1;
        String text = Text.of(wanted, "value_text");
        return sameValue(text, Text.of(found, "value_text"), factor)
                ? Optional.empty()
                : Optional.of("value is '" + Text.of(found, "value_text") + "' instead of '" + text + "'");
    }

    private static boolean isNumber(String column) {
        return column.equals("storage") || column.equals("tariff") || column.equals("subunit");
    }

    private static boolean sameValue(String wanted, String found, double factor) {
        try {
            double number = new BigDecimal(wanted).doubleValue();
            double other = new BigDecimal(found).doubleValue() * factor;
            return Math.abs(number - other) <= Math.max(ABSOLUTE, RELATIVE * Math.abs(number));
        } catch (NumberFormatException e) {
            return wanted.replace("Z", "").equals(found); // M-Bus has no time zone
        }
    }
}
