package org.metergate.dashboard.model;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.metergate.dashboard.files.WholeLines;

/**
 * What happened, one line of JSON each, on the disk before {@link #append} returns. A line that the power went away on was
 * never told to anybody and is dropped. One thread at a time.
 */
final class Journal {

    private static final Gson GSON = new GsonBuilder().serializeNulls().create();

    private final Path file;
    private int lines;

    /** @param file is made with the first line */
    Journal(Path file) {
        this.file = file;
    }

    /**
     * Reads all of it. A file with a line that is no JSON object, or that {@code take} refuses, is copied to
     * {@code <file>.bad}, and goes on with the lines that are right.
     *
     * @param take is given each line, and throws an {@link IllegalArgumentException} if it is none of its own
     * @return where the damaged file is now; empty if every line is right
     */
    Optional<Path> read(Consumer<JsonObject> take) throws IOException {
        lines = 0;
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<JsonObject> right = new ArrayList<>();
        boolean damaged = false;
        for (String line : WholeLines.read(file)) {
            try {
                JsonObject json = JsonParser.parseString(line).getAsJsonObject();
                take.accept(json);
                right.add(json);
            } catch (JsonParseException | IllegalStateException | IllegalArgumentException | StackOverflowError e) {
                damaged = true;
            }
        }
        lines = right.size();
        if (!damaged) {
            return Optional.empty();
        }
        Path bad = file.resolveSibling(file.getFileName() + ".bad");
        Files.copy(file, bad, StandardCopyOption.REPLACE_EXISTING);
        rewrite(right);
        return Optional.of(bad);
    }

    /** @return lines in the file */
    int lines() {
        return lines;
    }

    /** @throws IOException if they could not be written: then none of them counts */
    void append(List<JsonObject> more) throws IOException {
        if (more.isEmpty()) {
            return;
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        WholeLines.append(file, written(more));
        lines += more.size();
    }

    /** Replaces all of it: after a power cut the file is the old one or the new one. */
    void rewrite(List<JsonObject> all) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            WholeLines.write(channel, written(all));
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        lines = all.size();
    }

    private static String written(List<JsonObject> all) {
        StringBuilder text = new StringBuilder();
        all.forEach(one -> text.append(GSON.toJson(one)).append('\n'));
        return text.toString();
    }
}
