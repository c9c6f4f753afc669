package org.metergate.emulator.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Captures of real meters through the command line: what must be rejected prints an error and nothing else, what can be
 * decoded carries the corpus' key names. Whether the values are right is the decoders' own test.
 */
@EnabledIf(
        value = "org.metergate.emulator.workbench.DecodeCorpusTest#present",
        disabledReason = "no folder shared/corpus beside the checkout")
class DecodeCorpusTest {

    /** Ends inside a record; the decoder refuses the whole telegram. */
    private static final Set<String> CUT = Set.of("wmbusmeters-unismart-1-00043094");

    /** Key names of each family that hold what the decoder read. */
    private static List<String> keys(Format format) {
        return switch (format) {
            case MBUS, WMBUS -> List.of();
            case IEC62056_21 -> List.of("identification", "bcc", "data_sets", "unparsed_lines");
            case DSMR_P1 -> List.of("crc", "data_sets");
            case SML -> List.of("lists");
            case DLMS -> List.of("structure");
        };
    }

    @ParameterizedTest
    @EnumSource(value = Format.class, mode = EnumSource.Mode.EXCLUDE, names = "SML") // there is no such family
    void decodesAndRejectsAsExpected(Format format) throws IOException {
        List<String> differences = new ArrayList<>();
        int cases = 0;
        for (Path file : captures(format)) {
            cases++;
            JsonObject expected =
                    JsonParser.parseString(Files.readString(expectation(file))).getAsJsonObject();
            difference(format, file, expected).ifPresent(text -> differences.add(file.getFileName() + ": " + text));
        }
        assertTrue(cases > 0);
        assertEquals(List.of(), differences);
    }

    private static Optional<String> difference(Format format, Path file, JsonObject expected) {
        String verdict = expected.get("verdict").getAsString();
        StringWriter out = new StringWriter();
        int status = Workbench.commands().setOut(new PrintWriter(out)).execute(arguments(format, file, expected));
        JsonObject actual = JsonParser.parseString(out.toString()).getAsJsonObject();
        if (out.toString().matches("(?s).*:-?[0-9.]+[eE].*")) {
            return Optional.of("a number with an exponent");
        }
        if (actual.has("error") != (status == 1)) {
            return Optional.of("status " + status + " with " + out);
        }
        return switch (verdict) {
            case "reject" -> actual.has("error") ? Optional.empty() : Optional.of("must be rejected");
            case "application-error" -> actual.has("application_error")
                    ? Optional.empty()
                    : Optional.of(out.toString());
            case "decode" -> decodable(expected) ? difference(format, expected, actual) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<String> difference(Format format, JsonObject expected, JsonObject actual) {
        if (actual.has("error")) {
            return Optional.of(actual.toString());
        }
        if (format == Format.MBUS && expected.has("records")) {
            JsonObject header = expected.getAsJsonObject("header");
            for (String key : header.keySet()) {
                JsonElement found = actual.getAsJsonObject("header").get(key);
                boolean same = key.equals("id") // printed there as a number
                        ? found.getAsString().endsWith(header.get(key).getAsString())
                        : header.get(key).equals(found);
                if (!key.equals("product_name") && !same) {
                    return Optional.of(key + " is " + found + " instead of " + header.get(key));
                }
            }
        }
        for (String key : keys(format)) {
            if (expected.has(key)
                    && !expected.get(key).isJsonNull()
                    && !expected.get(key).equals(actual.get(key))) {
                return Optional.of(key + " is\n" + actual.get(key) + "\ninstead of\n" + expected.get(key));
            }
        }
        return Optional.empty();
    }

    /** Not stored in clear although it says encrypted, not in need of a key that is not there, not cut, made of frames. */
    private static boolean decodable(JsonObject expected) {
        String framing = text(expected, "framing");
        String kind = text(expected, "kind");
        boolean clear = expected.has("already_decrypted")
                && expected.get("already_decrypted").getAsBoolean();
        return !clear
                && !CUT.contains(text(expected, "case"))
                && !framing.equals("gcm-text")
                && !framing.equals("gmac-tag")
                && !kind.contains("truncated-walk")
                && (kind.isEmpty() || kind.startsWith("open") || kind.startsWith("encrypted-mode-5"));
    }

    private static String[] arguments(Format format, Path file, JsonObject expected) {
        List<String> arguments = new ArrayList<>(List.of("decode", format.toString(), file.toString()));
        if (!text(expected, "key").isEmpty()) {
            arguments.addAll(List.of("--key", text(expected, "key")));
        }
        if (expected.has("keys") && expected.get("keys").isJsonObject()) {
            JsonObject keys = expected.getAsJsonObject("keys");
            for (String key : keys.keySet()) {
                if (key.endsWith("encryption_key")) {
                    arguments.addAll(List.of("--key", keys.get(key).getAsString()));
                } else if (key.endsWith("authentication_key")) {
                    arguments.addAll(
                            List.of("--authentication-key", keys.get(key).getAsString()));
                }
            }
        }
        return arguments.toArray(String[]::new);
    }

    private static String text(JsonObject object, String key) {
        return object.has(key) && !object.get(key).isJsonNull()
                ? object.get(key).getAsString()
                : "";
    }

    private static List<Path> captures(Format format) throws IOException {
        String family = format == Format.MBUS ? "mbus-wired" : format.toString();
        try (Stream<Path> files = Files.list(corpus().orElseThrow().resolve(family))) {
            return files.filter(file -> !file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    private static Path expectation(Path capture) {
        String name = capture.getFileName().toString();
        return capture.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".expected.json");
    }

    static boolean present() {
        return corpus().isPresent();
    }

    static Optional<Path> corpus() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path corpus = folder.resolve("shared").resolve("corpus");
            if (Files.isDirectory(corpus)) {
                return Optional.of(corpus);
            }
        }
        return Optional.empty();
    }
}
