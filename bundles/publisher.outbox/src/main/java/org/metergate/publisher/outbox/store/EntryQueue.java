package org.metergate.publisher.outbox.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * What one destination is to get. Entries are handed out in the order in which they were appended and stay until they are
 * confirmed. In memory are only those that are handed out. Safe for many threads.
 */
public final class EntryQueue {

    /**
     * An entry that is handed out.
     *
     * @param position names it in {@link EntryQueue#confirm}
     * @param body what was appended
     */
    public record Handed(long position, byte[] body) {}

    /**
     * How it stands.
     *
     * @param waiting entries that are not confirmed
     * @param handedOut how many of them are handed out
     * @param oldest how long the first of them waits; zero if none does
     * @param accepted entries appended since the store was opened
     * @param confirmed entries confirmed, ever
     * @param droppedForAge entries dropped, ever
     * @param droppedForSize likewise
     * @param damaged entries lost on the disk, ever
     * @param refused what the destination will not have, ever
     */
    public record Standing(
            long waiting,
            int handedOut,
            Duration oldest,
            long accepted,
            long confirmed,
            long droppedForAge,
            long droppedForSize,
            long damaged,
            long refused) {}

    private static final int CONFIRMED = 0;
    private static final int FOR_AGE = 1;
    private static final int FOR_SIZE = 2;
    private static final int DAMAGED = 3;
    private static final int REFUSED = 4;
    private static final long SYNC_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final EntryStore store;
    private final Place file;
    private final TreeSet<Long> handedOut = new TreeSet<>();
    private final TreeSet<Long> done = new TreeSet<>();
    private long[] counters = new long[Place.COUNTERS];
    private long place;
    private long taken;
    private long waiting;
    private long accepted;
    private boolean unsynced;
    private volatile boolean removed;
    private long syncedAt;
    private EntryReader reader;
    private int readerSegment;

    EntryQueue(EntryStore store, Place file) {
        this.store = store;
        this.file = file;
        this.syncedAt = store.nanos();
    }

    /**
     * Appends entries for this destination.
     *
     * @param bodies each 1 to 1048576 bytes
     * @throws IOException if they are not on the disk; for lack of room too. They may come all the same
     */
    public void append(List<byte[]> bodies) throws IOException {
        if (removed) {
            throw new IOException("the destination " + file.name() + " was removed from the store");
        }
        if (!bodies.isEmpty()) {
            store.append(this, bodies);
        }
    }

    /**
     * Hands out the next entries.
     *
     * @param most how many
     * @param bytes of their bodies together; a single longer one comes alone
     * @param within how long to wait for the first one
     * @return the entries in order; none if none came or the store is closed
     * @throws IOException if the disk cannot be read; nothing is lost by that
     */
    public List<Handed> take(int most, long bytes, Duration within) throws IOException, InterruptedException {
        synchronized (store) {
            long until = store.nanos() + within.toNanos();
            List<Handed> batch = collect(most, bytes);
            while (batch.isEmpty() && !store.isClosed()) {
                long left = until - store.nanos();
                if (left <= 0) {
                    break;
                }
                store.wait(left / 1_000_000 + 1);
                batch = collect(most, bytes);
            }
            return batch;
        }
    }

    /**
     * The destination has these entries; they never come again.
     *
     * @param positions of entries that were handed out; others are ignored
     * @throws IOException if that cannot be noted on the disk: after a restart they may come again
     */
    public void confirm(Collection<Long> positions) throws IOException {
        synchronized (store) {
            store.checkOpen();
            for (long position : positions) {
                handedOut.remove(position);
                if (position >= place && position < store.durable() && done.add(position)) {
                    waiting--;
                    counters[CONFIRMED]++;
                }
            }
            try {
                moved();
            } catch (IOException e) { // the disk is full: what nobody waits for leaves room
                store.enforce();
                save();
            }
            store.enforce();
        }
    }

