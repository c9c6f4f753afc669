package org.metergate.driver.optical;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Up to which row of its profile each listened channel was told, kept in a file: after a restart the next row follows,
 * whatever was going on when the gateway stopped. Each row told is one line more, with a CRC-32 of its own, so that a line
 * that was being written is known as such; from time to time the lines are written anew, one a channel, and take the place
 * of the file at once. Any thread may call.
 */
final class ToldRows implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ToldRows.class);
    private static final int MOST_CHANNELS = 1_000;
    private static final int MOST_LINES = 5_000;
    private static final int LONGEST_NAME = 300;
    private static final int CRC_DIGITS = 8;

    private final Optional<Path> file;
    private final Map<String, Instant> last = new LinkedHashMap<>();
    private Optional<FileChannel> open = Optional.empty();
    private int lines;
    private boolean complained;

    /** @param file where to remember; empty to forget with this instance */
    ToldRows(Optional<Path> file) {
        this.file = file;
        file.filter(Files::exists).ifPresent(this::load);
    }

    /**
     * @param channel names it, the same after a restart
     * @return the time of the last row that it was told; empty if nothing is known of it
     */
    synchronized Optional<Instant> last(String channel) {
        return Optional.ofNullable(last.get(name(channel)));
    }

    /**
     * Remembers a row; an older one than before changes nothing.
     *
     * @param channel as above
     * @param row the time of the row it was told
     */
    synchronized void told(String channel, Instant row) {
        String name = name(channel);
        Instant before = last.get(name);
        if (before != null && !row.isAfter(before)) {
            return;
        }
        last.put(name, row);
        forgetOldest();
        file.ifPresent(where -> save(where, line(name, row)));
    }

    /** The file is as good as it was; what is told from now on is remembered as before. */
    @Override
    public synchronized void close() {
        open.ifPresent(channel -> {
            try {
                channel.close();
            } catch (IOException e) {
                complain(e);
            }
        });
        open = Optional.empty();
    }

    /** Most likely they are of channels that are no more. */
    private void forgetOldest() {
        while (last.size() > MOST_CHANNELS) {
            last.remove(last.entrySet().stream()
                    .min(Map.Entry.comparingByValue())
                    .orElseThrow()
                    .getKey());
        }
    }

    private static String name(String channel) {
        String line = channel.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= LONGEST_NAME ? line : line.substring(0, LONGEST_NAME) + crc(line);
    }

    private static String line(String name, Instant row) {
        String text = row + " " + name;
        return crc(text) + " " + text + "\n";
    }

    private static String crc(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format("%08X", crc.getValue());
    }

    private void save(Path where, String line) {
        try {
            if (lines >= MOST_LINES) {
                rewrite(where);
            } else {
                append(where, line);
            }
        } catch (IOException e) {
            complain(e);
        }
    }

    private void append(Path where, String line) throws IOException {
        if (open.isEmpty()) {
            Files.createDirectories(where.toAbsolutePath().getParent());
            open = Optional.of(FileChannel.open(
                    where, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
        }
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            open.get().write(bytes);
        }
        lines++;
    }

    /** One line a channel, whole on the disk before it takes the place of the others. */
    private void rewrite(Path where) throws IOException {
        close();
        StringBuilder all = new StringBuilder();
        last.forEach((name, row) -> all.append(line(name, row)));
        Files.createDirectories(where.toAbsolutePath().getParent());
        Path whole = where.resolveSibling(where.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                whole, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(all.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(whole, where, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        lines = last.size();
    }

    private void load(Path where) {
        int damaged = 0;
        try {
            String text = new String(Files.readAllBytes(where), StandardCharsets.UTF_8);
            for (String line : text.split("\n")) {
                damaged += take(line) ? 0 : 1;
                lines++;
            }
            forgetOldest();
            if (damaged > 0 || !text.endsWith("\n")) {
                LOG.warn("{}: {} lines are damaged and left out", where, damaged);
                rewrite(where);
            }
        } catch (IOException e) {
            complain(e);
        }
    }

    private boolean take(String line) {
        int space = line.indexOf(' ', CRC_DIGITS + 1);
        if (space < 0 || !line.startsWith(crc(line.substring(CRC_DIGITS + 1)) + " ")) {
            return false;
        }
        try {
            Instant row = Instant.parse(line.substring(CRC_DIGITS + 1, space));
            last.merge(line.substring(space + 1), row, (one, other) -> one.isAfter(other) ? one : other);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private void complain(IOException e) {
        if (!complained) {
            complained = true;
            LOG.warn("the rows of profiles that were told cannot be remembered beyond a restart: {}", e.toString());
        }
    }
}
