package org.metergate.dashboard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;

/** The file in which the first password is told, readable by the gateway's user only. */
final class FirstPassword {

    static final String FILE = "first-password.txt";

    private FirstPassword() {}

    static Path write(Path folder, String password) throws IOException {
        Path file = folder.resolve(FILE);
        Files.deleteIfExists(file);
        Files.createFile(file);
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(
                    file, EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        }
        return Files.writeString(file, password + "\n");
    }
}
