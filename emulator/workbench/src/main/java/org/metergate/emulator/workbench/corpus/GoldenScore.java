package org.metergate.emulator.workbench.corpus;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.metergate.emulator.workbench.corpus.ApduScorer.Tally;

/**
 * Compares the named values of a push with what other readers of the same list give: {@code fields} by name,
 * {@code golden} by object. A golden number is one of single precision; 0 there also stands for a value that the list
 * does not hold. Where neither message nor list tells the power of ten, digits are compared.
 */
final class GoldenScore {
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

    private final JsonObject values;
    private final Tally tally;

    private GoldenScore(JsonObject values, Tally tally) {
        this.values = values;
        this.tally = tally;
    }

    static void fields(JsonObject expected, JsonObject values, Tally tally) {
        if (!expected.has("fields") || !expected.get("fields").isJsonObject()) {
            return;
        }
        GoldenScore score = new GoldenScore(values, tally);
        JsonObject fields = expected.getAsJsonObject("fields");
        for (String name : fields.keySet()) {
            score.field(name, fields.get(name));
        }
    }

    static void golden(JsonObject expected, JsonObject values, Tally tally) {
        if (!expected.has("golden") || !expected.get("golden").isJsonObject()) {
            return;
        }
        Set<String> unreliable = new HashSet<>();
        if (expected.has("golden_unreliable")
                && expected.get("golden_unreliable").isJsonArray()) {
            expected.getAsJsonArray("golden_unreliable").forEach(key -> unreliable.add(key.getAsString()));
        }
        GoldenScore score = new GoldenScore(values, tally);
        JsonObject golden = expected.getAsJsonObject("golden");
        for (String key : golden.keySet()) {
            if (!unreliable.contains(key)) {
                score.golden(key, golden.get(key));
            }
        }
    }

    private void field(String name, JsonElement wanted) {
        if (name.equals("meter_manufacturer")) {
            tally.compare(name, wanted, values.get("maker"));
            return;
        }
        Optional<JsonObject> value = named(name);
        if (value.isEmpty() && name.equals("meter_datetime")) {
            JsonElement structure = values.get("structure");
            tally.compare(name, wanted, structure.getAsJsonObject().get("date_time"));
            return;
        }
        if (value.isPresent()
                && number(wanted).isPresent()
                && number(value.get().get("value")).isPresent()) {
            compare(name, number(wanted).get(), value.get());
        } else {
            tally.compare(name, wanted, value.map(one -> one.get("value")).orElse(null));
        }
    }

    private void golden(String key, JsonElement wanted) {
        switch (key) {
            case "active_import_W" -> power(key, wanted.getAsBigDecimal(), 1, 2);
            case "active_export_W" -> power(key, wanted.getAsBigDecimal(), 2, 1);
            case "voltage_V" -> phases(key, wanted, 32);
            case "current_A" -> phases(key, wanted, 31);
            case "import_counter_kWh" -> counter(key, wanted.getAsBigDecimal());
            case "meter_id" -> identity(key, wanted);
            default -> {
                // list_type and meter_type are numbers of that reader, of no meaning elsewhere
            }
        }
    }

    /** That reader gives the difference of both directions if a list holds both. */
    private void power(String key, BigDecimal wanted, int quantity, int other) {
        Optional<JsonObject> value = coded(quantity + ".7.0");
        Optional<BigDecimal> away = coded(other + ".7.0").flatMap(one -> number(one.get("value")));
        Optional<BigDecimal> net = value.flatMap(one -> number(one.get("value")))
                .map(number -> number.subtract(away.orElse(BigDecimal.ZERO)).max(BigDecimal.ZERO));
        if (net.isPresent() && ApduScorer.equalNumbers(wanted, net.get())) {
            tally.matched();
        } else {
            one(key, wanted, value);
        }
    }

    private void phases(String key, JsonElement wanted, int first) {
        JsonArray phases = wanted.getAsJsonArray();
        for (int phase = 0; phase < phases.size(); phase++) {
            one(key + " L" + (phase + 1), phases.get(phase).getAsBigDecimal(), coded(first + 20 * phase + ".7.0"));
        }
    }

    /** Meters that count by tariff only: the sum. */
    private void counter(String key, BigDecimal wanted) {
        Optional<JsonObject> total = coded("1.8.0");
        if (total.isPresent()) {
            JsonObject kilo = total.get().deepCopy();
            number(kilo.get("value")).ifPresent(number -> kilo.addProperty("value", number.divide(THOUSAND)));
            one(key, wanted, Optional.of(kilo));
            return;
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (String tariff : List.of("1.8.1", "1.8.2", "1.8.3", "1.8.4")) {
            sum = sum.add(coded(tariff)
                    .flatMap(one -> number(one.get("value")))
                    .map(number -> number.divide(THOUSAND))
                    .orElse(BigDecimal.ZERO));
        }
        if (ApduScorer.equalNumbers(wanted, sum)) {
            tally.matched();
        } else {
            tally.missing(key + " " + wanted);
        }
    }

    private void identity(String key, JsonElement wanted) {
        String id = wanted.getAsString();
        List<String> texts = new ArrayList<>();
        JsonElement title = values.get("system_title");
        all().forEach(value -> texts.add(Text.of(value, "value")));
        if (id.isEmpty() || texts.contains(id) || title != null) {
            tally.matched(); // that reader takes the title for a meter that tells no number
        } else {
            tally.missing(key + " " + id);
        }
    }

    private void one(String what, BigDecimal wanted, Optional<JsonObject> value) {
        if (value.isPresent()) {
            compare(what, wanted, value.get());
        } else if (wanted.signum() == 0) {
            tally.matched();
        } else {
            tally.missing(what + " " + wanted);
        }
    }

    private void compare(String what, BigDecimal wanted, JsonObject value) {
        Optional<BigDecimal> given = number(value.get("value"));
        if (given.isEmpty()) {
            tally.missing(what + " " + wanted);
        } else if (ApduScorer.equalNumbers(wanted, given.get())
                || "unknown".equals(Text.of(value, "scale")) && sameDigits(wanted, given.get())) {
            tally.matched();
        } else {
            tally.compare(what, new JsonPrimitive(wanted), value.get("value"));
        }
    }

    private static boolean sameDigits(BigDecimal one, BigDecimal other) {
        return one.stripTrailingZeros()
                .unscaledValue()
                .equals(other.stripTrailingZeros().unscaledValue());
    }

    private static Optional<BigDecimal> number(JsonElement element) {
        return element instanceof JsonPrimitive primitive && primitive.isNumber()
                ? Optional.of(primitive.getAsBigDecimal())
                : Optional.empty();
    }

    private Optional<JsonObject> named(String name) {
        return all().stream()
                .filter(value -> Text.of(value, "name").equals(name))
                .findFirst();
    }

    /** By value groups C, D and E, as lists of several makers differ in the channel. */
    private Optional<JsonObject> coded(String groups) {
        return all().stream()
                .filter(value -> Text.of(value, "obis").matches("1\\.\\d+\\." + groups.replace(".", "\\.") + "\\.\\d+"))
                .findFirst();
    }

    private List<JsonObject> all() {
        List<JsonObject> all = new ArrayList<>();
        JsonElement named = values.get("values");
        if (named != null && named.isJsonArray()) {
            named.getAsJsonArray().forEach(value -> all.add(value.getAsJsonObject()));
        }
        return all;
    }
}
