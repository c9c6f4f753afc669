package org.metergate.publisher.outbox.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * One file of entries, {@code <number>.seg}, and what is known of it without reading: how many entries it holds for each
 * destination. That is written beside it, {@code <number>.sum}, when the file is complete, and counted anew if the note is
 * missing or does not fit. Big-endian; the file begins with 4D 47 4F 42, version 1, three zero bytes, the number.
 */
final class Segment {

    static final int HEAD = 12;
    private static final int MAGIC = 0x4D474F42;
    private static final int VERSION = 1 << 24;
    private static final int NOTE_HEAD = 24;
    private static final int NOTE_COUNT = 12;
    private static final int LONGEST_NOTE = 1 << 20;

    private final int number;
    private final Path file;
    private final Map<Integer, Long> counts = new TreeMap<>();
    private long length = HEAD;
    private long firstMillis = Long.MAX_VALUE;
    private long lastMillis;
    private long damageSeenTo;

    Segment(Path folder, int number) {
        this.number = number;
        this.file = folder.resolve(String.format("%010d.seg", number));
    }

    static byte[] head(int number) {
        return ByteBuffer.allocate(HEAD)
                .putInt(MAGIC)
                .putInt(VERSION)
                .putInt(number)
                .array();
    }

    int number() {
        return number;
    }

    Path file() {
        return file;
    }

    long length() {
        return length;
    }

    /** @return where the next entry would lie */
    long end() {
        return Position.of(number, length);
    }

    long firstMillis() {
        return firstMillis;
    }

    long lastMillis() {
        return lastMillis;
    }

    boolean isEmpty() {
        return length <= HEAD;
    }

    long count(int destination) {
        return counts.getOrDefault(destination, 0L);
    }

    void add(Entry entry) {
        counts.merge(entry.destination(), 1L, Long::sum);
        firstMillis = Math.min(firstMillis, entry.millis());
        lastMillis = Math.max(lastMillis, entry.millis());
        length = Position.offset(entry.position()) + entry.length();
    }

    /** @return whether bytes up to there that are no entry are news */
    boolean noteDamage(long upTo) {
        boolean news = upTo > damageSeenTo;
        damageSeenTo = Math.max(damageSeenTo, upTo);
        return news;
    }

    /**
     * Reads all entries.
     *
     * @param disk where it lies
     * @return offset after the last intact entry
     */
    long scan(Disk disk) throws IOException {
        counts.clear();
        firstMillis = Long.MAX_VALUE;
        lastMillis = 0;
        length = HEAD;
        try (EntryReader reader = new EntryReader(disk.open(file), number, HEAD)) {
            long end = Files.size(file);
            for (Optional<Entry> next = reader.next(end); next.isPresent(); next = reader.next(end)) {
                add(next.get());
            }
            long intactTo = length;
            length = Math.max(HEAD, end);
            return intactTo;
        }
    }

    void cutTo(long offset) {
        length = offset;
    }

    /** Writes the note; without it the segment is counted again at the next start. */
    void writeNote(Disk disk) throws IOException {
        ByteBuffer note = ByteBuffer.allocate(NOTE_HEAD + counts.size() * NOTE_COUNT + Integer.BYTES);
        note.putLong(length).putLong(firstMillis).putLong(lastMillis);
        counts.forEach((destination, count) -> note.putInt(destination).putLong(count));
        note.putInt(check(note.array(), note.position()));
        try (Disk.OpenFile open = disk.open(noteFile())) {
            open.write(0, note.array(), note.capacity());
            open.truncate(note.capacity());
        }
    }

    /** @return whether the note was there and fits */
    boolean readNote(Disk disk) throws IOException {
        if (!Files.exists(noteFile())) {
            return false;
        }
        byte[] bytes;
        try (Disk.OpenFile open = disk.open(noteFile())) {
            long size = open.length();
            if (size < NOTE_HEAD + Integer.BYTES || size > LONGEST_NOTE) {
                return false;
            }
            bytes = new byte[(int) size];
            open.read(0, bytes, 0, bytes.length);
        }
        ByteBuffer note = ByteBuffer.wrap(bytes);
        int end = bytes.length - Integer.BYTES;
        if (note.getInt(end) != check(bytes, end) || note.getLong(0) != Files.size(file)) {
            return false;
        }
        length = note.getLong();
        firstMillis = note.getLong();
        lastMillis = note.getLong();
        while (note.position() < end) {
            counts.put(note.getInt(), note.getLong());
        }
        return true;
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(noteFile());
    }

    private Path noteFile() {
        return file.resolveSibling(file.getFileName().toString().replace(".seg", ".sum"));
    }

    private static int check(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
