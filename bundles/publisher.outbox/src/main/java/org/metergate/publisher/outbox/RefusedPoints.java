package org.metergate.publisher.outbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Collection;

/**
 * The file of what receivers refused: one JSON object a line, at most 1 MiB, and one older file of that size. Safe for many
 * threads.
 */
final class RefusedPoints {

    private static final long LARGEST = 1 << 20;

    private final Path file;
    private final Path older;

    RefusedPoints(Path folder) {
        this.file = folder.resolve("refused.jsonl");
        this.older = folder.resolve("refused.1.jsonl");
    }

    /** @param time null for what could not be read */
    synchronized void note(String destination, String meter, Instant time, Collection<String> channels, String reason)
            throws IOException {
        if (Files.exists(file) && Files.size(file) > LARGEST) {
            Files.move(file, older, StandardCopyOption.REPLACE_EXISTING);
        }
        JsonText json = new JsonText().open().field("destination", destination).field("meter", meter);
        if (time != null) {
            json.field("time", time.toString());
        }
        json.array("channels");
        channels.forEach(json::element);
        String line = json.endArray().field("reason", reason).close() + "\n";
        Files.write(file, line.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
