package org.metergate.driver.dlms;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.metergate.dlms.CounterStore;
import org.metergate.dlms.InvocationCounter;
import org.metergate.settings.DataFolder;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What must outlive the gateway's software: invocation counters, and which row of a profile was told last. It lies in the
 * gateway's data folder. Any thread may call.
 */
@Component(name = "org.metergate.driver.dlms.store", service = DlmsStore.class)
public final class DlmsStore {
    private static final Logger LOG = LoggerFactory.getLogger(DlmsStore.class);

    private final Optional<Path> folder;
    private final Optional<CounterStore> counters;
    private final Map<String, Map<String, Instant>> cursors = new HashMap<>();

    /** @param context of this bundle */
    @Activate
    public DlmsStore(BundleContext context) {
        this(DataFolder.of(context, "dlms"));
    }

    /** @param folder made at the first use; empty if the gateway has no place for data */
    DlmsStore(Optional<Path> folder) {
        this.folder = folder;
        this.counters = folder.map(path -> new CounterStore(path.resolve("counters")));
    }

    /**
     * @param name what the counter belongs to for good
     * @param client client address
     * @return the counter
     * @throws IOException if it cannot be kept on the disk: without that no protected request may be sent
     */
    InvocationCounter counter(String name, int client) throws IOException {
        if (counters.isEmpty()) {
            throw new IOException("the gateway gives this bundle no place for data");
        }
        return counters.get().of(name, client);
    }

    /**
     * @param driver name of the instance
     * @param channel what the cursor belongs to
     * @return the time of the last row told; empty if none was
     */
    synchronized Optional<Instant> cursor(String driver, String channel) {
        return Optional.ofNullable(of(driver).get(channel));
    }

    /**
     * Takes note of rows that were told, and forces that to the disk.
     *
     * @param driver name of the instance
     * @param told the time of the last row by channel
     * @throws IOException if the disk does not take it
     */
    synchronized void told(String driver, Map<String, Instant> told) throws IOException {
        Map<String, Instant> all = of(driver);
        all.putAll(told);
        if (folder.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder();
        all.forEach(
                (channel, time) -> text.append(time).append(' ').append(channel).append('\n'));
        Path file = file(driver).orElseThrow();
        Path written = file.resolveSibling(file.getFileName() + ".new");
        Files.createDirectories(file.getParent());
        try (FileOutputStream out =
                new FileOutputStream(written.toFile())) { // no channel: an interruption would close it
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
            out.getFD().sync();
        }
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Map<String, Instant> of(String driver) {
        return cursors.computeIfAbsent(driver, this::read);
    }

    private Map<String, Instant> read(String driver) {
        Map<String, Instant> read = new TreeMap<>();
        Optional<Path> file = file(driver).filter(Files::isReadable);
        if (file.isEmpty()) {
            return read;
        }
        try {
            for (String line : Files.readAllLines(file.get(), StandardCharsets.UTF_8)) {
                int blank = line.indexOf(' ');
                read.put(line.substring(blank + 1), Instant.parse(line.substring(0, Math.max(0, blank))));
            }
        } catch (IOException | DateTimeException e) {
            LOG.error("{}: {} cannot be read, rows are told again: {}", driver, file.get(), e.getMessage());
        }
        return read;
    }

    private Optional<Path> file(String driver) {
        return folder.map(path -> path.resolve("rows-" + driver.replaceAll("[^A-Za-z0-9.-]", "_") + ".txt"));
    }

    /** Closes the files. */
    @Deactivate
    void close() {
        if (counters.isEmpty()) {
            return;
        }
        try {
            counters.get().close();
        } catch (IOException e) {
            LOG.warn("the invocation counters were not closed: {}", e.getMessage());
        }
    }
}
