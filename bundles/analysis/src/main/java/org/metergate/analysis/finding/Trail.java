package org.metergate.analysis.finding;

import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Rows that may become evidence: the last usual one, and up to seven since. */
final class Trail implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 8;

    private final ArrayList<Evidence> rows = new ArrayList<>();
    private Evidence usual;
    private Instant start;
    private Instant end;
    private int count;

    void usual(Instant time, String channel, double value) {
        usual = new Evidence(time, channel, value);
        rows.clear();
        count = 0;
    }

    /** Forgets all: something else explains it. */
    void clear() {
        usual = null;
        rows.clear();
        count = 0;
    }

    /** What was unusual was not yet this: the last usual row stays. */
    void restart() {
        rows.clear();
        count = 0;
    }

    void unusual(Instant time, String channel, double value) {
        if (count == 0) {
            start = time;
            if (usual != null) {
                rows.add(usual);
            }
        }
        end = time;
        count++;
        if (rows.size() < LONGEST) {
            rows.add(new Evidence(time, channel, value));
        }
    }

    /** @return unusual rows in a row */
    int count() {
        return count;
    }

    Instant start() {
        return start;
    }

    Instant end() {
        return end;
    }

    List<Evidence> rows() {
        return List.copyOf(rows);
    }

    Finding finding(Cause cause, String channel, double severity) {
        return new Finding(cause, channel, start, end, severity, rows);
    }
}
