package org.metergate.emulator.workbench.corpus;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.metergate.emulator.workbench.corpus.DataSetScore.Entry;

/**
 * dsmr-p1/1: each pair of parentheses of each data set is one value, compared as text with its unit and with its place in
 * the data set. The CRC must agree too. The assertions of the source projects repeat data sets under names of their own.
 */
final class TelegramScorer implements Scorer {

    @Override
    public Score score(JsonObject expected, Outcome outcome) {
        JsonObject values = outcome.values();
        List<String> differences = new ArrayList<>();
        if (outcome.error().isEmpty()
                && expected.has("crc")
                && !expected.get("crc").equals(values.get("crc"))) {
            differences.add("crc is " + values.get("crc") + " instead of " + expected.get("crc"));
        }
        return DataSetScore.of(entries(expected), entries(values), differences);
    }

    @Override
    public List<String> given(JsonObject values) {
        return entries(values).stream().map(Entry::toString).toList();
    }

    private static List<Entry> entries(JsonObject telegram) {
        List<Entry> entries = new ArrayList<>();
        for (JsonElement element : ReadoutScorer.array(telegram, "data_sets")) {
            JsonObject set = element.getAsJsonObject();
            int place = 0;
            for (JsonElement value : ReadoutScorer.array(set, "values")) {
                String address = Text.of(set, "address") + (place == 0 ? "" : " value " + (place + 1));
                entries.add(new Entry(
                        address, Text.of(value.getAsJsonObject(), "value"), Text.of(value.getAsJsonObject(), "unit")));
                place++;
            }
        }
        return entries;
    }
}
