package org.metergate.dashboard.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;

/** The file in which the first password is told, readable by the gateway's user only; it goes when that password does. */
public final class FirstPassword {

    /** Name of the file. */
    public static final String FILE = "first-password.txt";

    private FirstPassword() {}

    /**
     * @param folder that is there
     * @return the file
     */
    public static Path write(Path folder, String password) throws IOException {
        Path file = folder.resolve(FILE);
        Files.deleteIfExists(file);
        Files.createFile(file);
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(
                    file, EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        }
        return Files.writeString(file, password + "\n");
    }

    static void delete(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(FILE));
    }
}
