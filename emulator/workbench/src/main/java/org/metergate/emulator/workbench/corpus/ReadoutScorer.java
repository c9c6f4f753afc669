package org.metergate.emulator.workbench.corpus;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.metergate.emulator.workbench.corpus.DataSetScore.Entry;

/**
 * iec62056-21/1: each data set is one value, compared as text with its unit. Identification, block check and the lines
 * that hold no data set must agree too. Assertions that carry an address are looked up; those that carry a field name of
 * their source project repeat data sets.
 */
final class ReadoutScorer implements Scorer {

    @Override
    public Score score(JsonObject expected, Outcome outcome) {
        JsonObject values = outcome.values();
        List<Entry> given = entries(values);
        List<String> differences = new ArrayList<>();
        if (outcome.error().isEmpty()) {
            for (String key : List.of("identification", "bcc", "unparsed_lines")) {
                JsonElement wanted = expected.has(key) ? expected.get(key) : JsonNull.INSTANCE;
                if (!wanted.isJsonNull() && !wanted.equals(values.get(key))) {
                    differences.add(key + " is " + values.get(key) + " instead of " + wanted);
                }
            }
        }
        for (JsonElement asserted : array(expected, "asserted")) {
            if (asserted.getAsJsonObject().has("address") && given.stream().noneMatch(entry -> same(asserted, entry))) {
                differences.add("missing as asserted " + asserted);
            }
        }
        return DataSetScore.of(entries(expected), given, differences);
    }

    @Override
    public List<String> given(JsonObject values) {
        return entries(values).stream().map(Entry::toString).toList();
    }

    private static List<Entry> entries(JsonObject readout) {
        List<Entry> entries = new ArrayList<>();
        for (JsonElement element : array(readout, "data_sets")) {
            JsonObject set = element.getAsJsonObject();
            entries.add(new Entry(Text.of(set, "address"), Text.of(set, "value"), Text.of(set, "unit")));
        }
        return entries;
    }

    /** Assertions hold numbers where the text has leading zeros. */
    private static boolean same(JsonElement asserted, Entry entry) {
        JsonObject wanted = asserted.getAsJsonObject();
        return entry.address().equals(Text.of(wanted, "address"))
                && (Text.of(wanted, "unit").isEmpty() || Text.of(wanted, "unit").equals(entry.unit()))
                && sameValue(Text.of(wanted, "value"), entry.value());
    }

    private static boolean sameValue(String wanted, String given) {
        if (wanted.equals(given)) {
            return true;
        }
        try {
            return new BigDecimal(wanted).compareTo(new BigDecimal(given)) == 0;
        } catch (NumberFormatException e) {
            return false; // two different texts
        }
    }

    static JsonArray array(JsonObject object, String key) {
        return object.has(key) && object.get(key).isJsonArray() ? object.getAsJsonArray(key) : new JsonArray();
    }
}
