package org.metergate.features.deploy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** The packages that ran on one gateway, one file for each name: what to go back to. */
record KeptPackages(Path folder) {

    /** @return the package of that name and version, if that one ran last */
    Optional<PackageFile> find(String name, String version) throws IOException {
        Path file = file(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return Optional.of(PackageFile.read(file))
                .filter(kept -> kept.version().toString().equals(version));
    }

    /** Keeps a package that runs; the one that ran before goes. */
    void keep(PackageFile ran) throws IOException {
        Files.createDirectories(folder);
        Path unfinished = Files.createTempFile(folder, "kept", ".part");
        try {
            Files.copy(ran.file(), unfinished, StandardCopyOption.REPLACE_EXISTING);
            Files.move(unfinished, file(ran.name()), StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** Removes what is left of copies made for a run that is over. */
    void clean() throws IOException {
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*.{part,new}")) {
                for (Path file : left) {
                    Files.delete(file);
                }
            }
        }
    }

    /** @return where a copy of a package may lie during a run */
    Path scratch(String name) throws IOException {
        return Files.createDirectories(folder).resolve(name + ".new");
    }

    private Path file(String name) {
        return folder.resolve(name + ".dp");
    }
}
