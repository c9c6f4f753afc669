package org.metergate.dashboard.model;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.metergate.dashboard.model.Finding.Acknowledgement;

/**
 * The findings of all meters, in memory and in {@code findings.jsonl}. What the wires bring is in memory at once and on the
 * disk with the next {@link #flush}, so that no wire waits for a disk; an acknowledgement is on the disk before it counts. Any
 * thread.
 */
public final class Findings {

    /** Findings that are kept; of those beyond, the oldest that is acknowledged goes first, then the oldest. */
    public static final int MOST = 2000;

    /**
     * Which findings.
     *
     * @param meter empty for all
     * @param from findings that ended before are left out
     * @param to findings that began then or later are left out
     * @param acknowledged empty for either
     */
    public record Wanted(Optional<String> meter, Instant from, Instant to, Optional<Boolean> acknowledged)
            implements Predicate<Finding> {

        @Override
        public boolean test(Finding one) {
            return meter.map(one.meter()::equals).orElse(true)
                    && !one.end().isBefore(from)
                    && one.start().isBefore(to)
                    && acknowledged
                            .map(wanted -> wanted == one.acknowledged().isPresent())
                            .orElse(true);
        }
    }

    private final int most;
    private final Object disk = new Object();
    private final Journal journal;
    private final Map<String, Finding> findings = new LinkedHashMap<>();
    private final List<JsonObject> unwritten = new ArrayList<>();
    private final List<Consumer<Finding>> listeners = new CopyOnWriteArrayList<>();

    /** @param folder is made when there is something to keep */
    public Findings(Path folder) {
        this(folder, MOST);
    }

    Findings(Path folder, int most) {
        this.most = most;
        this.journal = new Journal(folder.resolve("findings.jsonl"));
    }

    /**
     * Takes what is on the disk; what came meanwhile follows it.
     *
     * @throws IOException if the file is damaged: then it is called {@code findings.jsonl.bad} from now on, and what of it
     *     can be read is kept; or if it cannot be read at all
     */
    public void load() throws IOException {
        synchronized (disk) {
            Optional<Path> damaged;
            synchronized (this) {
                List<Finding> came = List.copyOf(findings.values());
                findings.clear();
                damaged = journal.read(this::take);
                came.forEach(one -> findings.putIfAbsent(one.id(), one));
                bound();
            }
            if (damaged.isPresent()) {
                throw new IOException(damaged.get() + " was damaged; what of it could be read is kept");
            }
        }
    }

    private void take(JsonObject line) {
        if (line.has("finding") && line.get("finding").isJsonObject()) {
            Finding one = FindingJson.finding(line.getAsJsonObject("finding"));
            findings.put(one.id(), one);
            bound();
        } else if (line.has("id") && line.has("acknowledged")) {
            JsonElement by = line.get("acknowledged");
            Optional<Acknowledgement> given =
                    by.isJsonNull() ? Optional.empty() : Optional.of(FindingJson.acknowledgement(by.getAsJsonObject()));
            findings.computeIfPresent(line.get("id").getAsString(), (id, one) -> one.with(given));
        } else {
            throw new IllegalArgumentException("neither a finding nor an acknowledgement");
        }
    }

    /**
     * Remembers a finding and tells the listeners, on the thread of the caller.
     *
     * @return whether it is a new one: then it should be flushed
     */
    public boolean add(Finding found) {
        synchronized (this) {
            if (findings.containsKey(found.id())) {
                return false;
            }
            findings.put(found.id(), found);
            bound();
            unwritten.add(line(found));
            if (unwritten.size() > most) {
                unwritten.remove(0); // the disk is full or broken
            }
        }
        listeners.forEach(one -> one.accept(found));
        return true;
    }

    private void bound() {
        if (findings.size() > most) {
            String first = findings.values().stream()
                    .filter(one -> one.acknowledged().isPresent())
                    .findFirst()
                    .map(Finding::id)
                    .orElseGet(() -> findings.keySet().iterator().next());
            findings.remove(first);
        }
    }

    /** @throws IOException if what is new could not be written: it is tried again with the next flush */
    public void flush() throws IOException {
        synchronized (disk) {
            List<JsonObject> lines;
            synchronized (this) {
                lines = List.copyOf(unwritten);
            }
            if (journal.lines() + lines.size() > 3 * most) {
                List<JsonObject> all = new ArrayList<>();
                synchronized (this) {
                    findings.values().forEach(one -> all.add(line(one)));
                    lines = List.copyOf(unwritten);
                }
                journal.rewrite(all);
            } else {
                journal.append(lines);
            }
            synchronized (this) {
                unwritten.removeAll(lines);
            }
        }
    }

    private static JsonObject line(Finding one) {
        JsonObject line = new JsonObject();
        line.add("finding", FindingJson.of(one));
        return line;
    }

    /**
     * Notes that somebody took notice, or takes that back, and tells the listeners.
     *
     * @param acknowledgement empty to take it back
     * @return the finding as it is now; empty if there is none of that id
     * @throws IOException if it could not be written: then nothing has changed
     */
    public Optional<Finding> acknowledge(String id, Optional<Acknowledgement> acknowledgement) throws IOException {
        Finding changed;
        synchronized (disk) {
            flush();
            Optional<Finding> before = find(id);
            if (before.isEmpty()) {
                return Optional.empty();
            }
            JsonObject line = new JsonObject();
            line.addProperty("id", id);
            line.add("acknowledged", acknowledgement.map(FindingJson::of).orElse(JsonNull.INSTANCE));
            journal.append(List.of(line));
            changed = before.get().with(acknowledgement);
            synchronized (this) {
                findings.replace(id, changed);
            }
        }
        listeners.forEach(one -> one.accept(changed));
        return Optional.of(changed);
    }

    public synchronized Optional<Finding> find(String id) {
        return Optional.ofNullable(findings.get(id));
    }

    /** @return those that are wanted, the latest beginning first */
    public List<Finding> all(Wanted wanted) {
        List<Finding> all;
        synchronized (this) {
            all = new ArrayList<>(findings.values());
        }
        return all.stream()
                .filter(wanted)
                .sorted(Comparator.comparing(Finding::start).reversed().thenComparing(Finding::id))
                .toList();
    }

    /** @param listener is told of every finding that is new or changed; must not wait and not throw */
    public void listen(Consumer<Finding> listener) {
        listeners.add(listener);
    }

    public void ignore(Consumer<Finding> listener) {
        listeners.remove(listener);
    }
}
