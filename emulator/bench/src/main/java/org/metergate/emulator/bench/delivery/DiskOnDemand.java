package org.metergate.emulator.bench.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.metergate.publisher.outbox.store.Disk;
import org.metergate.publisher.outbox.store.FileSystem;

/** The file system, which is full while a file of a certain name exists. */
final class DiskOnDemand implements Disk {

    private final Disk real = new FileSystem();
    private final Path sign;

    DiskOnDemand(Path sign) {
        this.sign = sign;
    }

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
                if (at + length > open.length() && Files.exists(sign)) {
                    open.write(at, bytes, length / 2);
                    throw new IOException("No space left on device");
                }
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
            public void sync() throws IOException {
                open.sync();
            }

            @Override
            public void close() throws IOException {
                open.close();
            }
        };
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        real.syncFolder(folder);
    }
}
