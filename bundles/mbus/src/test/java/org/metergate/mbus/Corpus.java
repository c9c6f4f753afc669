package org.metergate.mbus;

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
import java.util.stream.Stream;

/** The frames of real meters beside the checkout, if they are there. */
final class Corpus {

    record Case(String name, String hex, JsonObject expected) {
        String verdict() {
            return expected.get("verdict").getAsString();
        }

        /** The bytes; a text with an odd number of digits or a letter is cut before it. */
        byte[] bytes() {
            String digits = hex.replaceAll("\\s", "");
            return HexFormat.of().parseHex(digits.length() % 2 == 0 ? digits : "0" + digits);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private Corpus() {}

    static boolean present() {
        return folder().isPresent();
    }

    static List<Case> family(String family) {
        Path folder = folder().orElseThrow().resolve(family);
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".hex"))
                    .sorted()
                    .map(Corpus::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Case read(Path hex) {
        String name = hex.getFileName().toString().replace(".hex", "");
        try {
            String json = Files.readString(hex.resolveSibling(name + ".expected.json"), StandardCharsets.UTF_8);
            return new Case(
                    name, Files.readString(hex), JsonParser.parseString(json).getAsJsonObject());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> folder() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path corpus = at.resolve("shared").resolve("corpus");
            if (Files.isDirectory(corpus)) {
                return Optional.of(corpus);
            }
        }
        return Optional.empty();
    }
}
