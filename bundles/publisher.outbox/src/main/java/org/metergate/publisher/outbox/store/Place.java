package org.metergate.publisher.outbox.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.zip.CRC32C;

/**
 * A destination's place in the store, in a file of two slots of 8 KiB that are written in turn, so that one is whole at any
 * moment. A slot: CRC-32C of what follows; length of it; version; age of the store; position; five counters; name;
 * positions beyond the place that are done already.
 */
final class Place implements AutoCloseable {

    /**
     * What a slot says.
     *
     * @param position everything before it is done
     * @param millis age of the store then
     * @param counters confirmed, dropped for age, for size, damaged, refused
     * @param name of the destination
     * @param done positions beyond that are done, ascending
     */
    record Noted(long position, long millis, long[] counters, String name, List<Long> done) {}

    static final int COUNTERS = 5;
    private static final int SLOT = 8192;
    private static final int FIXED = 4 + 4 + 8 + 8 + 8 + COUNTERS * 8;
    private static final int LONGEST_NAME = 1024;

    private final Disk.OpenFile file;
    private final int number;
    private final byte[] name;
    private long version;

    private Place(Disk.OpenFile file, int number, String name) {
        this.file = file;
        this.number = number;
        this.name = name.getBytes(StandardCharsets.UTF_8);
        if (this.name.length > LONGEST_NAME) {
            throw new IllegalArgumentException("the destination's name has more than " + LONGEST_NAME + " bytes");
        }
    }

    static Path file(Path folder, int number, String name) {
        return folder.resolve(
                number + "-" + Integer.toHexString(crc(name.getBytes(StandardCharsets.UTF_8), 0)) + ".place");
    }

    static int number(Path file) {
        String text = file.getFileName().toString();
        return Integer.parseInt(text.substring(0, text.indexOf('-')));
    }

    static Place open(Disk disk, Path folder, int number, String name) throws IOException {
        Place place = new Place(disk.open(file(folder, number, name)), number, name);
        place.takeRoom();
        return place;
    }

    /** @return the place in a file that says whose it is, empty if no slot is whole */
    static Optional<Place> existing(Disk disk, Path path) throws IOException {
        Disk.OpenFile file = disk.open(path);
        Optional<Noted> newest = new Place(file, number(path), "").read();
        if (newest.isEmpty()) {
            file.close();
            return Optional.empty();
        }
        Place place = new Place(file, number(path), newest.get().name());
        try {
            place.takeRoom();
        } catch (IOException e) {
            return Optional.of(place); // no room now; it is tried with each place that is noted
        }
        return Optional.of(place);
    }

    /** Both slots, so that later a place can be noted on a disk that is full. */
    private void takeRoom() throws IOException {
        long length = file.length();
        if (length < 2 * SLOT) {
            file.write(length, new byte[(int) (2 * SLOT - length)], (int) (2 * SLOT - length));
        }
    }

    int number() {
        return number;
    }

    String name() {
        return new String(name, StandardCharsets.UTF_8);
    }

    /** @return the newer of the slots that are whole, empty if none is */
    Optional<Noted> read() throws IOException {
        Optional<Noted> newest = Optional.empty();
        for (int slot = 0; slot < 2; slot++) {
            byte[] bytes = new byte[SLOT];
            file.read((long) slot * SLOT, bytes, 0, SLOT);
            ByteBuffer in = ByteBuffer.wrap(bytes);
            int check = in.getInt();
            int length = in.getInt();
            if (length < FIXED || length > SLOT || check != crc(in.array(), 4, length - 4)) {
                continue;
            }
            long found = in.getLong();
            if (newest.isEmpty() || found > version) {
                version = found;
                newest = Optional.of(noted(in, length));
            }
        }
        return newest;
    }

    private static Noted noted(ByteBuffer in, int length) {
        long millis = in.getLong();
        long position = in.getLong();
        long[] counters = new long[COUNTERS];
        for (int i = 0; i < COUNTERS; i++) {
            counters[i] = in.getLong();
        }
        byte[] name = new byte[in.getShort()];
        in.get(name);
        List<Long> done = new ArrayList<>();
        while (in.position() < length) {
            done.add(in.getLong());
        }
        return new Noted(position, millis, counters, new String(name, StandardCharsets.UTF_8), done);
    }

    /** Writes the older slot; {@link #sync} makes it durable. Of the done ones as many are kept as fit. */
    void write(long position, long millis, long[] counters, SortedSet<Long> done) throws IOException {
        version++;
        int most = (SLOT - FIXED - Short.BYTES - name.length) / Long.BYTES;
        int kept = Math.min(most, done.size());
        int length = FIXED + Short.BYTES + name.length + kept * Long.BYTES;
        ByteBuffer out = ByteBuffer.allocate(length);
        out.putInt(0).putInt(length).putLong(version).putLong(millis).putLong(position);
        for (long counter : counters) {
            out.putLong(counter);
        }
        out.putShort((short) name.length).put(name);
        done.stream().limit(kept).forEach(out::putLong);
        out.putInt(0, crc(out.array(), 4, length - 4));
        file.write(version % 2 * SLOT, out.array(), length);
    }

    void sync() throws IOException {
        file.sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    void delete(Path folder) throws IOException {
        close();
        Files.deleteIfExists(file(folder, number, name()));
    }

    private static int crc(byte[] bytes, int from) {
        return crc(bytes, from, bytes.length - from);
    }

    private static int crc(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
