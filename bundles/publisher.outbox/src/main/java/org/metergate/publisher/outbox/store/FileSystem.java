package org.metergate.publisher.outbox.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The file system of the gateway. Files are no channels: those close when a thread is interrupted. */
public final class FileSystem implements Disk {

    @Override
    public OpenFile open(Path file) throws IOException {
        return new PlainFile(new RandomAccessFile(file.toFile(), "rw"));
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        if (System.getProperty("os.name", "").startsWith("Windows")) {
            return; // it has no such thing
        }
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    private static final class PlainFile implements OpenFile {

        private final RandomAccessFile file;

        PlainFile(RandomAccessFile file) {
            this.file = file;
        }

        @Override
        public long length() throws IOException {
            return file.length();
        }

        @Override
        public void write(long at, byte[] bytes, int length) throws IOException {
            file.seek(at);
            file.write(bytes, 0, length);
        }

        @Override
        public int read(long at, byte[] into, int from, int length) throws IOException {
            file.seek(at);
            int total = 0;
            while (total < length) {
                int got = file.read(into, from + total, length - total);
                if (got < 0) {
                    break;
                }
                total += got;
            }
            return total;
        }

        @Override
        public void truncate(long length) throws IOException {
            file.setLength(length);
        }

        @Override
        public void sync() throws IOException {
            file.getFD().sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
