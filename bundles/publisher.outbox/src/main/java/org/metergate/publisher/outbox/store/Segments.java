package org.metergate.publisher.outbox.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files with entries, by number, and what is wrong with them. Guarded by the store. */
final class Segments {

    private static final Logger LOG = LoggerFactory.getLogger(Segments.class);

    private final Path folder;
    private final Disk disk;
    private final StoreWatch watch;
    private final TreeMap<Integer, Segment> files = new TreeMap<>();
    private long bytes;
    private long damagedBytes;

    Segments(Path folder, Disk disk, StoreWatch watch) {
        this.folder = folder;
        this.disk = disk;
        this.watch = watch;
    }

    /**
     * Finds what lies in the folder, and mends what the end of a process left undone.
     *
     * @param age is set to what the entries say
     * @return whether the newest can be written to; false if there is none
     */
    boolean load(StoreAge age) throws IOException {
        for (Path file : files(folder, "*.seg")) {
            int number = Integer.parseInt(file.getFileName().toString().replace(".seg", ""));
            files.put(number, new Segment(folder, number));
        }
        boolean goOn = !files.isEmpty();
        for (Segment segment : files.values()) {
            boolean newest = segment.number() == last();
            if (newest || !segment.readNote(disk)) {
                long intactTo = segment.scan(disk);
                if (newest) {
                    goOn = mendEnd(segment, intactTo);
                } else if (intactTo < segment.length()) {
                    note(segment);
                }
            }
            bytes += segment.length();
            age.isAtLeast(segment.lastMillis());
        }
        return goOn;
    }

    /** @return whether its head is whole */
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
        return headWhole;
    }

    /** Notes what was counted; where there is no room for that, it is counted again at the next start. */
    void note(Segment segment) {
        try {
            segment.writeNote(disk);
        } catch (IOException e) {
            LOG.debug("no note beside {}", segment.file(), e);
        }
    }

    static List<Path> files(Path folder, String pattern) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
            files.forEach(found::add);
        }
        found.sort(null);
        return found;
    }

    /** @return number of the newest, 0 if there is none */
    int last() {
        return files.isEmpty() ? 0 : files.lastKey();
    }

    Segment newest() {
        return files.lastEntry().getValue();
    }

    Segment oldest() {
        return files.firstEntry().getValue();
    }

    int count() {
        return files.size();
    }

    long bytes() {
        return bytes;
    }

    long damagedBytes() {
        return damagedBytes;
    }

    /** @return the one with that number, else the next one */
    Optional<Segment> from(int number) {
        return Optional.ofNullable(files.ceilingEntry(number)).map(Map.Entry::getValue);
    }

    List<Segment> after(int number) {
        return List.copyOf(files.tailMap(number, false).values());
    }

    /** A new one, with nothing but its head. */
    void add(Segment segment) {
        files.put(segment.number(), segment);
        grow(Segment.HEAD);
    }

    void grow(long by) {
        bytes += by;
    }

    void forget(Segment segment) throws IOException {
        files.remove(segment.number());
        bytes -= segment.length();
        segment.delete();
    }

    void damage(Segment segment, long at, long count) {
        damagedBytes += count;
        watch.damaged(segment.file() + " at " + at, count);
    }
}
