package org.metergate.publisher.outbox;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.metergate.publisher.outbox.store.Disk;
import org.metergate.publisher.outbox.store.EntryStore;
import org.metergate.publisher.outbox.store.FileSystem;
import org.metergate.publisher.outbox.store.StoreLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The outbox in a folder of the gateway. */
public final class FileOutbox implements Outbox, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FileOutbox.class);

    private final Path folder;
    private final EntryStore store;
    private final Losses losses;
    private final RefusedPoints refused;
    private final Set<String> open = new HashSet<>();
    private final Map<String, AcceptedReading> latest = new ConcurrentHashMap<>();
    private StoreLimits limits;
    private Predicate<String> computed;
    private long notAccepted;
    private Optional<String> problem = Optional.empty();

    private FileOutbox(Path folder, StoreLimits limits, Predicate<String> computed, Disk disk, LongSupplier nanoTime)
            throws IOException {
        this.folder = folder;
        this.limits = limits;
        this.computed = computed;
        this.losses = new Losses(nanoTime);
        this.refused = new RefusedPoints(folder);
        this.store = EntryStore.open(folder.resolve("store"), limits, disk, nanoTime, losses);
    }

    /**
     * Opens the outbox of a folder.
     *
     * @param folder where it lies; it is made if it does not exist
     * @param limits how much is kept
     * @param computed tells of the name of a channel whether it is computed instead of read
     * @return the outbox
     * @throws OutboxException if the folder cannot be used, by another outbox's use of it too
     */
    public static FileOutbox open(Path folder, StoreLimits limits, Predicate<String> computed) throws OutboxException {
        return open(folder, limits, computed, new FileSystem(), System::nanoTime);
    }

    /**
     * Opens the outbox of a folder with a disk and a clock of its own, for tests.
     *
     * @param folder see above
     * @param limits see above
     * @param computed see above
     * @param disk where the files lie
     * @param nanoTime a clock that is never set
     * @return the outbox
     * @throws OutboxException see above
     */
    public static FileOutbox open(
            Path folder, StoreLimits limits, Predicate<String> computed, Disk disk, LongSupplier nanoTime)
            throws OutboxException {
        try {
            return new FileOutbox(folder, limits, computed, disk, nanoTime);
        } catch (IOException e) {
            throw new OutboxException("the outbox in " + folder + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /**
     * Changes what can be changed while it is open.
     *
     * @param wanted how much is kept
     * @param names tells of the name of a channel whether it is computed instead of read
     */
    public synchronized void configure(StoreLimits wanted, Predicate<String> names) {
        limits = wanted;
        computed = names;
        store.limit(wanted);
    }

    @Override
    public Destination open(String id) throws OutboxException {
        synchronized (this) {
            if (!open.add(id)) {
                throw new OutboxException("the destination '" + id + "' is open already", null);
            }
        }
        try {
            return new StoredDestination(this, id, store.queue(id), refused);
        } catch (IOException e) {
            closed(id);
            throw new OutboxException("the destination '" + id + "' cannot be opened: " + e.getMessage(), e);
        }
    }

    synchronized void closed(String id) {
        open.remove(id);
    }

    @Override
    public void remove(String id) throws OutboxException {
        try {
            store.remove(id);
        } catch (IOException e) {
            throw new OutboxException("the destination '" + id + "' cannot be removed: " + e.getMessage(), e);
        }
    }

    @Override
    public AcceptedReading reading(Map<String, ?> record, Instant now) {
        Predicate<String> names;
        synchronized (this) {
            names = computed;
        }
        return WireRecords.reading(record, now, names);
    }

    @Override
    public Map<String, AcceptedReading> latest() {
        return new TreeMap<>(latest);
    }

    void accepted(List<AcceptedReading> readings) {
        readings.forEach(reading -> latest.put(reading.meter(), reading));
    }

    /** One line when it begins and one when it is over. */
    synchronized void couldNotAccept(int readings, IOException e) {
        notAccepted += readings;
        if (problem.isEmpty()) {
            LOG.error("{} cannot store readings and refuses them: {}; make room on the disk", folder, e.getMessage());
        }
        problem = Optional.of("readings cannot be stored: " + e.getMessage());
    }

    synchronized void couldAccept() {
        if (problem.isPresent()) {
            LOG.info("{} stores readings again; {} were refused since the start", folder, notAccepted);
            problem = Optional.empty();
        }
    }

    @Override
    public synchronized OutboxStatus status() {
        return new OutboxStatus(
                folder.toString(),
                store.bytes(),
                limits.bytes(),
                store.segments(),
                store.damagedBytes(),
                notAccepted,
                problem);
    }

    @Override
    public List<DestinationStatus> destinations() {
        List<DestinationStatus> all = new ArrayList<>();
        for (String name : store.names()) {
            try {
                all.add(StoredDestination.status(name, store.queue(name)));
            } catch (IOException e) {
                LOG.debug("the outbox in {} was closed", folder, e);
            }
        }
        return all;
    }

    /** Writes what is pending. Destinations can be used no more. */
    @Override
    public void close() throws OutboxException {
        try {
            store.close();
        } catch (IOException e) {
            throw new OutboxException("the outbox in " + folder + " cannot be closed: " + e.getMessage(), e);
        }
    }
}
