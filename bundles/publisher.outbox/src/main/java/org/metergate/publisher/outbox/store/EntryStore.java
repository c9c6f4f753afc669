package org.metergate.publisher.outbox.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Entries on disk, in the order in which they came, each for one destination that takes it when it can. What
 * {@link EntryQueue#append} has returned from survives the end of the process and of the power. Safe for many threads.
 *
 * <p>Time is counted in the store's own age, which neither a clock that is set nor a pause changes.
 */
public final class EntryStore implements Closeable {

    private final Path folder;
    private final Disk disk;
    private final StoreWatch watch;
    private final FolderLock lock;
    private final StoreAge age;
    private final Segments segments;
    private final EntryWriter writer;
    private final Reserve reserve;
    private final Object syncing = new Object();
    private final Map<String, EntryQueue> queues = new LinkedHashMap<>();
    private Places places;
    private StoreLimits limits;
    private boolean closed;

    private EntryStore(
            Path folder, StoreLimits limits, Disk disk, LongSupplier nanoTime, StoreWatch watch, FolderLock lock) {
        this.folder = folder;
        this.limits = limits;
        this.disk = disk;
        this.watch = watch;
        this.lock = lock;
        this.age = new StoreAge(nanoTime);
        this.segments = new Segments(folder, disk, watch);
        this.writer = new EntryWriter(folder, disk, age, segments, this::notifyAll);
        this.reserve = new Reserve(folder, disk, age);
    }

    /**
     * Opens the store of a folder, which is made if it does not exist, and mends what the end of a process left undone.
     *
     * @param folder where; nothing else may be in it
     * @param limits how much is kept
     * @param disk where the files lie
     * @param nanoTime a clock that is never set, such as {@link System#nanoTime}
     * @param watch is told of losses
     * @return the store
     * @throws IOException if the folder cannot be used, by another store's use of it too
     */
    public static EntryStore open(Path folder, StoreLimits limits, Disk disk, LongSupplier nanoTime, StoreWatch watch)
            throws IOException {
        Files.createDirectories(folder);
        try {
            return opened(folder, limits, disk, nanoTime, watch);
        } catch (IOException e) { // the disk may be full, and mending needs a little room
            if (!Reserve.isLeft(folder)) {
                throw e;
            }
            return opened(folder, limits, disk, nanoTime, watch);
        }
    }

    private static EntryStore opened(
            Path folder, StoreLimits limits, Disk disk, LongSupplier nanoTime, StoreWatch watch) throws IOException {
        EntryStore store = new EntryStore(folder, limits, disk, nanoTime, watch, FolderLock.of(folder));
        try {
            synchronized (store) {
                store.load();
            }
            return store;
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private void load() throws IOException {
        places = Places.in(folder, disk, watch);
        boolean goOn = segments.load(age);
        long known = places.last(age);
        if (goOn && known <= segments.newest().end()) {
            writer.goOn(segments.newest());
        } else { // what a place points to, and is not there any more, must not be written again
            beginAfter(Position.segment(known));
        }
        for (Place place : places.found()) {
            EntryQueue queue = new EntryQueue(this, place);
            queue.load(false);
            queues.put(place.name(), queue);
        }
        reserve.hold(limits.reserve());
    }

    private void beginAfter(int known) throws IOException {
        if (segments.count() > 0) {
            segments.note(segments.newest());
        }
        writer.begin(Math.max(segments.last(), known) + 1);
    }

    /**
     * Opens the queue of one destination: the same for the same name, now and after a restart. A new one begins with what
     * is appended from now on.
     *
     * @param name of the destination, at most 1024 bytes in UTF-8
     * @return the queue
     * @throws IOException if its file cannot be read or made
     */
    public synchronized EntryQueue queue(String name) throws IOException {
        checkOpen();
        EntryQueue known = queues.get(name);
        if (known != null) {
            return known;
        }
        Places.Made made = places.make(name, List.copyOf(queues.values()));
        EntryQueue queue = new EntryQueue(this, made.place());
        queue.load(made.isNew());
        disk.syncFolder(folder);
        places.settled(made);
        queues.put(name, queue);
        return queue;
    }

    /** @return names of all destinations, of those too that nobody opened since the start */
    public synchronized List<String> names() {
        return List.copyOf(queues.keySet());
    }

    /**
     * Forgets a destination and what waits for it.
     *
     * @param name of the destination; one that is not known is forgotten already
     */
    public synchronized void remove(String name) throws IOException {
        EntryQueue queue = queues.remove(name);
        if (queue != null) {
            queue.delete();
            enforce();
        }
    }

    /** @param wanted how much is kept from now on */
    public synchronized void limit(StoreLimits wanted) {
        limits = wanted;
    }

    /** @return bytes on the disk, reserve and places apart */
    public synchronized long bytes() {
        return segments.bytes();
    }

    /** @return number of files with entries */
    public synchronized int segments() {
        return segments.count();
    }

    /** @return bytes found since the opening that are no entry: torn off at the end, or changed */
    public synchronized long damagedBytes() {
        return segments.damagedBytes();
    }

    /** @return whether room is held back for the time when the disk is full */
    public synchronized boolean reserved() {
        return reserve.isHeld(limits.reserve());
    }

    /** Writes what is pending and lets the folder go. What waits for an entry goes on with none. */
    @Override
    public void close() throws IOException {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            notifyAll();
            for (EntryQueue queue : queues.values()) {
                queue.release();
            }
            writer.close();
        }
        lock.close();
    }

    // below: for queues, with this store locked unless said otherwise

    /** Appends and waits for the disk; several threads wait together. To be called without the lock. */
    void append(EntryQueue queue, List<byte[]> bodies) throws IOException {
        long ticket;
        synchronized (this) {
            checkOpen();
            try {
                writer.write(queue, bodies, limits);
            } catch (IOException e) {
                if (!reserve.giveUp()) {
                    throw e;
                }
                writer.write(queue, bodies, limits);
            }
            ticket = writer.ticket();
            enforce();
            reserve.holdAgain(limits.reserve());
        }
        sync(ticket);
    }

    private void sync(long ticket) throws IOException {
        synchronized (syncing) {
            EntryWriter.Pending pending;
            synchronized (this) {
                if (writer.isSynced(ticket)) {
                    return;
                }
                checkOpen();
                pending = writer.pending();
            }
            pending.file().sync();
            synchronized (this) {
                writer.synced(pending);
                notifyAll();
            }
        }
    }

    /** Drops what is over a limit, the oldest first, and what nobody waits for. */
    void enforce() throws IOException {
        while (segments.count() > 1) {
            Segment oldest = segments.oldest();
            if (segments.bytes() > limits.bytes()) {
                drop(oldest, StoreWatch.Cause.SIZE);
            } else if (isTooOld(oldest.lastMillis())) {
                drop(oldest, StoreWatch.Cause.AGE);
            } else if (waitsForNone(oldest)) {
                segments.forget(oldest);
            } else {
                return;
            }
        }
    }

    /** A destination whose place is lost may wait for anything. */
    private boolean waitsForNone(Segment segment) {
        return !places.hasLost()
                && queues.values().stream().allMatch(queue -> Position.segment(queue.place()) > segment.number());
    }

    private void drop(Segment segment, StoreWatch.Cause cause) throws IOException {
        for (EntryQueue queue : queues.values()) {
            queue.drop(segment, cause);
        }
        segments.forget(segment);
    }

    void damage(Segment segment, long at, long count) {
        segments.damage(segment, at, count);
    }

    /** An entry was not where the count says it is: counts that segment again. */
    void recount(Segment segment) throws IOException {
        segment.scan(disk);
        for (EntryQueue queue : queues.values()) {
            queue.count();
        }
    }

    void tellDropped(String name, long entries, StoreWatch.Cause cause) {
        if (entries > 0) {
            watch.dropped(name, entries, cause);
        }
    }

    Disk disk() {
        return disk;
    }

    Path folder() {
        return folder;
    }

    boolean isTooOld(long millis) {
        return millis() - millis > limits.age().toMillis();
    }

    boolean isClosed() {
        return closed;
    }

    void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("the store in " + folder + " is closed");
        }
    }

    /** @return where the next entry will lie */
    long end() {
        return writer.end();
    }

    /** @return entries before it may be handed out */
    long durable() {
        return writer.durable();
    }

    Optional<Segment> segmentFrom(int number) {
        return segments.from(number);
    }

    List<Segment> segmentsAfter(int number) {
        return segments.after(number);
    }

    /** @return offset after the last byte of a segment that may be handed out */
    long readableEnd(Segment segment) {
        if (segment.number() < Position.segment(durable())) {
            return segment.length();
        }
        return segment.number() == Position.segment(durable()) ? Position.offset(durable()) : Segment.HEAD;
    }

    /** @return age of the store, ms */
    long millis() {
        return age.millis();
    }

    long nanos() {
        return age.nanos();
    }
}
