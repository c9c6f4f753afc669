package org.metergate.emulator.gateway.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.configuration.ComponentConfiguration;
import org.eclipse.kura.crypto.CryptoService;
import org.metergate.emulator.gateway.crypto.Passwords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of {@code snapshot_<id>.xml} files; the highest id counts. A snapshot is written encrypted as a whole. Files
 * in plain text are taken only while all files are plain, and are then rewritten encrypted.
 */
public final class SnapshotFolder {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFolder.class);
    private static final Pattern NAME = Pattern.compile("snapshot_([0-9]{1,18})\\.xml");

    private final Path folder;
    private final int kept;
    private final CryptoService crypto;
    private final SnapshotXml xml;
    private final Clock clock;

    public SnapshotFolder(Path folder, int kept, CryptoService crypto, Clock clock) {
        this.folder = folder.toAbsolutePath();
        this.kept = kept;
        this.crypto = crypto;
        this.xml = new SnapshotXml(crypto);
        this.clock = clock;
    }

    /** The ids in the folder, lowest first; none if there is no such folder. */
    public SortedSet<Long> ids() {
        SortedSet<Long> ids = new TreeSet<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.map(file -> NAME.matcher(file.getFileName().toString()))
                        .filter(Matcher::matches)
                        .forEach(name -> ids.add(Long.valueOf(name.group(1))));
            } catch (IOException e) {
                LOG.error("cannot list the snapshots in {}: {}", folder, e.toString());
            }
        }
        return ids;
    }

    /**
     * One encrypted snapshot.
     *
     * @throws KuraException CONFIGURATION_SNAPSHOT_NOT_FOUND without such a file, DECODER_ERROR if it is not a snapshot
     *     encrypted with this gateway's key
     */
    public List<ComponentConfiguration> read(long id) throws KuraException {
        String plain = plain(id);
        try {
            return xml.read(plain);
        } catch (MalformedSnapshotException e) {
            throw new KuraException(KuraErrorCode.DECODER_ERROR, e, file(id) + ": " + e.getMessage());
        }
    }

    /** The newest snapshot; empty if there is none or if it cannot be read, which the log then tells. */
    public Optional<List<ComponentConfiguration>> newest() {
        SortedSet<Long> ids = ids();
        if (ids.isEmpty()) {
            return Optional.empty();
        }
        long id = ids.last();
        LOG.info("Loading init configurations from: {}...", id);
        try {
            if (isEncrypted(id)) {
                return Optional.of(read(id));
            }
            if (ids.stream().anyMatch(this::isEncrypted)) {
                LOG.error(
                        "snapshot {} is in plain text beside encrypted ones and is not read; encrypt it or keep "
                                + "plain ones only",
                        file(id));
                return Optional.empty();
            }
            LOG.info("Unable to decrypt snapshot! Fallback to unencrypted snapshots mode.");
            encryptAll(ids);
            return Optional.of(read(id));
        } catch (KuraException | MalformedSnapshotException e) {
            LOG.error("snapshot {} cannot be read, the gateway runs on without it: {}", file(id), e.getMessage());
            return Optional.empty();
        }
    }

    /** Writes a new snapshot and removes the oldest ones. @return its id, the time in milliseconds or the next free one */
    public long save(List<ComponentConfiguration> configurations) throws KuraException {
        long id = clock.millis();
        SortedSet<Long> ids = ids();
        if (!ids.isEmpty() && id <= ids.last()) {
            id = ids.last() + 1;
        }
        write(id, configurations);
        removeOldest();
        return id;
    }

    public Path folder() {
        return folder;
    }

    private boolean isEncrypted(long id) {
        try {
            plain(id);
            return true;
        } catch (KuraException e) {
            return false;
        }
    }

    private String plain(long id) throws KuraException {
        String text = text(id);
        try {
            return new String(crypto.decryptAes(text.toCharArray()));
        } catch (RuntimeException e) { // plain text is refused in several ways
            throw new KuraException(KuraErrorCode.DECODER_ERROR, e, file(id) + " is no snapshot of this gateway's key");
        }
    }

    private void encryptAll(SortedSet<Long> ids) throws KuraException, MalformedSnapshotException {
        for (long id : ids) {
            List<ComponentConfiguration> configurations = new ArrayList<>(xml.read(text(id)));
            for (ComponentConfiguration configuration : configurations) {
                Passwords.encrypt(configuration.getConfigurationProperties(), crypto);
            }
            write(id, configurations);
        }
    }

    private void write(long id, List<ComponentConfiguration> configurations) throws KuraException {
        Path file = file(id);
        LOG.info("Writing snapshot - Saving {}...", file);
        try {
            Files.createDirectories(folder);
            char[] encrypted = crypto.encryptAes(xml.write(configurations).toCharArray());
            Path fresh = Files.writeString(folder.resolve(file.getFileName() + ".new"), new String(encrypted), UTF_8);
            Files.move(fresh, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw KuraException.internalError(e, "cannot write " + file);
        }
        LOG.info("Writing snapshot - Saving {}... Done.", file);
    }

    private void removeOldest() {
        SortedSet<Long> ids = ids();
        int over = ids.size() - kept;
        for (long id : ids) {
            if (over <= 0) {
                return;
            }
            if (id == 0) {
                continue; // number 0 is what the gateway was delivered with
            }
            try {
                Files.deleteIfExists(file(id));
                over--;
                LOG.info("Snapshots Garbage Collector. Deleted {}", file(id));
            } catch (IOException e) {
                LOG.warn("Snapshots Garbage Collector. Deletion failed for {}: {}", file(id), e.toString());
            }
        }
    }

    private String text(long id) throws KuraException {
        try {
            return Files.readString(file(id), UTF_8);
        } catch (IOException e) {
            throw new KuraException(KuraErrorCode.CONFIGURATION_SNAPSHOT_NOT_FOUND, e, file(id).toString());
        }
    }

    private Path file(long id) {
        return folder.resolve("snapshot_" + id + ".xml");
    }
}
