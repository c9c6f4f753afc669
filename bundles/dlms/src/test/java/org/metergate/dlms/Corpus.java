package org.metergate.dlms;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Frames of real meters, when they lie beside the checkout. */
final class Corpus {

    record Case(String name, byte[] bytes, JsonObject expected) {
        String verdict() {
            return expected.get("verdict").getAsString();
        }

        String framing() {
            return expected.get("framing").getAsString();
        }

        Optional<JsonElement> structure() {
            JsonElement structure = expected.get("structure");
            return structure == null || structure.isJsonNull() ? Optional.empty() : Optional.of(structure);
        }

        Optional<Keys> keys() {
            if (!expected.has("keys") || !expected.get("keys").isJsonObject()) {
                return Optional.empty();
            }
            JsonObject keys = expected.getAsJsonObject("keys");
            String encryption = keys.has("encryption_key") ? "encryption_key" : "global_unicast_encryption_key";
            String authentication = keys.has("authentication_key") ? "authentication_key" : "global_authentication_key";
            return Optional.of(new Keys(
                    HexFormat.of().parseHex(keys.get(encryption).getAsString()),
                    Optional.of(HexFormat.of().parseHex(keys.get(authentication).getAsString()))));
        }
    }

    private Corpus() {}

    static Optional<Path> folder() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path folder = at.resolve("shared/corpus/dlms");
            if (Files.isDirectory(folder)) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }

    static boolean isThere() {
        return folder().isPresent();
    }

    static List<Case> cases() {
        try (Stream<Path> files = Files.list(folder().orElseThrow())) {
            return files.filter(file -> file.toString().endsWith(".hex"))
                    .sorted()
                    .map(Corpus::read)
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Case read(Path hex) {
        String name = hex.getFileName().toString().replace(".hex", "");
        try {
            String digits = Files.readString(hex, StandardCharsets.US_ASCII).replaceAll("\\s", "");
            String expected = Files.readString(hex.resolveSibling(name + ".expected.json"));
            return new Case(
                    name,
                    HexFormat.of().parseHex(digits),
                    JsonParser.parseString(expected).getAsJsonObject());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
