package org.metergate.publisher.outbox.store;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Entries on disk, in the order in which they came, each for one destination that takes it when it can. What
 * {@link EntryQueue#append} has returned from survives the end of the process and of the power. Safe for many threads.
 *
 * <p>Time is counted in the store's own age, which neither a clock that is set nor a pause changes.
 */
public final class EntryStore implements Closeable {

    private static final long NANOS_PER_MILLI = 1_000_000;
    /** Of the age limit: so much is dropped at a time at most. */
    private static final int AGE_STEPS = 16;

    private static final int SHARED_ENTRIES = 256;
    private static final int LONGEST_SHARED = 4096;
    private static final long RESERVE_PAUSE_MILLIS = 60_000;

    private final Path folder;
    private final Disk disk;
    private final LongSupplier nanoTime;
    private final StoreWatch watch;
    private final FileChannel lockChannel;
    private final FileLock lock;
    private final Object syncing = new Object();
    private final TreeMap<Integer, Segment> segments = new TreeMap<>();
    private final Map<String, EntryQueue> queues = new LinkedHashMap<>();
    /** Bodies of the newest entries of the segment, to store what several destinations get only once. */
    private final Map<ByteBuffer, Long> shared = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Long> eldest) {
            return size() > SHARED_ENTRIES;
        }
    };

    private final List<Path> lostPlaces = new ArrayList<>();
    /** Complete, and closed when nobody can be waiting for their sync any more. */
    private final List<Disk.OpenFile> retired = new ArrayList<>();

    private StoreLimits limits;
    private Segment current;
    private Disk.OpenFile currentFile;
    private long bytes;
    private long durable;
    private long tickets;
    private long syncedTickets;
    private long millisAtStart;
    private long nanosAtStart;
    private long reserveLostAt;
    private boolean reserved;
    private long damagedBytes;
    private boolean closed;

    private EntryStore(
            Path folder, StoreLimits limits, Disk disk, LongSupplier nanoTime, StoreWatch watch, FileChannel channel)
            throws IOException {
        this.folder = folder;
        this.limits = limits;
        this.disk = disk;
        this.nanoTime = nanoTime;
        this.watch = watch;
        this.lockChannel = channel;
        this.lock = locked(channel, folder);
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
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        EntryStore store = null;
        try {
            store = new EntryStore(folder, limits, disk, nanoTime, watch, channel);
            synchronized (store) {
                store.load();
            }
            return store;
        } catch (IOException | RuntimeException e) {
            if (store != null) {
                store.close();
            }
            channel.close();
            throw e;
        }
    }

    private static FileLock locked(FileChannel channel, Path folder) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException e) {
            throw new IOException(folder + " is in use by another store of this process", e);
        }
        throw new IOException(folder + " is in use by another process");
    }

    private void load() throws IOException {
        nanosAtStart = nanoTime.getAsLong();
        List<Place> places = places();
        for (Path file : files("*.seg")) {
            int number = Integer.parseInt(file.getFileName().toString().replace(".seg", ""));
            segments.put(number, new Segment(folder, number));
        }
        int last = segments.isEmpty() ? 0 : segments.lastKey();
        boolean goOn = true;
        for (Segment segment : segments.values()) {
            boolean newest = segment.number() == last;
            if (newest || !segment.readNote(disk)) {
                long intactTo = segment.scan(disk);
                if (newest) {
                    goOn = mendEnd(segment, intactTo);
                } else if (intactTo < segment.length()) {
                    segment.writeNote(disk);
                }
            }
            bytes += segment.length();
            millisAtStart = Math.max(millisAtStart, segment.lastMillis());
        }
        int taken = 0;
        for (Place place : places) {
            Place.Noted noted = place.read().orElseThrow();
            millisAtStart = Math.max(millisAtStart, noted.millis());
            taken = Math.max(taken, Position.segment(noted.position()));
        }
        if (last == 0 || !goOn || taken > last) {
            begin(Math.max(last, taken) + 1);
        } else {
            current = segments.get(last);
            currentFile = disk.open(current.file());
            currentFile.sync();
        }
        durable = end();
        for (Place place : places) {
            EntryQueue queue = new EntryQueue(this, place);
            queue.load(false);
            queues.put(place.name(), queue);
        }
        reserve();
    }

    private List<Place> places() throws IOException {
        List<Place> places = new ArrayList<>();
        for (Path file : files("*.place")) {
            Optional<Place> place = Place.existing(disk, file);
            if (place.isPresent()) {
                places.add(place.get());
            } else {
                lostPlaces.add(file);
                watch.damaged(file.toString(), Files.size(file));
            }
        }
        return places;
    }

    /** @return whether writing may go on there: only if nothing was cut off, since places may point to what was */
    private boolean mendEnd(Segment segment, long intactTo) throws IOException {
        long torn = segment.length() - intactTo;
        boolean headWhole;
        try (Disk.OpenFile file = disk.open(segment.file())) {
            byte[] head = new byte[Segment.HEAD];
            headWhole = file.read(0, head, 0, head.length) == head.length
                    && Arrays.equals(head, Segment.head(segment.number()));
            if (torn > 0) {
                file.truncate(intactTo);
                file.sync();
            }
        }
        if (torn > 0) {
            segment.cutTo(intactTo);
            damage(segment, intactTo, torn);
        }
        if (torn > 0 || !headWhole) {
            segment.writeNote(disk);
            return false;
        }
        return true;
    }

    private List<Path> files(String pattern) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
            files.forEach(found::add);
        }
        found.sort(null);
        return found;
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
        Optional<Path> lost = lostPlaces.stream()
                .filter(file -> file.equals(Place.file(folder, Place.number(file), name)))
                .findFirst();
        int number = lost.map(Place::number).orElseGet(this::freeNumber);
        if (number > Entry.MOST_DESTINATIONS) {
            throw new IOException(folder + " has known too many destinations; delete the .place files of old ones");
        }
        EntryQueue queue = new EntryQueue(this, Place.open(disk, folder, number, name));
        queue.load(lost.isEmpty());
        disk.syncFolder(folder);
        lost.ifPresent(lostPlaces::remove);
        queues.put(name, queue);
        return queue;
    }

    private int freeNumber() {
        int highest =
                queues.values().stream().mapToInt(EntryQueue::number).max().orElse(0);
        int lost = lostPlaces.stream().mapToInt(Place::number).max().orElse(0);
        return Math.max(highest, lost) + 1;
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
        return bytes;
    }

    /** @return number of files with entries */
    public synchronized int segments() {
        return segments.size();
    }

    /** @return bytes found since the opening that are no entry: torn off at the end, or changed */
    public synchronized long damagedBytes() {
        return damagedBytes;
    }

    /** @return whether room is held back for the time when the disk is full */
    public synchronized boolean reserved() {
        return reserved || limits.reserve() == 0;
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
            closeRetired();
            if (currentFile != null) {
                currentFile.sync();
                currentFile.close();
            }
        }
        lock.release();
        lockChannel.close();
    }

    // below: for queues, with this store locked unless said otherwise

    /** Appends and waits for the disk; several threads wait together. To be called without the lock. */
    void append(EntryQueue queue, List<byte[]> bodies) throws IOException {
        long ticket;
        synchronized (this) {
            checkOpen();
            try {
                write(queue, bodies);
            } catch (IOException e) {
                if (!giveUpReserve()) {
                    throw e;
                }
                write(queue, bodies);
            }
            ticket = ++tickets;
            enforce();
            reserveAgain();
        }
        sync(ticket);
    }

    private void sync(long ticket) throws IOException {
        synchronized (syncing) {
            Disk.OpenFile file;
            long covered;
            long upTo;
            synchronized (this) {
                if (syncedTickets >= ticket) {
                    return;
                }
                checkOpen();
                closeRetired();
                covered = tickets;
                upTo = end();
                file = currentFile;
            }
            file.sync();
            synchronized (this) {
                syncedTickets = Math.max(syncedTickets, covered);
                durable = Math.max(durable, upTo);
                notifyAll();
            }
        }
    }

    private void closeRetired() throws IOException {
        for (Disk.OpenFile file : retired) {
            file.close();
        }
        retired.clear();
    }

    private void write(EntryQueue queue, List<byte[]> bodies) throws IOException {
        int next = 0;
        while (next < bodies.size()) {
            if (isFull(bodies.get(next).length)) {
                roll();
            }
            List<Entry> entries = new ArrayList<>();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            do {
                Entry entry = entry(queue, bodies.get(next), current.length() + out.size());
                entries.add(entry);
                out.writeBytes(entry.encoded());
                next++;
            } while (next < bodies.size()
                    && current.length() + out.size() + Entry.HEAD + bodies.get(next).length <= limits.segment());
            writeTogether(queue, entries, out);
        }
    }

    private void writeTogether(EntryQueue queue, List<Entry> entries, ByteArrayOutputStream out) throws IOException {
        long from = current.length();
        try {
            currentFile.write(from, out.toByteArray(), out.size());
        } catch (IOException e) {
            cutAfterFailure(from, e);
            throw e;
        }
        for (Entry entry : entries) {
            current.add(entry);
            if (entry.kind() == Entry.BODY && entry.body().length <= LONGEST_SHARED) {
                shared.put(ByteBuffer.wrap(entry.body()), entry.position());
            }
        }
        bytes += out.size();
        queue.accepted(entries.size());
    }

    private void cutAfterFailure(long length, IOException failure) {
        try {
            currentFile.truncate(length);
        } catch (IOException e) {
            failure.addSuppressed(e); // what is left there is overwritten, or cut off at the next start
        }
    }

    private Entry entry(EntryQueue queue, byte[] body, long offset) {
        if (body.length > Entry.LONGEST_BODY) {
            throw new IllegalArgumentException(
                    "an entry of " + body.length + " bytes; at most " + Entry.LONGEST_BODY + " are stored");
        }
        long position = Position.of(current.number(), offset);
        Long same = shared.get(ByteBuffer.wrap(body));
        if (same == null || body.length <= Long.BYTES) {
            return new Entry(position, Entry.BODY, queue.number(), millis(), body);
        }
        byte[] pointer = ByteBuffer.allocate(Long.BYTES).putLong(same).array();
        return new Entry(position, Entry.SAME, queue.number(), millis(), pointer);
    }

    private boolean isFull(int body) {
        boolean over = current.length() + Entry.HEAD + body > limits.segment();
        boolean old = millis() - current.firstMillis() > limits.age().toMillis() / AGE_STEPS;
        return !current.isEmpty() && (over || old);
    }

    private void roll() throws IOException {
        Segment full = current;
        Disk.OpenFile fullFile = currentFile;
        fullFile.sync();
        begin(full.number() + 1); // if that fails, nothing has changed
        syncedTickets = tickets;
        durable = end();
        retired.add(fullFile);
        full.writeNote(disk);
        notifyAll();
    }

    private void begin(int number) throws IOException {
        Segment segment = new Segment(folder, number);
        Disk.OpenFile file = disk.open(segment.file());
        try {
            file.truncate(0);
            file.write(0, Segment.head(number), Segment.HEAD);
            file.sync();
            disk.syncFolder(folder);
        } catch (IOException e) {
            file.close();
            segment.delete();
            throw e;
        }
        segments.put(number, segment);
        current = segment;
        currentFile = file;
        shared.clear();
        bytes += Segment.HEAD;
    }

    /** Drops what is over a limit, the oldest first, and what nobody waits for. */
    void enforce() throws IOException {
        while (segments.size() > 1) {
            Segment oldest = segments.firstEntry().getValue();
            if (bytes > limits.bytes()) {
                drop(oldest, StoreWatch.Cause.SIZE);
            } else if (isTooOld(oldest.lastMillis())) {
                drop(oldest, StoreWatch.Cause.AGE);
            } else if (waitsForNone(oldest)) {
                forget(oldest);
            } else {
                return;
            }
        }
    }

    /** A destination whose place is lost may wait for anything. */
    private boolean waitsForNone(Segment segment) {
        return lostPlaces.isEmpty()
                && queues.values().stream().allMatch(queue -> Position.segment(queue.place()) > segment.number());
    }

    private void drop(Segment segment, StoreWatch.Cause cause) throws IOException {
        for (EntryQueue queue : queues.values()) {
            queue.drop(segment, cause);
        }
        forget(segment);
    }

    private void forget(Segment segment) throws IOException {
        segments.remove(segment.number());
        bytes -= segment.length();
        segment.delete();
    }

    void damage(Segment segment, long at, long count) {
        damagedBytes += count;
        watch.damaged(segment.file() + " at " + at, count);
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
        return Position.of(current.number(), current.length());
    }

    /** @return entries before it may be handed out */
    long durable() {
        return durable;
    }

    Optional<Segment> segmentFrom(int number) {
        return Optional.ofNullable(segments.ceilingEntry(number)).map(Map.Entry::getValue);
    }

    List<Segment> segmentsAfter(int number) {
        return List.copyOf(segments.tailMap(number, false).values());
    }

    /** @return offset after the last byte of a segment that may be handed out */
    long readableEnd(Segment segment) {
        if (segment.number() < Position.segment(durable)) {
            return segment.length();
        }
        return segment.number() == Position.segment(durable) ? Position.offset(durable) : Segment.HEAD;
    }

    /** @return age of the store, ms */
    long millis() {
        return millisAtStart + (nanoTime.getAsLong() - nanosAtStart) / NANOS_PER_MILLI;
    }

    long nanos() {
        return nanoTime.getAsLong();
    }

    private Path reserveFile() {
        return folder.resolve("reserve");
    }

    private boolean giveUpReserve() throws IOException {
        boolean had = reserved;
        reserved = false;
        reserveLostAt = millis();
        Files.deleteIfExists(reserveFile());
        return had;
    }

    private void reserveAgain() {
        if (!reserved() && millis() - reserveLostAt > RESERVE_PAUSE_MILLIS) {
            reserveLostAt = millis();
            reserve();
        }
    }

    private void reserve() {
        byte[] zeros = new byte[Math.min(limits.reserve(), 1 << 16)];
        if (zeros.length == 0) {
            return;
        }
        try (Disk.OpenFile file = disk.open(reserveFile())) {
            for (long at = file.length() / zeros.length * zeros.length; at < limits.reserve(); at += zeros.length) {
                file.write(at, zeros, zeros.length);
            }
            file.sync();
            reserved = true;
        } catch (IOException e) {
            reserved = false;
            reserveFile().toFile().delete(); // no room for it; the next attempt comes in a minute
        }
    }
}
