package org.metergate.dashboard.model;

import java.io.IOException;
import java.nio.file.Path;

/** The history on disk: one file with a CRC-32C at its end, replaced whole. One thread at a time. */
public final class HistoryFile {

    private static final int MAGIC = 0x4D474831; // MGH1

    private final CheckedFile file;

    /** @param folder is made if it is not there */
    public HistoryFile(Path folder) {
        this.file = new CheckedFile(folder.resolve("history.bin"), MAGIC);
    }

    /** @throws IOException if it cannot be written: the file before is still there */
    public void save(History history) throws IOException {
        file.save(history::write);
    }

    /**
     * Loads what was saved, if anything was.
     *
     * @throws IOException if the file is damaged: then it is called {@code history.bin.bad} from now on, and nothing of it is
     *     taken
     */
    public void load(History history) throws IOException {
        file.load(history::read);
    }
}
