package org.metergate.guard;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.Writer;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import org.metergate.guard.Finding.Standing;

/**
 * The gateway's files of installed packages, {@code <name>_<version>.dp}, with the list by which it installs them again at
 * each start; and a copy of each that ran. Used by one thread.
 */
final class PackageFiles {

    private static final String DP = ".dp";

    private final Path list;
    private final Path ran;

    /**
     * @param list Kura's {@code dpa.properties}: {@code name=file:...}
     * @param ran folder for the copies
     */
    PackageFiles(Path list, Path ran) {
        this.list = list;
        this.ran = ran;
    }

    /** @return how the package that is installed stands to the one that ran */
    Standing standing(String name, String version) throws IOException {
        Optional<Path> filed = filed(name, version);
        if (filed.isEmpty()) {
            return Standing.UNFILED;
        }
        Path copy = copy(name);
        if (!Files.exists(copy)) {
            return Standing.FIRST;
        }
        return Files.mismatch(filed.get(), copy) < 0 ? Standing.UNCHANGED : Standing.CHANGED;
    }

    /** Keeps a copy of what is filed. */
    void keep(String name) throws IOException {
        Files.createDirectories(ran);
        Path unfinished = ran.resolve(name + ".part");
        Files.copy(path(name).orElseThrow(), unfinished, StandardCopyOption.REPLACE_EXISTING);
        Files.move(unfinished, copy(name), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Drops the copies of all other packages: they were removed. */
    void keepOnly(Set<String> names) throws IOException {
        if (Files.isDirectory(ran)) {
            try (DirectoryStream<Path> copies = Files.newDirectoryStream(ran, "*" + DP)) {
                for (Path copy : copies) {
                    String file = copy.getFileName().toString();
                    if (!names.contains(file.substring(0, file.length() - DP.length()))) {
                        Files.delete(copy);
                    }
                }
            }
        }
    }

    /** @return version of the package that ran, as its manifest gives it */
    String versionThatRan(String name) throws IOException {
        try (InputStream in = Files.newInputStream(copy(name));
                JarInputStream jar = new JarInputStream(in)) {
            Manifest manifest = jar.getManifest();
            String version =
                    manifest == null ? null : manifest.getMainAttributes().getValue("DeploymentPackage-Version");
            if (version == null) {
                throw new IOException(copy(name) + " is no deployment package");
            }
            return version.strip();
        }
    }

    /**
     * Files the package that ran in place of the one that is filed, so that the next start installs it whatever happens
     * now.
     *
     * @return its file
     */
    Path refile(String name) throws IOException {
        Path failed = path(name).orElseThrow();
        Path filed = failed.resolveSibling(name + "_" + versionThatRan(name) + DP);
        Files.copy(copy(name), filed, StandardCopyOption.REPLACE_EXISTING);
        Properties listed = read();
        listed.setProperty(name, "file:" + filed);
        try (Writer out = Files.newBufferedWriter(list)) {
            listed.store(out, null);
        }
        if (!filed.equals(failed)) {
            Files.deleteIfExists(failed);
        }
        return filed;
    }

    private Optional<Path> filed(String name, String version) throws IOException {
        return path(name)
                .filter(file -> file.getFileName().toString().equals(name + "_" + version + DP))
                .filter(Files::exists);
    }

    private Optional<Path> path(String name) throws IOException {
        String url = read().getProperty(name);
        try {
            return Optional.ofNullable(url).map(URI::create).map(uri -> Path.of(uri.getPath()));
        } catch (IllegalArgumentException e) {
            throw new IOException(list + " gives " + url + " for " + name + ", which is no file", e);
        }
    }

    private Path copy(String name) {
        return ran.resolve(name + DP);
    }

    private Properties read() throws IOException {
        Properties listed = new Properties();
        if (Files.exists(list)) {
            try (Reader in = Files.newBufferedReader(list)) {
                listed.load(in);
            } catch (IllegalArgumentException e) {
                throw new IOException(list + " is being written: " + e.getMessage(), e);
            }
        }
        return listed;
    }
}
