package org.metergate.transport;

import java.util.List;

/**
 * Entries of a trace that follow each other.
 *
 * @param first number of the first entry, from 1 on; the others count on from there. Numbers begin anew when a line that
 *     nobody claimed is claimed again
 * @param entries oldest first
 */
public record TraceSlice(long first, List<TraceEntry> entries) {

    /** Keeps its own copy. */
    public TraceSlice {
        entries = List.copyOf(entries);
    }

    /** @return number of the last entry; {@code first - 1} if there is none */
    public long last() {
        return first + entries.size() - 1;
    }
}
