package org.metergate.iec62056p21;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.metergate.transport.MalformedFrameException;

/** Real readouts and telegrams, and what other decoders make of them. */
class CorpusTest {

    @FunctionalInterface
    private interface Decoder {
        JsonObject decode(byte[] bytes) throws MalformedFrameException;
    }

    @Test
    void readsEveryReadoutAsTheOthersDo() throws IOException {
        assertEquals(
                List.of(),
                differences(
                        "iec62056-21",
                        CorpusTest::readout,
                        List.of("identification", "bcc", "data_sets", "unparsed_lines")));
    }

    @Test
    void readsEveryTelegramAsTheOthersDo() throws IOException {
        assertEquals(List.of(), differences("dsmr-p1", CorpusTest::telegram, List.of("crc", "data_sets")));
    }

    private static List<String> differences(String family, Decoder decoder, List<String> keys) throws IOException {
        Optional<Path> corpus = corpus();
        assumeTrue(corpus.isPresent(), "no folder shared/corpus beside the checkout");
        List<String> differences = new ArrayList<>();
        int cases = 0;
        for (Path file : expectations(corpus.get().resolve(family))) {
            String id = file.getFileName().toString().replace(".expected.json", "");
            JsonObject expected = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            byte[] bytes = Files.readAllBytes(file.resolveSibling(id + ".txt"));
            cases++;
            difference(decoder, keys, expected, bytes).ifPresent(text -> differences.add(id + ": " + text));
        }
        assertFalse(cases == 0, "no case in " + family);
        return differences;
    }

    private static Optional<String> difference(Decoder decoder, List<String> keys, JsonObject expected, byte[] bytes) {
        boolean reject = expected.get("verdict").getAsString().equals("reject");
        try {
            JsonObject actual = decoder.decode(bytes);
            if (reject) {
                return Optional.of("must be rejected: " + expected.get("reason"));
            }
            for (String key : keys) {
                JsonElement wanted = expected.has(key) ? expected.get(key) : JsonNull.INSTANCE;
                if (!wanted.equals(actual.get(key))) {
                    return Optional.of(key + " is\n" + actual.get(key) + "\ninstead of\n" + wanted);
                }
            }
            return Optional.empty();
        } catch (MalformedFrameException e) {
            return reject ? Optional.empty() : Optional.of(e.getMessage());
        }
    }

    private static JsonObject readout(byte[] bytes) throws MalformedFrameException {
        Readout readout = Readout.decode(bytes);
        JsonObject json = new JsonObject();
        json.add(
                "identification",
                readout.identification().map(CorpusTest::identification).orElse(JsonNull.INSTANCE));
        json.add("bcc", readout.check().map(CorpusTest::blockCheck).orElse(JsonNull.INSTANCE));
        JsonArray sets = new JsonArray();
        for (Readout.Part part : readout.parts()) {
            JsonObject set = new JsonObject();
            set.addProperty("address", part.address().orElse(null));
            set.addProperty("value", part.value());
            set.addProperty("unit", part.unit().orElse(null));
            sets.add(set);
        }
        json.add("data_sets", sets);
        JsonArray unparsed = new JsonArray();
        readout.unparsedLines().forEach(unparsed::add);
        json.add("unparsed_lines", unparsed);
        return json;
    }

    private static JsonObject telegram(byte[] bytes) throws MalformedFrameException {
        Telegram telegram = Telegram.ofCapture(bytes);
        JsonObject json = new JsonObject();
        JsonObject crc = new JsonObject();
        crc.addProperty("present", telegram.crc().isPresent());
        telegram.crc().ifPresent(check -> {
            crc.addProperty("value", String.format("%04X", check.value()));
            crc.addProperty("computed", String.format("%04X", check.computed()));
            crc.addProperty("valid", check.holds());
        });
        json.add("crc", crc);
        JsonArray sets = new JsonArray();
        for (DataSet dataSet : telegram.dataSets()) {
            JsonObject set = new JsonObject();
            set.addProperty("address", dataSet.address());
            JsonArray values = new JsonArray();
            for (DataSet.Value value : dataSet.values()) {
                JsonObject one = new JsonObject();
                one.addProperty("value", value.text());
                one.addProperty("unit", value.unit().orElse(null));
                values.add(one);
            }
            set.add("values", values);
            sets.add(set);
        }
        json.add("data_sets", sets);
        return json;
    }

    private static JsonElement identification(Identification identification) {
        JsonObject json = new JsonObject();
        json.addProperty("manufacturer", identification.manufacturer());
        json.addProperty("baud", String.valueOf(identification.baudCharacter()));
        json.addProperty("ident", identification.ident());
        return json;
    }

    private static JsonElement blockCheck(Check check) {
        JsonObject json = new JsonObject();
        json.addProperty("present", true);
        json.addProperty("value", check.value());
        json.addProperty("computed", check.computed());
        json.addProperty("valid", check.holds());
        return json;
    }

    private static List<Path> expectations(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".expected.json"))
                    .sorted()
                    .toList();
        }
    }

    private static Optional<Path> corpus() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path corpus = folder.resolve("shared").resolve("corpus");
            if (Files.isDirectory(corpus)) {
                return Optional.of(corpus);
            }
        }
        return Optional.empty();
    }
}
