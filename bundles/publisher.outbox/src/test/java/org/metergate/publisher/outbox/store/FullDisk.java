package org.metergate.publisher.outbox.store;

import java.io.IOException;
import java.nio.file.Path;

/** The file system with as much room as a test leaves it. */
final class FullDisk implements Disk {

    private final Disk real = new FileSystem();
    private long room;

    FullDisk(long room) {
        this.room = room;
    }

    synchronized void leave(long bytes) {
        room = bytes;
    }

    @Override
    public OpenFile open(Path file) throws IOException {
        return new FullFile(real.open(file), file);
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        real.syncFolder(folder);
    }

    private synchronized long take(long bytes) {
        long taken = Math.min(room, bytes);
        room -= taken;
        return taken;
    }

    /** Only what makes a file longer needs room. */
    private final class FullFile implements OpenFile {
        private final OpenFile file;
        private final Path path;

        FullFile(OpenFile file, Path path) {
            this.file = file;
            this.path = path;
        }

        @Override
        public long length() throws IOException {
            return file.length();
        }

        @Override
        public void write(long at, byte[] bytes, int length) throws IOException {
            long more = Math.max(0, at + length - file.length());
            long granted = take(more);
            file.write(at, bytes, (int) (length - (more - granted)));
            if (granted < more) {
                throw new IOException(path.getFileName() + ": No space left on device");
            }
        }

        @Override
        public int read(long at, byte[] into, int from, int length) throws IOException {
            return file.read(at, into, from, length);
        }

        @Override
        public void truncate(long length) throws IOException {
            long freed = file.length() - length;
            file.truncate(length);
            take(-Math.max(0, freed));
        }

        @Override
        public void sync() throws IOException {
            file.sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
