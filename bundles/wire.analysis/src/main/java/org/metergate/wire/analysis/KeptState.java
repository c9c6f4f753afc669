package org.metergate.wire.analysis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a component remembers, and when it goes to disk. One thread at a time. */
public final class KeptState {
    private static final Logger LOG = LoggerFactory.getLogger(KeptState.class);

    /** What is remembered, as it stands in the file. */
    public interface Content {
        /**
         * @return lines without line ends
         * @throws IOException if it cannot be put into words
         */
        List<String> lines() throws IOException;
    }

    /** Takes back what was written. */
    public interface Restored {
        /**
         * @param lines as they were written
         * @throws IOException if they are no state of this version
         * @throws IllegalArgumentException likewise
         */
        void take(List<String> lines) throws IOException;
    }

    private final Clock clock;
    private final String name;
    private Optional<StateFile> file = Optional.empty();
    private Instant saved;
    private boolean unsaved;
    private boolean unwritable;

    /**
     * @param name of the component, which becomes that of the file
     * @param clock of the gateway
     */
    public KeptState(String name, Clock clock) {
        this.name = name;
        this.clock = clock;
        this.saved = clock.instant();
    }

    /**
     * Reads what was written last; what cannot be read is told, and the component begins anew.
     *
     * @param folder where the file is; of a gateway without a place for data nothing is kept
     * @param restored takes the lines
     */
    public void load(Optional<Path> folder, Restored restored) {
        if (folder.isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(folder.get());
            StateFile mine = new StateFile(folder.get().resolve(name.replaceAll("[^A-Za-z0-9.-]", "_") + ".txt"));
            file = Optional.of(mine);
            Optional<List<String>> lines = mine.read();
            if (lines.isPresent()) {
                restored.take(lines.get());
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("{} begins anew, its state cannot be read: {}", name, e.getMessage());
        }
    }

    /** Lets the first change be saved at once. Returns this. */
    public KeptState savingTheFirst() {
        saved = Instant.EPOCH;
        return this;
    }

    /** Notes that there is something to save. */
    public void changed() {
        unsaved = true;
    }

    /** Saves what has changed, if the last time is at least so long ago. */
    public void saveAfter(Duration least, Content content) {
        if (unsaved && Duration.between(saved, clock.instant()).compareTo(least) >= 0) {
            save(content);
        }
    }

    /** Saves what has changed; to be called at the end. */
    public void save(Content content) {
        saved = clock.instant();
        if (file.isEmpty() || !unsaved) {
            return;
        }
        try {
            file.get().write(content.lines());
            unsaved = false;
            unwritable = false;
        } catch (IOException e) {
            if (!unwritable) {
                unwritable = true;
                LOG.error("{} cannot keep its state: {}; others are not logged", name, e.toString());
            }
        }
    }

    /** @return whether everything is on disk, or there is no disk */
    public boolean isSaved() {
        return !unsaved || file.isEmpty();
    }
}
