package org.metergate.dashboard.model;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/** A file with a CRC-32C at its end, replaced whole. One thread at a time. */
final class CheckedFile {

    /** Writes what is to be kept. */
    @FunctionalInterface
    interface Writer {
        void write(DataOutput out) throws IOException;
    }

    /** Takes what was kept. */
    @FunctionalInterface
    interface Reader {
        void read(DataInput in) throws IOException;
    }

    private final Path file;
    private final int magic;

    /** @param magic the first four bytes: what the file is, and in which version */
    CheckedFile(Path file, int magic) {
        this.file = file;
        this.magic = magic;
    }

    /** @throws IOException if it cannot be written: the file before is still there */
    void save(Writer content) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        CRC32C sum = new CRC32C();
        try (OutputStream raw = new BufferedOutputStream(Files.newOutputStream(fresh), 1 << 16)) {
            DataOutputStream out = new DataOutputStream(new CheckedOutputStream(raw, sum));
            out.writeInt(magic);
            content.write(out);
            out.flush();
            new DataOutputStream(raw).writeLong(sum.getValue());
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Loads what was saved, if anything was.
     *
     * @throws IOException if the file is damaged: then it is called {@code <file>.bad} from now on, and nothing of it is taken
     */
    void load(Reader content) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try {
            verify();
            try (DataInputStream in =
                    new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
                if (in.readInt() != magic) {
                    throw new IOException("it is of another kind");
                }
                content.read(in);
            }
        } catch (IOException e) {
            Path bad = file.resolveSibling(file.getFileName() + ".bad");
            Files.move(file, bad, StandardCopyOption.REPLACE_EXISTING);
            throw new IOException(bad + " is damaged: " + e.getMessage(), e);
        }
    }

    private void verify() throws IOException {
        long left = Files.size(file) - Long.BYTES;
        CRC32C sum = new CRC32C();
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            CheckedInputStream checked = new CheckedInputStream(raw, sum);
            byte[] block = new byte[1 << 13];
            while (left > 0) {
                int got = checked.read(block, 0, (int) Math.min(block.length, left));
                if (got < 0) {
                    throw new IOException("it ends too early");
                }
                left -= got;
            }
            if (left < 0 || new DataInputStream(raw).readLong() != sum.getValue()) {
                throw new IOException("its checksum does not hold");
            }
        }
    }
}