    /** The destination lost what was handed out: everything that is not confirmed comes again, in order. */
    public void rewind() {
        synchronized (store) {
            handedOut.clear();
            taken = place;
            if (reader != null && readerSegment == Position.segment(taken)) {
                reader.rewind(Math.max(Segment.HEAD, Position.offset(taken)));
            } else {
                closeReader();
            }
        }
    }

    /** @param points that the destination will not have, to be counted */
    public void refused(int points) throws IOException {
        synchronized (store) {
            counters[REFUSED] += points;
            save();
        }
    }

    /** @return how it stands */
    public Standing standing() throws IOException {
        synchronized (store) {
            return new Standing(
                    waiting,
                    handedOut.size(),
                    oldest(),
                    accepted,
                    counters[CONFIRMED],
                    counters[FOR_AGE],
                    counters[FOR_SIZE],
                    counters[DAMAGED],
                    counters[REFUSED]);
        }
    }

    // below: for the store, which is locked

    void load(boolean isNew) throws IOException {
        Optional<Place.Noted> noted = file.read();
        if (noted.isPresent()) {
            place = noted.get().position();
            counters = noted.get().counters();
            done.addAll(noted.get().done());
        } else {
            place = isNew ? store.end() : 0; // a place that is lost begins anew: rather twice than never
        }
        taken = place;
        count();
        if (isNew) {
            save();
            file.sync();
        }
    }

    /** Counts what waits, by reading only the segment where the place is. */
    void count() throws IOException {
        waiting = 0;
        Optional<Segment> first = store.segmentFrom(Position.segment(place));
        if (first.isEmpty()) {
            return;
        }
        waiting = first.get().number() == Position.segment(place)
                ? ownEntries(first.get(), Position.offset(place))
                : first.get().count(number());
        for (Segment segment : store.segmentsAfter(first.get().number())) {
            waiting += segment.count(number());
        }
        waiting = Math.max(0, waiting - done.size());
    }

    private long ownEntries(Segment segment, long from) throws IOException {
        if (from <= Segment.HEAD) {
            return segment.count(number());
        }
        long own = 0;
        try (EntryReader entries = new EntryReader(store.disk().open(segment.file()), segment.number(), from)) {
            for (Optional<Entry> next = entries.next(segment.length());
                    next.isPresent();
                    next = entries.next(segment.length())) {
                own += next.get().destination() == number() ? 1 : 0;
            }
        }
        return own;
    }

    int number() {
        return file.number();
    }

    long place() {
        return place;
    }

    void accepted(int entries) {
        accepted += entries;
        waiting += entries;
    }

    void drop(Segment segment, StoreWatch.Cause cause) throws IOException {
        if (Position.segment(place) > segment.number()) {
            return;
        }
        long from = Position.segment(place) == segment.number() ? Position.offset(place) : Segment.HEAD;
        long next = Position.of(segment.number() + 1, Segment.HEAD);
        long lost = ownEntries(segment, from) - done.headSet(next).size();
        place = next;
        done.headSet(next).clear();
        handedOut.headSet(next).clear();
        if (taken < next) {
            taken = next;
            closeReader();
        }
        lose(lost, cause);
        save();
    }

    void release() throws IOException {
        closeReader();
        file.sync();
        file.close();
    }

    void delete() throws IOException {
        removed = true;
        closeReader();
        file.delete(store.folder());
    }

    private List<Handed> collect(int most, long bytes) throws IOException {
        if (store.isClosed() || removed) {
            return List.of();
        }
        List<Handed> batch = new ArrayList<>();
        long total = 0;
        boolean moved = false;
        while (batch.size() < most) {
            Optional<Entry> next = next();
            if (next.isEmpty()) {
                break;
            }
            Entry entry = next.get();
            moved = true;
            if (entry.destination() != number() || done.contains(entry.position())) {
                continue;
            }
            if (store.isTooOld(entry.millis())) {
                lose(1, StoreWatch.Cause.AGE);
                continue;
            }
            Optional<byte[]> body = body(entry);
            if (body.isEmpty()) {
                lose(1, StoreWatch.Cause.DAMAGE);
                continue;
            }
            if (!batch.isEmpty() && total + body.get().length > bytes) {
                taken = entry.position();
                reader.rewind(Position.offset(taken));
                break;
            }
            total += body.get().length;
            handedOut.add(entry.position());
            batch.add(new Handed(entry.position(), body.get()));
        }
        if (moved && batch.isEmpty()) {
            moved(); // over what is for others, or too old
            store.enforce();
        }
        syncIfDue();
        return batch;
    }

