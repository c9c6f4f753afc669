package org.metergate.emulator.launcher;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** The one folder the gateway writes to; what an owner has put there is never touched. */
final class DataFolder {

    private final Path root;

    DataFolder(Path root) {
        this.root = root;
    }

    /**
     * Writes a file unless there is one already.
     *
     * @param name path below the folder, with slashes
     * @param content opens what to write; gives null if there is no such content
     * @throws FileNotFoundException if the file is missing and there is no content for it
     */
    void addMissing(String name, Supplier<InputStream> content) throws IOException {
        Path file = root.resolve(name);
        if (Files.exists(file)) {
            return;
        }
        try (InputStream in = content.get()) {
            if (in == null) {
                throw new FileNotFoundException(file + " is missing and the gateway has none of its own to put there");
            }
            Files.createDirectories(file.getParent());
            Files.copy(in, file);
        }
    }
}
