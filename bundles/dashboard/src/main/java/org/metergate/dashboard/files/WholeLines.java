package org.metergate.dashboard.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A file of lines to which more are added. A line that the power went away on has no end: it was never told to anybody, and
 * is passed over. One thread at a time.
 */
public final class WholeLines {

    private WholeLines() {}

    /** @return the lines that have an end; what is no UTF-8 in them shows as U+FFFD */
    public static List<String> read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
    }

    /**
     * Adds lines; they are on the disk before this returns. The file is made with the first.
     *
     * @param lines each with its end
     * @throws IOException if they could not be written: then none of them counts
     */
    public static void append(Path file, String lines) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ)) {
            long end = end(channel);
            try {
                channel.truncate(end);
                channel.position(end);
                write(channel, lines);
            } catch (IOException e) {
                channel.truncate(end);
                throw e;
            }
        }
    }

    /** Writes to the end of the text, and to the disk. */
    public static void write(FileChannel channel, String text) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(true);
    }

    private static long end(FileChannel channel) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        for (long end = channel.size(); end > 0; end--) {
            one.clear();
            channel.read(one, end - 1);
            if (one.get(0) == '\n') {
                return end;
            }
        }
        return 0;
    }
}