    private Optional<byte[]> body(Entry entry) throws IOException {
        if (entry.kind() == Entry.BODY) {
            return Optional.of(entry.body());
        }
        long original = ByteBuffer.wrap(entry.body()).getLong();
        return reader.at(original, Position.offset(entry.position()))
                .filter(found -> found.kind() == Entry.BODY)
                .map(Entry::body);
    }

    /** @return the next entry of any destination */
    private Optional<Entry> next() throws IOException {
        while (true) {
            Optional<Segment> segment = store.segmentFrom(Position.segment(taken));
            if (segment.isEmpty()) {
                return Optional.empty();
            }
            Segment at = segment.get();
            read(at);
            long end = store.readableEnd(at);
            Optional<Entry> entry = reader.next(end);
            notice(at, reader.takeSkipped(), reader.at());
            if (entry.isPresent()) {
                taken = Position.of(at.number(), reader.at());
                return entry;
            }
            if (at.number() >= Position.segment(store.durable())) {
                reader.forgetBuffer();
                return Optional.empty();
            }
            notice(at, end - reader.at(), end);
            taken = Position.of(at.number() + 1, Segment.HEAD);
        }
    }

    private void read(Segment segment) throws IOException {
        if (reader != null && readerSegment == segment.number()) {
            return;
        }
        closeReader();
        long from = Position.segment(taken) == segment.number() ? Position.offset(taken) : 0;
        readerSegment = segment.number();
        reader = new EntryReader(store.disk().open(segment.file()), segment.number(), Math.max(Segment.HEAD, from));
    }

    private void notice(Segment segment, long skipped, long upTo) throws IOException {
        if (skipped > 0 && segment.noteDamage(upTo)) {
            store.damage(segment, upTo - skipped, skipped);
            long before = waiting;
            store.recount(segment);
            counters[DAMAGED] += Math.max(0, before - waiting);
            store.tellDropped(file.name(), before - waiting, StoreWatch.Cause.DAMAGE);
        }
    }

    private void lose(long entries, StoreWatch.Cause cause) {
        waiting -= entries;
        switch (cause) {
            case AGE -> counters[FOR_AGE] += entries;
            case SIZE -> counters[FOR_SIZE] += entries;
            case DAMAGE -> counters[DAMAGED] += entries;
        }
        store.tellDropped(file.name(), entries, cause);
    }

    private void moved() throws IOException {
        place = handedOut.isEmpty() ? taken : Math.min(taken, handedOut.first());
        done.headSet(place).clear();
        save();
    }

    private void save() throws IOException {
        file.write(place, store.millis(), counters, done);
        unsynced = true;
        syncIfDue();
    }

    private void syncIfDue() throws IOException {
        if (unsynced && store.nanos() - syncedAt > SYNC_NANOS) {
            file.sync();
            unsynced = false;
            syncedAt = store.nanos();
        }
    }

    private Duration oldest() throws IOException {
        Optional<Segment> segment = waiting == 0 ? Optional.empty() : store.segmentFrom(Position.segment(place));
        if (segment.isEmpty()) {
            return Duration.ZERO;
        }
        long from = Position.segment(place) == segment.get().number() ? Position.offset(place) : Segment.HEAD;
        try (EntryReader entries = new EntryReader(
                store.disk().open(segment.get().file()), segment.get().number(), Math.max(Segment.HEAD, from))) {
            return entries.next(segment.get().length())
                    .map(entry -> Duration.ofMillis(store.millis() - entry.millis()))
                    .orElse(Duration.ZERO);
        }
    }

    private void closeReader() {
        if (reader != null) {
            try {
                reader.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e); // a file that was only read
            }
            reader = null;
        }
    }
}
