package org.metergate.analysis.series;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * A series on disk, in files of equal size in one folder; the oldest file is deleted before a new one is begun, so the folder
 * never holds more than its limit. A record is 20 bytes: time (ms since 1970, 8 bytes), value (IEEE 754, 8 bytes) and the
 * CRC-32C of both (4 bytes), most significant byte first. A process that is killed in the middle of a write leaves a record
 * whose check does not hold: it is dropped when the store is opened again, and nothing before it is lost.
 *
 * <p>One owner at a time; not thread-safe.
 */
public final class SeriesStore implements AutoCloseable {
    /** Least limit, in bytes. */
    public static final long LEAST_BYTES = 4096;

    private static final int RECORD = 20;
    private static final int FILES = 8;
    private static final String SUFFIX = ".series";

    private final Path folder;
    private final int recordsPerFile;
    private final long limit;
    private final Deque<Part> files = new ArrayDeque<>();
    private final List<Sample> read = new ArrayList<>();
    private Optional<FileChannel> channel = Optional.empty();
    private Instant latest = Instant.MIN;
    private long number;
    private int dropped;

    private SeriesStore(Path folder, long limit) {
        this.folder = folder;
        this.limit = limit;
        this.recordsPerFile = (int) Math.min(limit / FILES / RECORD, Integer.MAX_VALUE / RECORD);
    }

    /**
     * Opens a store, and repairs what a killed process left behind.
     *
     * @param folder of its files, which nothing else is in; made if absent
     * @param limit bytes that all files may have together, {@value #LEAST_BYTES} or more; if it is less than before, the
     *     oldest files go
     * @return the store; to be closed
     * @throws IOException if the folder or a file cannot be read or written
     * @throws IllegalArgumentException if the limit is too small
     */
    public static SeriesStore open(Path folder, long limit) throws IOException {
        if (limit < LEAST_BYTES) {
            throw new IllegalArgumentException(
                    "the limit is " + limit + " bytes; expected " + LEAST_BYTES + " or more");
        }
        SeriesStore store = new SeriesStore(folder, limit);
        store.readAll();
        return store;
    }

    /** @return all values, the oldest first, as they were when the store was opened, and those that were added since */
    public List<Sample> samples() {
        return List.copyOf(read);
    }

    /** @return records that were dropped on opening because their check did not hold or they were not in order */
    public int dropped() {
        return dropped;
    }

    /**
     * Adds a value. It is with the operating system when this returns; {@link #flush} sees it onto the disk.
     *
     * @param sample later than all before
     * @return whether it was added; false if it is not later
     * @throws IOException if it cannot be written; the store can be used on
     */
    public boolean add(Sample sample) throws IOException {
        Sample rounded = new Sample(Instant.ofEpochMilli(sample.time().toEpochMilli()), sample.value());
        if (!rounded.time().isAfter(latest)) {
            return false;
        }
        if (files.isEmpty() || files.getLast().records >= recordsPerFile) {
            beginFile();
        }
        if (channel.isEmpty()) {
            channel = Optional.of(FileChannel.open(files.getLast().path, StandardOpenOption.WRITE));
        }
        FileChannel file = channel.get();
        Part part = files.getLast();
        long end = (long) part.records * RECORD;
        ByteBuffer bytes = encoded(rounded);
        while (bytes.hasRemaining()) {
            end += file.write(bytes, end);
        }
        part.records++;
        part.samples++;
        latest = rounded.time();
        read.add(rounded);
        return true;
    }

    /**
     * Waits until all that was added is on the disk.
     *
     * @throws IOException if it cannot be written
     */
    public void flush() throws IOException {
        if (channel.isPresent()) {
            channel.get().force(false);
        }
    }

    /**
     * Closes the store; what was added is on the disk then.
     *
     * @throws IOException if it cannot be written
     */
    @Override
    public void close() throws IOException {
        if (channel.isPresent()) {
            try (FileChannel last = channel.get()) {
                last.force(true);
            }
            channel = Optional.empty();
        }
    }

    private void beginFile() throws IOException {
        close();
        makeRoom(FILES - 1, limit - (long) recordsPerFile * RECORD);
        number++;
        Path next = folder.resolve(String.format("%012d", number) + SUFFIX);
        channel = Optional.of(FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING));
        files.addLast(new Part(next));
    }

    /** Deletes the oldest files until so few with so few bytes are left. */
    private void makeRoom(int mostFiles, long mostBytes) throws IOException {
        while (!files.isEmpty()
                && (files.size() > mostFiles
                        || files.stream().mapToLong(part -> part.records).sum() * RECORD > mostBytes)) {
            Part oldest = files.removeFirst();
            Files.deleteIfExists(oldest.path);
            read.subList(0, oldest.samples).clear();
        }
    }

    private void readAll() throws IOException {
        Files.createDirectories(folder);
        List<Path> found = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            all.filter(file -> file.getFileName().toString().matches("\\d{12}" + SUFFIX))
                    .sorted()
                    .forEach(found::add);
        }
        for (Path file : found) {
            files.addLast(readFile(file));
            number = Long.parseLong(file.getFileName().toString().substring(0, 12));
        }
        if (!files.isEmpty()) {
            long growth = Math.max(recordsPerFile - files.getLast().records, 0L);
            makeRoom(FILES, limit - growth * RECORD);
        }
    }

    /** Reads a file; what does not hold at its end is overwritten by what comes next. */
    private Part readFile(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        Part part = new Part(file);
        int records = 0;
        while (bytes.remaining() >= RECORD) {
            long time = bytes.getLong();
            double value = bytes.getDouble();
            int check = bytes.getInt();
            records++;
            if (check == check(bytes.array(), bytes.position() - RECORD)
                    && Double.isFinite(value)
                    && Instant.ofEpochMilli(time).isAfter(latest)) {
                latest = Instant.ofEpochMilli(time);
                read.add(new Sample(latest, value));
                part.samples++;
                part.records = records;
            } else {
                dropped++;
            }
        }
        dropped += bytes.hasRemaining() ? 1 : 0;
        if ((long) part.records * RECORD < bytes.capacity()) {
            try (FileChannel damaged = FileChannel.open(file, StandardOpenOption.WRITE)) {
                damaged.truncate((long) part.records * RECORD);
            }
        }
        return part;
    }

    private static ByteBuffer encoded(Sample sample) {
        ByteBuffer bytes = ByteBuffer.allocate(RECORD)
                .putLong(sample.time().toEpochMilli())
                .putDouble(sample.value());
        return bytes.putInt(check(bytes.array(), 0)).flip();
    }

    private static int check(byte[] bytes, int from) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, RECORD - Integer.BYTES);
        return (int) crc.getValue();
    }

    /** One file: places for records in it, and how many of them hold. */
    private static final class Part {
        private final Path path;
        private int records;
        private int samples;

        private Part(Path path) {
            this.path = path;
        }
    }
}
