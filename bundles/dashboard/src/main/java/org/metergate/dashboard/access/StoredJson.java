package org.metergate.dashboard.access;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import org.metergate.dashboard.files.WholeLines;

/**
 * A value in a file of its own, replaced whole: after a power cut the file is the old one or the new one. Only the owner
 * may read it, where the file system knows owners.
 */
final class StoredJson<T> {

    private static final Gson GSON = new Gson();

    private final Path file;
    private final Class<T> type;

    StoredJson(Path file, Class<T> type) {
        this.file = file;
        this.type = type;
    }

    /**
     * @return what is stored; empty if nothing is
     * @throws IOException if what is there cannot be read: it is left as it is
     */
    Optional<T> load() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(GSON.fromJson(Files.readString(file), type));
        } catch (JsonParseException | NullPointerException e) {
            throw new IOException(file + " is damaged: restore it, or delete it to begin anew", e);
        }
    }

    void store(T value) throws IOException {
        Files.createDirectories(file.getParent());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh);
        if (Files.getFileStore(fresh).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(
                    fresh, EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        }
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            WholeLines.write(channel, GSON.toJson(value));
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
