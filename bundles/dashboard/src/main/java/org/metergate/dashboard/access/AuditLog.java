package org.metergate.dashboard.access;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who did what: one line of JSON for each act, on the disk before it is answered. Each line is numbered and carries a code
 * (HMAC-SHA-256) over itself and the code of the line before: a line that was changed, taken out or moved is found by
 * {@link #verify}. Files rotate; the oldest goes. Any thread.
 */
final class AuditLog {

    /** Size after which a new file begins. */
    static final int FILE_BYTES = 1 << 20;

    /** Files that are kept, that of now included. */
    static final int FILES = 10;

    private static final String NAME = "audit.log";
    private static final Gson GSON = new Gson();

    /** An act, as told to a user. */
    record Entry(long number, String time, String who, String from, String what, String outcome) {}

    private final Path folder;
    private final Clock clock;
    private final byte[] key;
    private final int fileBytes;
    private long number;
    private String last = "";

    /**
     * @param key of the codes, 32 bytes
     * @param fileBytes after which a new file begins
     * @throws IOException if what is there cannot be read
     */
    AuditLog(Path folder, Clock clock, byte[] key, int fileBytes) throws IOException {
        this.folder = folder;
        this.clock = clock;
        this.key = key.clone();
        this.fileBytes = fileBytes;
        Files.createDirectories(folder);
        List<Path> files = files();
        for (int i = files.size() - 1; i >= 0 && number == 0; i--) {
            List<String> lines = whole(files.get(i));
            if (!lines.isEmpty()) {
                JsonObject end = parsed(lines.get(lines.size() - 1)).orElse(new JsonObject());
                number = end.has("number") ? end.get("number").getAsLong() : lines.size();
                last = end.has("code") ? end.get("code").getAsString() : "";
            }
        }
    }

    /**
     * Notes an act; when it returns, the line is on the disk.
     *
     * @param who the user, or what was given as one
     * @param from the client's address
     * @param what it was
     * @param outcome how it ended
     * @throws IOException if it could not be written: then the act must not happen
     */
    synchronized void note(String who, String from, String what, String outcome) throws IOException {
        JsonObject line = new JsonObject();
        line.addProperty("number", number + 1);
        line.addProperty("time", clock.instant().toString());
        line.addProperty("who", shortened(who));
        line.addProperty("from", from);
        line.addProperty("what", shortened(what));
        line.addProperty("outcome", shortened(outcome));
        String code = code(last, GSON.toJson(line));
        line.addProperty("code", code);
        Path file = folder.resolve(NAME);
        if (Files.exists(file) && Files.size(file) >= fileBytes) {
            rotate(file);
        }
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ)) {
            channel.position(endOfWholeLines(channel));
            channel.truncate(channel.position());
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(GSON.toJson(line) + "\n");
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        }
        number++;
        last = code;
    }

    /**
     * @param most entries
     * @return the newest, the newest first
     */
    synchronized List<Entry> newest(int most) throws IOException {
        List<Entry> found = new ArrayList<>();
        List<Path> files = files();
        for (int i = files.size() - 1; i >= 0 && found.size() < most; i--) {
            List<String> lines = whole(files.get(i));
            for (int j = lines.size() - 1; j >= 0 && found.size() < most; j--) {
                parsed(lines.get(j))
                        .ifPresent(line ->
                                found.add(GSON.fromJson(line, Line.class).entry()));
            }
        }
        return found;
    }

    /**
     * Looks whether every line is as it was written and at its place, from the first that is kept to the last.
     *
     * @return the first line that is not, as {@code file:line}; empty if all are
     */
    synchronized Optional<String> verify() throws IOException {
        String before = "";
        long expected = 0;
        for (Path file : files()) {
            int at = 0;
            for (String text : whole(file)) {
                at++;
                Optional<JsonObject> line = parsed(text);
                String place = file.getFileName() + ":" + at;
                if (line.isEmpty() || !line.get().has("code") || !line.get().has("number")) {
                    return Optional.of(place);
                }
                String code = line.get().remove("code").getAsString();
                long found = line.get().get("number").getAsLong();
                boolean first = expected == 0;
                boolean begins = first && found > 1; // what came before was rotated away
                if (!begins
                        && (!MessageDigest.isEqual(
                                        code.getBytes(StandardCharsets.UTF_8),
                                        code(before, GSON.toJson(line.get())).getBytes(StandardCharsets.UTF_8))
                                || found != expected + 1)) {
                    return Optional.of(place);
                }
                before = code;
                expected = found;
            }
        }
        return expected == number ? Optional.empty() : Optional.of(NAME + ": lines are missing at the end");
    }

    /** A line as the file has it. */
    private static final class Line {
        private long number;
        private String time;
        private String who;
        private String from;
        private String what;
        private String outcome;

        private Entry entry() {
            return new Entry(number, time, who, from, what, outcome);
        }
    }

    private void rotate(Path file) throws IOException {
        Files.deleteIfExists(numbered(FILES - 1));
        for (int i = FILES - 2; i >= 1; i--) {
            if (Files.exists(numbered(i))) {
                Files.move(numbered(i), numbered(i + 1), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Files.move(file, numbered(1), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path numbered(int i) {
        return folder.resolve(NAME + "." + i);
    }

    /** The oldest first. */
    private List<Path> files() {
        List<Path> found = new ArrayList<>();
        for (int i = FILES - 1; i >= 1; i--) {
            if (Files.exists(numbered(i))) {
                found.add(numbered(i));
            }
        }
        if (Files.exists(folder.resolve(NAME))) {
            found.add(folder.resolve(NAME));
        }
        return found;
    }

    /** Without a line that the power went away on: nothing that was answered is in it. */
    private static List<String> whole(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    private static long endOfWholeLines(FileChannel channel) throws IOException {
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

    private static Optional<JsonObject> parsed(String line) {
        try {
            return Optional.of(JsonParser.parseString(line).getAsJsonObject());
        } catch (JsonParseException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    private static String shortened(String text) {
        return text.length() <= 300 ? text : text.substring(0, 300) + "…";
    }

    private String code(String before, String line) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(before.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(line.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", e);
        }
    }
}
