package org.metergate.wire.analysis;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Lines of text on disk that are either the old ones or the new ones, whenever the power fails: a new file takes the
 * place of the old one in one step. The first line holds a checksum of the others. One thread at a time.
 */
public final class StateFile {
    private final Path file;

    /** @param file in a folder that exists */
    public StateFile(Path file) {
        this.file = file;
    }

    /**
     * Reads the lines.
     *
     * @return what was written last; empty if nothing ever was
     * @throws IOException if the file cannot be read, or is not what was written: it is renamed to {@code .bad} then
     */
    public Optional<List<String>> read() throws IOException {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        int end = text.indexOf('\n');
        String body = end < 0 ? "" : text.substring(end + 1);
        if (end < 0 || !text.substring(0, end).equals(checksum(body))) {
            Path aside = file.resolveSibling(file.getFileName() + ".bad");
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            throw new IOException(file.getFileName() + " is damaged, and was renamed to " + aside.getFileName());
        }
        return Optional.of(body.lines().toList());
    }

    /**
     * Writes the lines.
     *
     * @param lines without line ends
     * @throws IOException if they cannot be written; the old ones stay
     */
    public void write(List<String> lines) throws IOException {
        StringBuilder body = new StringBuilder();
        lines.forEach(line -> body.append(line).append('\n'));
        byte[] bytes = (checksum(body.toString()) + "\n" + body).getBytes(StandardCharsets.UTF_8);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel out = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                out.write(left);
            }
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String checksum(String body) {
        CRC32 sum = new CRC32();
        sum.update(body.getBytes(StandardCharsets.UTF_8));
        return "metergate 1 " + Long.toHexString(sum.getValue());
    }
}
