package org.metergate.dashboard.access;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * From where to where the audit log reaches, in a file of its own with a code over it: what is cut off the log, at either
 * end, is missed.
 */
final class AuditSeal {

    static final String FILE = "audit-seal.json";

    /** Keeps its codes apart from those of the log's lines, which begin with a brace or another code. */
    private static final String PURPOSE = "seal of the audit log: ";

    /**
     * What the log holds.
     *
     * @param oldest number of a line that is still kept, 1 or more: none before it is promised
     * @param before code of the line before that one, empty before the first
     * @param newest number of the last line, 0 without any
     * @param code of the last line
     */
    record Head(long oldest, String before, long newest, String code) {}

    /** What the file holds. */
    private static final class Stored {
        private long oldest;
        private String before = "";
        private long newest;
        private String last = "";
        private String code = "";

        private String text() {
            return oldest + " " + before + " " + newest + " " + last;
        }
    }

    private final StoredJson<Stored> file;
    private final Hmac codes;

    AuditSeal(Path folder, Hmac codes) {
        this.file = new StoredJson<>(folder.resolve(FILE), Stored.class);
        this.codes = codes;
    }

    /** @return the head as it was sealed; empty if the seal is missing, damaged or was not made here */
    Optional<Head> head() {
        try {
            return file.load()
                    .filter(one -> one.before != null && one.last != null && one.code != null)
                    .filter(one -> codes.matches(one.code, PURPOSE, one.text()))
                    .map(one -> new Head(one.oldest, one.before, one.newest, one.last));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** @throws IOException if it could not be written: then the seal before stands */
    void close(Head head) throws IOException {
        Stored stored = new Stored();
        stored.oldest = head.oldest();
        stored.before = head.before();
        stored.newest = head.newest();
        stored.last = head.code();
        stored.code = codes.of(PURPOSE, stored.text());
        file.store(stored);
    }
}
