package org.metergate.dlms;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.zip.CRC32;

/**
 * Two places for one number, written in turn, each with its own check: whatever a crash leaves of one, the other holds
 * what was forced to the disk before. The greater of the two that hold is the number.
 */
final class CounterSlots {
    /** Number, then CRC-32. */
    private static final int LENGTH = 12;
    /** Places lie in different sectors, so that a torn write cannot touch both. */
    private static final int DISTANCE = 4096;

    /** Where bytes go. */
    interface Disk {
        /** @return up to that many bytes; fewer at the end */
        byte[] read(long at, int length) throws IOException;

        /** Writes; may come to the disk in part and late. */
        void write(long at, byte[] bytes) throws IOException;

        /** Returns when all that was written is on the disk. */
        void force() throws IOException;
    }

    /** Forgets everything. */
    static final CounterSlots NOWHERE = new CounterSlots(new Disk() {
        @Override
        public byte[] read(long at, int length) {
            return new byte[0];
        }

        @Override
        public void write(long at, byte[] bytes) {
            // nowhere
        }

        @Override
        public void force() {
            // nothing to do
        }
    });

    private final Disk disk;
    private int turn;

    CounterSlots(Disk disk) {
        this.disk = disk;
    }

    /**
     * A file; not by its channel, which an interruption of the thread would close for good.
     *
     * @param file open for reading and writing, used by nobody else
     */
    static Disk disk(RandomAccessFile file) {
        return new Disk() {
            @Override
            public byte[] read(long at, int length) throws IOException {
                file.seek(at);
                byte[] bytes = new byte[length];
                int read = 0;
                for (int more = 0; read < length && more >= 0; read += Math.max(0, more)) {
                    more = file.read(bytes, read, length - read);
                }
                return Arrays.copyOf(bytes, read);
            }

            @Override
            public void write(long at, byte[] bytes) throws IOException {
                file.seek(at);
                file.write(bytes);
            }

            @Override
            public void force() throws IOException {
                file.getFD().sync();
            }
        };
    }

    /** @return the number; empty if neither place holds one */
    OptionalLong read() throws IOException {
        OptionalLong first = read(0);
        OptionalLong second = read(1);
        boolean firstIsNewer = first.isPresent() && first.getAsLong() >= second.orElse(-1);
        turn = firstIsNewer ? 1 : 0;
        return firstIsNewer ? first : second;
    }

    private OptionalLong read(int place) throws IOException {
        byte[] bytes = disk.read((long) place * DISTANCE, LENGTH);
        if (bytes.length < LENGTH) {
            return OptionalLong.empty();
        }
        ByteBuffer fields = ByteBuffer.wrap(bytes);
        long number = fields.getLong();
        return fields.getInt() == check(number) && number >= 0 ? OptionalLong.of(number) : OptionalLong.empty();
    }

    /** Returns when the number is on the disk. After an exception either number may be there. */
    void write(long number) throws IOException {
        disk.write(
                (long) turn * DISTANCE,
                ByteBuffer.allocate(LENGTH)
                        .putLong(number)
                        .putInt(check(number))
                        .array());
        disk.force();
        turn = 1 - turn;
    }

    private static int check(long number) {
        CRC32 sum = new CRC32();
        sum.update(ByteBuffer.allocate(8).putLong(number).flip());
        return (int) ~sum.getValue(); // inverted, so that a place full of zeros holds nothing
    }
}
