package org.metergate.emulator.console;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The packages that outlive a restart: {@code <name>_<version>.dp} in one folder, and a properties file that gives the
 * one file of each name as {@code name=file:...}. Files of older versions stay. Used by one thread.
 */
final class PackageFolder {

    private static final Logger LOG = LoggerFactory.getLogger(PackageFolder.class);

    private final Path folder;
    private final Path list;

    PackageFolder(Path folder, Path list) throws IOException {
        this.folder = folder.toAbsolutePath();
        this.list = list.toAbsolutePath();
        Files.createDirectories(this.folder);
        Files.createDirectories(this.list.getParent());
    }

    /** @return where each listed package lies, by its name; entries that are no URI are left out and logged */
    Map<String, URI> list() throws IOException {
        Map<String, URI> found = new TreeMap<>();
        Properties listed = read();
        for (String name : listed.stringPropertyNames()) {
            try {
                found.put(name, URI.create(listed.getProperty(name)));
            } catch (IllegalArgumentException e) {
                LOG.error("package {} is listed in {} at {}, which is no URI", name, list, listed.getProperty(name));
            }
        }
        return found;
    }

    /** Moves a package's file here, unless it is here already, and lists it. */
    void keep(String name, Version version, Path file) throws IOException {
        Path kept = folder.resolve(name + "_" + version + ".dp");
        if (!Files.exists(kept) || !Files.isSameFile(kept, file)) {
            Files.move(file, kept, StandardCopyOption.REPLACE_EXISTING);
        }
        Properties listed = read();
        listed.setProperty(name, "file:" + kept);
        write(listed);
    }

    /** Takes a package off the list and deletes its file. */
    void remove(String name) throws IOException {
        Properties listed = read();
        Object url = listed.remove(name);
        if (url == null) {
            throw new IOException("it is not listed in " + list + ": installed past the agent");
        }
        if (!Files.deleteIfExists(Path.of(URI.create(url.toString()).getPath()))) {
            LOG.warn("file {} of package {} was gone already", url, name);
        }
        write(listed);
    }

    private Properties read() throws IOException {
        Properties listed = new Properties();
        if (Files.exists(list)) {
            try (Reader in = Files.newBufferedReader(list)) {
                listed.load(in);
            }
        }
        return listed;
    }

    private void write(Properties listed) throws IOException {
        try (Writer out = Files.newBufferedWriter(list)) {
            listed.store(out, null);
        }
    }
}
