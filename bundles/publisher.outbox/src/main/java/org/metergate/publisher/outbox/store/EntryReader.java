package org.metergate.publisher.outbox.store;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** Reads the entries of one segment from front to back and steps over what is none. Used by one thread at a time. */
final class EntryReader implements AutoCloseable {

    private static final int CHUNK = 1 << 16;

    private final Disk.OpenFile file;
    private final int segment;
    private byte[] buffer = new byte[CHUNK];
    private long bufferAt;
    private int buffered;
    private long at;
    private long skipped;

    EntryReader(Disk.OpenFile file, int segment, long from) {
        this.file = file;
        this.segment = segment;
        this.at = from;
    }

    /**
     * Reads on.
     *
     * @param end offset after the last byte that may be read
     * @return the next intact entry; empty if none follows before {@code end}, and then the reader stays where the last
     *     one ended
     */
    Optional<Entry> next(long end) throws IOException {
        long tried = at;
        while (tried + Entry.HEAD <= end) {
            int here = (int) require(tried, Entry.HEAD, end);
            int length = Entry.plausible(buffer, here, end - tried);
            if (length > 0) {
                here = (int) require(tried, length, end);
                long position = Position.of(segment, tried);
                if (buffered - here >= length && Entry.intact(position, buffer, here, length)) {
                    Entry entry = Entry.decode(position, buffer, here, length);
                    skipped += tried - at;
                    at = tried + length;
                    return Optional.of(entry);
                }
            }
            tried = nextMarker(tried + 1, end);
        }
        return Optional.empty();
    }

    /**
     * Reads one entry without moving.
     *
     * @param position where it lies, in this segment
     * @param end offset after the last byte that may be read
     * @return the entry, empty if none is there or it is damaged
     */
    Optional<Entry> at(long position, long end) throws IOException {
        long offset = Position.offset(position);
        byte[] head = new byte[Entry.HEAD];
        if (Position.segment(position) != segment || offset + Entry.HEAD > end) {
            return Optional.empty();
        }
        if (file.read(offset, head, 0, Entry.HEAD) < Entry.HEAD) {
            return Optional.empty();
        }
        int length = Entry.plausible(head, 0, end - offset);
        byte[] whole = new byte[length];
        boolean intact =
                length > 0 && file.read(offset, whole, 0, length) == length && Entry.intact(position, whole, 0, length);
        return intact ? Optional.of(Entry.decode(position, whole, 0, length)) : Optional.empty();
    }

    /** @return offset after the last entry that was read */
    long at() {
        return at;
    }

    /** @return bytes between entries that were none, since this was asked last */
    long takeSkipped() {
        long bytes = skipped;
        skipped = 0;
        return bytes;
    }

    void rewind(long offset) {
        at = offset;
    }

    /** The file grew, and bytes that were not there when the buffer was filled may be now. */
    void forgetBuffer() {
        buffered = 0;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private long nextMarker(long from, long end) throws IOException {
        for (long tried = from; tried + Entry.HEAD <= end; tried++) {
            int here = (int) require(tried, Entry.HEAD, end);
            if (buffer[here] == Entry.MARKER_1 && buffer[here + 1] == Entry.MARKER_2) {
                return tried;
            }
        }
        return end;
    }

    /** @return the place in the buffer of a byte of the file that {@code length - 1} others follow */
    private long require(long offset, int length, long end) throws IOException {
        if (offset >= bufferAt && offset + length <= bufferAt + buffered) {
            return offset - bufferAt;
        }
        if (length > buffer.length) {
            buffer = new byte[length];
        } else if (buffer.length > CHUNK && length <= CHUNK) {
            buffer = new byte[CHUNK];
        }
        int wanted = (int) Math.min(buffer.length, end - offset);
        buffered = file.read(offset, buffer, 0, wanted);
        if (buffered < wanted) {
            Arrays.fill(buffer, buffered, wanted, (byte) 0); // shorter than it was: what is missing is no entry
            buffered = wanted;
        }
        bufferAt = offset;
        return 0;
    }
}
