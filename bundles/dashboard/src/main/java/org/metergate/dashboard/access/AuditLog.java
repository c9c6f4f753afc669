package org.metergate.dashboard.access;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.metergate.dashboard.files.WholeLines;

/**
 * Who did what: one line of JSON for each act, on the disk before it is answered. Each line is numbered and carries a code
 * (HMAC-SHA-256) over itself and the code of the line before, and a {@link AuditSeal seal} tells from where to where the log
 * reaches: a line that was changed, taken out, moved or cut off is found by {@link #verify}. Files rotate; the oldest goes.
 * Any thread.
 */
final class AuditLog {

    /** Size after which a new file begins. */
    static final int FILE_BYTES = 1 << 20;

    /** Files that are kept, that of now included. */
    static final int FILES = 10;

    /** What the log itself does when it has to go on without a seal that holds. */
    static final String RESEALED = "seal the audit log anew";

    private static final String NAME = "audit.log";
    private static final Gson GSON = new Gson();

    private final Path folder;
    private final Clock clock;
    private final Hmac codes;
    private final AuditSeal seal;
    private final int fileBytes;
    private long oldest = 1;
    private String before = "";
    private long number;
    private String last = "";

    /** @param fresh whether nothing was ever noted with this key */
    private AuditLog(Path folder, Clock clock, byte[] key, int fileBytes, boolean fresh) throws IOException {
        this.folder = folder;
        this.clock = clock;
        this.codes = new Hmac(key);
        this.seal = new AuditSeal(folder, codes);
        this.fileBytes = fileBytes;
        Files.createDirectories(folder);
        findEnd();
        if (fresh) {
            seal.close(head());
            return;
        }
        Optional<AuditSeal.Head> sealed = seal.head();
        if (sealed.isEmpty()) {
            note("", "", RESEALED, "the seal was missing or had been changed");
            return;
        }
        oldest = sealed.get().oldest();
        before = sealed.get().before();
        if (number < sealed.get().newest()) { // what was cut off is not numbered again, so that the gap stays
            number = sealed.get().newest();
            last = sealed.get().code();
        }
    }

    /**
     * A log that begins.
     *
     * @param key of the codes, 32 bytes, used by no log before
     * @param fileBytes after which a new file begins
     * @throws IOException if what is there cannot be read, or nothing can be written
     */
    static AuditLog begin(Path folder, Clock clock, byte[] key, int fileBytes) throws IOException {
        return new AuditLog(folder, clock, key, fileBytes, true);
    }

    /** As {@link #begin}, for a log that goes on. */
    static AuditLog open(Path folder, Clock clock, byte[] key, int fileBytes) throws IOException {
        return new AuditLog(folder, clock, key, fileBytes, false);
    }

    private void findEnd() throws IOException {
        List<Path> files = files();
        for (int i = files.size() - 1; i >= 0 && number == 0; i--) {
            List<String> lines = WholeLines.read(files.get(i));
            if (!lines.isEmpty()) {
                JsonObject end = parsed(lines.get(lines.size() - 1)).orElse(new JsonObject());
                number = number(end).orElse((long) lines.size());
                last = text(end, "code");
            }
        }
    }

    private AuditSeal.Head head() {
        return new AuditSeal.Head(oldest, before, number, last);
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
        String code = codes.of(last, GSON.toJson(line));
        line.addProperty("code", code);
        Path file = folder.resolve(NAME);
        if (Files.exists(file) && Files.size(file) >= fileBytes) {
            rotate(file);
        }
        WholeLines.append(file, GSON.toJson(line) + "\n");
        number++;
        last = code;
        seal.close(head());
    }

    /**
     * @param most entries
     * @return the newest, the newest first
     */
    synchronized List<Act> newest(int most) throws IOException {
        List<Act> found = new ArrayList<>();
        List<Path> files = files();
        for (int i = files.size() - 1; i >= 0 && found.size() < most; i--) {
            List<String> lines = WholeLines.read(files.get(i));
            for (int j = lines.size() - 1; j >= 0 && found.size() < most; j--) {
                parsed(lines.get(j)).ifPresent(line -> found.add(act(line)));
            }
        }
        return found;
    }

    /**
     * Looks whether every line that was written and not rotated away is there, as it was written and at its place.
     *
     * @return where that is not so, as {@code file:line} or a file and what is wrong with it; empty if all is well
     */
    synchronized Optional<String> verify() throws IOException {
        Optional<AuditSeal.Head> head = seal.head();
        if (head.isEmpty()) {
            return Optional.of(AuditSeal.FILE + ": it is missing, or not as it was written");
        }
        String previous = "";
        long expected = 0;
        Optional<String> resealed = Optional.empty();
        for (Path file : files()) {
            int at = 0;
            for (String text : WholeLines.read(file)) {
                at++;
                String place = file.getFileName() + ":" + at;
                JsonObject line = parsed(text).orElse(new JsonObject());
                Optional<Long> found = number(line);
                String code = text(line, "code");
                if (found.isEmpty() || code.isEmpty()) {
                    return Optional.of(place);
                }
                if (expected == 0 && found.get() > head.get().oldest()) {
                    return Optional.of(place + ": lines are missing before it");
                }
                if (found.get() == head.get().oldest()) {
                    previous = head.get().before();
                } else if (expected == 0) { // to be rotated away when the power went: good for nothing, and no harm
                    expected = found.get();
                    previous = code;
                    continue;
                }
                line.remove("code");
                if (expected != 0 && found.get() != expected + 1 || !codes.matches(code, previous, GSON.toJson(line))) {
                    return Optional.of(place);
                }
                if (resealed.isEmpty() && text(line, "what").equals(RESEALED)) {
                    resealed = Optional.of(place + ": the seal was missing or had been changed");
                }
                previous = code;
                expected = found.get();
            }
        }
        return expected == number && head.get().newest() <= number
                ? resealed
                : Optional.of(NAME + ": lines are missing at the end");
    }

    /** The texts of a line; what was damaged in it is empty. */
    private static Act act(JsonObject line) {
        return new Act(
                number(line).orElse(0L),
                text(line, "time"),
                text(line, "who"),
                text(line, "from"),
                text(line, "what"),
                text(line, "outcome"));
    }

    private static Optional<Long> number(JsonObject line) {
        try {
            return line.has("number") ? Optional.of(line.get("number").getAsLong()) : Optional.empty();
        } catch (NumberFormatException | UnsupportedOperationException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    private static String text(JsonObject line, String field) {
        return line.has(field) && line.get(field).isJsonPrimitive()
                ? line.get(field).getAsString()
                : "";
    }

    /** The seal first: after a power cut between the two, the log holds more than was promised, never less. */
    private void rotate(Path file) throws IOException {
        Path gone = numbered(FILES - 1);
        if (Files.exists(gone)) {
            List<String> lines = WholeLines.read(gone);
            Optional<JsonObject> end = lines.isEmpty() ? Optional.empty() : parsed(lines.get(lines.size() - 1));
            if (end.flatMap(AuditLog::number).isPresent()) {
                oldest = number(end.get()).orElse(0L) + 1;
                before = text(end.get(), "code");
            }
            seal.close(head());
            Files.delete(gone);
        }
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
}
