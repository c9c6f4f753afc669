package org.metergate.publisher.outbox.store;

import java.io.IOException;
import java.nio.file.Path;

/** Where files lie: the gateway's file system, or in tests one that is full or breaks. */
public interface Disk {

    /** An open file. Calls are not interrupted half way. Used by one thread at a time, {@link #sync} apart. */
    interface OpenFile extends AutoCloseable {

        /** @return bytes in the file */
        long length() throws IOException;

        /**
         * Writes.
         *
         * @param at offset of the first byte
         * @param bytes holds them
         * @param length how many, from the first one on
         * @throws IOException if not all could be written, for lack of space too; some may have been
         */
        void write(long at, byte[] bytes, int length) throws IOException;

        /**
         * Reads.
         *
         * @param at offset of the first byte
         * @param into takes them
         * @param from place of the first one in {@code into}
         * @param length how many at most
         * @return how many were read, 0 at the end of the file
         */
        int read(long at, byte[] into, int from, int length) throws IOException;

        /** Cuts the file off. */
        void truncate(long length) throws IOException;

        /** Returns when all that was written before is on the disk. */
        void sync() throws IOException;

        @Override
        void close() throws IOException;
    }

    /**
     * Opens a file, which is created if it does not exist.
     *
     * @param file where
     * @return the file
     */
    OpenFile open(Path file) throws IOException;

    /** Returns when the names of the files in a folder are on the disk. */
    void syncFolder(Path folder) throws IOException;
}
