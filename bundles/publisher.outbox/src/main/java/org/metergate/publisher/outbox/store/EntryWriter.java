package org.metergate.publisher.outbox.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes entries to the end of the newest segment, and knows how far they are on the disk. Guarded by the store. */
final class EntryWriter {

    /**
     * What a sync of the file covers.
     *
     * @param file to be synced
     * @param tickets of appends
     * @param end of the entries
     */
    record Pending(Disk.OpenFile file, long tickets, long end) {}

    /** Of the age limit: so much is dropped at a time at most. */
    private static final int AGE_STEPS = 16;

    private static final int SHARED_ENTRIES = 256;
    private static final int LONGEST_SHARED = 4096;

    private final Path folder;
    private final Disk disk;
    private final StoreAge age;
    private final Segments segments;
    private final Runnable filled;
    /** Bodies of the newest entries of the segment, to store what several destinations get only once. */
    private final Map<ByteBuffer, Long> shared = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Long> eldest) {
            return size() > SHARED_ENTRIES;
        }
    };
    /** Complete, and closed when nobody can be waiting for their sync any more. */
    private final List<Disk.OpenFile> retired = new ArrayList<>();

    private Segment current;
    private Disk.OpenFile currentFile;
    private long durable;
    private long tickets;
    private long syncedTickets;

    /** @param filled is told when a segment is full, and so all of it on the disk */
    EntryWriter(Path folder, Disk disk, StoreAge age, Segments segments, Runnable filled) {
        this.filled = filled;
        this.folder = folder;
        this.disk = disk;
        this.age = age;
        this.segments = segments;
    }

    /** Writing goes on where it ended before the start. */
    void goOn(Segment newest) throws IOException {
        current = newest;
        currentFile = disk.open(current.file());
        currentFile.sync();
        durable = end();
    }

    /** Writing begins in a new segment. */
    void begin(int number) throws IOException {
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
        segments.add(segment);
        current = segment;
        currentFile = file;
        shared.clear();
        durable = end();
    }

    /** Writes entries; they are on the disk after a sync. */
    void write(EntryQueue queue, List<byte[]> bodies, StoreLimits limits) throws IOException {
        int next = 0;
        while (next < bodies.size()) {
            if (isFull(bodies.get(next).length, limits)) {
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
        segments.grow(out.size());
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
            return new Entry(position, Entry.BODY, queue.number(), age.millis(), body);
        }
        byte[] pointer = ByteBuffer.allocate(Long.BYTES).putLong(same).array();
        return new Entry(position, Entry.SAME, queue.number(), age.millis(), pointer);
    }

    private boolean isFull(int body, StoreLimits limits) {
        boolean over = current.length() + Entry.HEAD + body > limits.segment();
        boolean old = age.millis() - current.firstMillis() > limits.age().toMillis() / AGE_STEPS;
        return !current.isEmpty() && (over || old);
    }

    private void roll() throws IOException {
        Segment full = current;
        Disk.OpenFile fullFile = currentFile;
        fullFile.sync();
        begin(full.number() + 1); // if that fails, nothing has changed
        syncedTickets = tickets;
        retired.add(fullFile);
        segments.note(full);
        filled.run();
    }

    /** @return number of an append whose entries are written */
    long ticket() {
        return ++tickets;
    }

    boolean isSynced(long ticket) {
        return syncedTickets >= ticket;
    }

    Pending pending() throws IOException {
        closeRetired();
        return new Pending(currentFile, tickets, end());
    }

    void synced(Pending done) {
        syncedTickets = Math.max(syncedTickets, done.tickets());
        durable = Math.max(durable, done.end());
    }

    /** @return where the next entry will lie */
    long end() {
        return current.end();
    }

    /** @return entries before it may be handed out */
    long durable() {
        return durable;
    }

    void close() throws IOException {
        closeRetired();
        if (currentFile != null) {
            currentFile.sync();
            currentFile.close();
        }
    }

    private void closeRetired() throws IOException {
        for (Disk.OpenFile file : retired) {
            file.close();
        }
        retired.clear();
    }
}
