package org.metergate.emulator.workbench.corpus;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One case of a corpus: {@code <id>.expected.json} and, beside it, the capture {@code <id>.hex}, {@code .txt} or
 * {@code .csv}.
 *
 * @param id what both files are called
 * @param capture the capture; may be missing
 * @param expectation what a decoder must do; may be missing
 */
public record CorpusCase(String id, Path capture, Path expectation) {
    private static final String EXPECTATION = ".expected.json";
    private static final List<String> CAPTURES = List.of(".hex", ".txt", ".csv");

    /** A file of a case is missing or not what it should be. */
    public static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableException(String message) {
            super(message);
        }
    }

    /**
     * Finds the cases of one family.
     *
     * @param folder of the family
     * @return its cases, by id
     * @throws IOException if the folder cannot be read
     */
    public static List<CorpusCase> in(Path folder) throws IOException {
        Map<String, Path> captures = new TreeMap<>();
        Map<String, Path> expectations = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(EXPECTATION)) {
                    expectations.put(name.substring(0, name.length() - EXPECTATION.length()), file);
                } else if (CAPTURES.stream().anyMatch(name::endsWith)) {
                    captures.put(name.substring(0, name.lastIndexOf('.')), file);
                }
            }
        }
        Map<String, CorpusCase> cases = new TreeMap<>();
        captures.forEach((id, capture) -> cases.put(id, new CorpusCase(id, capture, folder.resolve(id + EXPECTATION))));
        expectations.forEach((id, expectation) ->
                cases.putIfAbsent(id, new CorpusCase(id, folder.resolve(id + CAPTURES.get(0)), expectation)));
        return new ArrayList<>(cases.values());
    }

    /**
     * Reads the expectation.
     *
     * @return the object in the file
     * @throws UnusableException if there is no such file, or no JSON object in it
     */
    public JsonObject expected() throws UnusableException {
        String name = expectation.getFileName().toString();
        if (!Files.isRegularFile(expectation)) {
            throw new UnusableException("there is no expectation " + name + " beside " + capture.getFileName());
        }
        try {
            JsonElement json = JsonParser.parseString(Files.readString(expectation));
            if (json.isJsonObject()) {
                return json.getAsJsonObject();
            }
            throw new UnusableException(name + " holds no JSON object");
        } catch (JsonParseException e) {
            throw new UnusableException(name + " is no JSON: " + e.getMessage());
        } catch (IOException e) {
            throw new UnusableException(name + " cannot be read: " + e);
        }
    }
}
