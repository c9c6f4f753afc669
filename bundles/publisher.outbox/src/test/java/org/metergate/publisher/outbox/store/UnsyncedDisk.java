package org.metergate.publisher.outbox.store;

import java.io.IOException;
import java.nio.file.Path;

/** The file system without the wait for the disk, for tests that end no power. */
final class UnsyncedDisk implements Disk {

    private final Disk real = new FileSystem();

    @Override
    public OpenFile open(Path file) throws IOException {
        OpenFile open = real.open(file);
        return new OpenFile() {
            @Override
            public long length() throws IOException {
                return open.length();
            }

            @Override
            public void write(long at, byte[] bytes, int length) throws IOException {
                open.write(at, bytes, length);
            }

            @Override
            public int read(long at, byte[] into, int from, int length) throws IOException {
                return open.read(at, into, from, length);
            }

            @Override
            public void truncate(long length) throws IOException {
                open.truncate(length);
            }

            @Override
            public void sync() {
                // what is written is read again by this process
            }

            @Override
            public void close() throws IOException {
                open.close();
            }
        };
    }

    @Override
    public void syncFolder(Path folder) {
        // likewise
    }
}
