package org.metergate.emulator.workbench.corpus;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * wmbus/1: values that a program with a driver for each meter gave. Their names are its own, so they are compared by value
 * and unit: a value is reached if some record, converted to that unit, equals it. Values without a number or a unit are
 * not looked for. Telegrams that are stored in clear although they say encrypted are not scored.
 *
 * <p>A line that names a missing value says where it must come from, as far as the telegram tells.
 */
final class ValueScorer implements Scorer {
    private static final double ABSOLUTE = 6e-4;
    private static final double RELATIVE = 1e-5;
    private static final double JOULES_PER_KWH = 3_600_000;

    private record Scale(String unit, double factor) {}

    /** Units of the corpus in the decoder's. */
    private static final Map<String, List<Scale>> SCALES = Map.ofEntries(
            Map.entry("kWh", List.of(new Scale("Wh", 1000), new Scale("J", JOULES_PER_KWH))),
            Map.entry("MJ", List.of(new Scale("J", 1e6))),
            Map.entry("GJ", List.of(new Scale("J", 1e9))),
            Map.entry("kW", List.of(new Scale("W", 1000), new Scale("J/h", JOULES_PER_KWH))),
            Map.entry("kVARh", List.of(new Scale("varh", 1000))),
            Map.entry("kVAh", List.of(new Scale("VAh", 1000))),
            Map.entry("kVAR", List.of(new Scale("var", 1000))),
            Map.entry("kVA", List.of(new Scale("VA", 1000))),
            Map.entry("m3", List.of(new Scale("m^3", 1))),
            Map.entry("m3/h", List.of(new Scale("m^3/h", 1))),
            Map.entry("l/h", List.of(new Scale("m^3/h", 0.001))),
            Map.entry("C", List.of(new Scale("°C", 1), new Scale("K", 1))),
            Map.entry("F", List.of(new Scale("°F", 1))),
            Map.entry("%RH", List.of(new Scale("%", 1), new Scale("-", 1))),
            Map.entry("h", List.of(new Scale("s", 3600))),
            Map.entry("min", List.of(new Scale("s", 60))),
            Map.entry("d", List.of(new Scale("s", 86_400))),
            Map.entry("day", List.of(new Scale("s", 86_400))),
            Map.entry("MJ/h", List.of(new Scale("J/h", 1e6))),
            Map.entry("l", List.of(new Scale("m^3", 0.001))),
            Map.entry("month", List.of(new Scale("months", 1))),
            Map.entry(
                    "year",
                    List.of(
                            new Scale("years", 1),
                            new Scale("months", 12),
                            new Scale("s", 86_400.0 * 365),
                            new Scale("s", 86_400 * 365.2425))),
            Map.entry("m3*C", List.of(new Scale("m^3*°C", 1))),
            Map.entry("hca", List.of(new Scale("Units for H.C.A.", 1))),
            Map.entry("deg", List.of(new Scale("°", 1))));

    /** Units that say nothing about the record's. */
    private static final List<String> BARE = List.of("count", "factor", "s");

    @Override
    public boolean scorable(JsonObject expected) {
        return !Text.isTrue(expected, "already_decrypted");
    }

    @Override
    public Score score(JsonObject expected, Outcome outcome) {
        List<String> missing = new ArrayList<>();
        int wanted = 0;
        for (JsonElement element : ReadoutScorer.array(expected, "values")) {
            JsonObject value = element.getAsJsonObject();
            if (Text.of(value, "value").isEmpty() || Text.of(value, "unit").isEmpty()) {
                continue;
            }
            wanted++;
            double number = value.get("value").getAsDouble();
            if (!reached(outcome.values(), Text.of(value, "unit"), number)) {
                missing.add("missing " + Text.of(value, "name") + "=" + Text.of(value, "value"));
            }
        }
        int matched = wanted - missing.size();
        List<String> differences = new ArrayList<>();
        if (!missing.isEmpty()) {
            origin(expected, outcome).ifPresent(differences::add);
            differences.addAll(missing);
        }
        return new Score(wanted, matched, List.of(), differences);
    }

    @Override
    public List<String> given(JsonObject json) {
        List<String> given = new ArrayList<>();
        for (JsonElement element : ReadoutScorer.array(json, "records")) {
            JsonObject record = element.getAsJsonObject();
            if (!Text.of(record, "value_text").isEmpty()) {
                given.add(Text.of(record, "quantity") + " " + Text.of(record, "value_text") + " "
                        + Text.of(record, "unit"));
            }
        }
        return given;
    }

    private static boolean reached(JsonObject json, String unit, double number) {
        for (JsonElement element : ReadoutScorer.array(json, "records")) {
            JsonObject record = element.getAsJsonObject();
            if (!Text.of(record, "value").isEmpty() && reaches(record, unit, number)) {
                return true;
            }
        }
        return false;
    }

    private static boolean reaches(JsonObject record, String unit, double number) {
        double value = record.get("value").getAsDouble();
        if (BARE.contains(unit)) {
            return near(number, value);
        }
        String own = Text.of(record, "unit");
        for (Scale scale : SCALES.getOrDefault(unit, List.of(new Scale(unit, 1)))) {
            if (own.equals(scale.unit()) && near(number, value / scale.factor())) {
                return true;
            }
        }
        return false;
    }

    private static boolean near(double wanted, double found) {
        return Math.abs(wanted - found) <= Math.max(ABSOLUTE, RELATIVE * Math.abs(wanted));
    }

    /** Where the values stand that are in no record of the standard. */
    private static Optional<String> origin(JsonObject expected, Outcome outcome) {
        if (outcome.error().isPresent()) {
            boolean lengthOff =
                    expected.has("l_field_matches_length") && !Text.isTrue(expected, "l_field_matches_length");
            return lengthOff
                    ? Optional.of("the L field is not that of the telegram (EN 13757-4, 12.4.2)")
                    : Optional.empty(); // the refusal itself is named
        }
        JsonObject json = outcome.values();
        String structure = Text.of(json, "structure");
        if (structure.equals("manufacturer-specific")) {
            return Optional.of("CI " + Text.of(json, "ci") + " is the manufacturer's own (EN 13757-7, table 2)");
        }
        if (structure.equals("compact")) {
            return Optional.of("a compact frame whose format is not known (EN 13757-3, annex G)");
        }
        Optional<String> clause = clause(json);
        if (clause.isPresent()) {
            return clause.map(text -> "expectation wrong: EN 13757-3, " + text);
        }
        for (JsonElement element : ReadoutScorer.array(json, "records")) {
            if (element.toString().contains("\"manufacturer ")) {
                return Optional.of("a VIF of the manufacturer's own (EN 13757-3, table 10, code 7F)");
            }
        }
        if (json.has("manufacturer_data")) {
            return Optional.of("a block of the manufacturer's own (EN 13757-3, table 5, DIF 0F)");
        }
        return Optional.of("in no record: made by the other program");
    }

    /** A date that is none explains no number. */
    private static Optional<String> clause(JsonObject json) {
        for (JsonElement element : ReadoutScorer.array(json, "records")) {
            JsonObject record = element.getAsJsonObject();
            Optional<String> clause = Clauses.of(new JsonObject(), record);
            if (clause.isPresent() && !Text.of(record, "invalid").startsWith("the date")) {
                return clause;
            }
        }
        return Optional.empty();
    }
}
