package org.metergate.dashboard.model;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Notes on the meters, in memory and in {@code notes.jsonl}. Any thread. */
public final class Notes {

    /** Characters of a note. */
    public static final int TEXT = 2000;

    /** Notes on one meter. */
    public static final int OF_METER = 100;

    /** Notes on all meters. */
    public static final int MOST = 2000;

    private final Journal journal;
    private final SecureRandom random;
    private final Map<String, Note> notes = new LinkedHashMap<>();

    Notes(Path folder, SecureRandom random) {
        this.journal = new Journal(folder.resolve("notes.jsonl"));
        this.random = random;
    }

    /**
     * @throws IOException if the file is damaged: then it is called {@code notes.jsonl.bad} from now on, and what of it can
     *     be read is kept
     */
    synchronized void load() throws IOException {
        notes.clear();
        Optional<Path> damaged = journal.read(this::take);
        if (damaged.isPresent()) {
            throw new IOException(damaged.get() + " was damaged; what of it could be read is kept");
        }
    }

    private void take(JsonObject line) {
        try {
            if (line.has("deleted")) {
                notes.remove(line.get("deleted").getAsString());
                return;
            }
            Note one = new Note(
                    line.get("id").getAsString(),
                    line.get("meter").getAsString(),
                    line.get("text").getAsString(),
                    line.get("author").getAsString(),
                    Instant.parse(line.get("time").getAsString()));
            notes.put(one.id(), one);
        } catch (NullPointerException | IllegalStateException | UnsupportedOperationException | DateTimeException e) {
            throw new IllegalArgumentException("a line is no note", e);
        }
    }

    /** @return the notes on a meter, the newest first */
    public synchronized List<Note> of(String meter) {
        List<Note> found = new ArrayList<>();
        notes.values().stream().filter(one -> one.meter().equals(meter)).forEach(one -> found.add(0, one));
        return found;
    }

    /**
     * @throws IllegalArgumentException if there are too many
     * @throws IOException if it could not be written: then it is not there
     */
    public synchronized Note add(String meter, String text, String author, Instant time) throws IOException {
        if (of(meter).size() >= OF_METER) {
            throw new IllegalArgumentException("there are " + OF_METER + " notes on this meter: delete one first");
        }
        if (notes.size() >= MOST) {
            throw new IllegalArgumentException("there are " + MOST + " notes on all meters: delete one first");
        }
        byte[] id = new byte[9];
        random.nextBytes(id);
        Note made = new Note(Base64.getUrlEncoder().encodeToString(id), meter, text, author, time);
        journal.append(List.of(line(made)));
        notes.put(made.id(), made);
        return made;
    }

    /**
     * @return the note that was deleted; empty if there is none of that id on that meter
     * @throws IOException if that could not be written: then it is still there
     */
    public synchronized Optional<Note> delete(String meter, String id) throws IOException {
        Optional<Note> found =
                Optional.ofNullable(notes.get(id)).filter(one -> one.meter().equals(meter));
        if (found.isPresent()) {
            JsonObject line = new JsonObject();
            line.addProperty("deleted", id);
            journal.append(List.of(line));
            notes.remove(id);
            if (journal.lines() > 2 * MOST) {
                journal.rewrite(notes.values().stream().map(Notes::line).toList());
            }
        }
        return found;
    }

    private static JsonObject line(Note one) {
        JsonObject line = json(one);
        line.addProperty("meter", one.meter());
        return line;
    }

    /** @return the note as it is told: without its meter */
    public static JsonObject json(Note one) {
        JsonObject json = new JsonObject();
        json.addProperty("id", one.id());
        json.addProperty("text", one.text());
        json.addProperty("author", one.author());
        json.addProperty("time", one.time().toString());
        return json;
    }
}
