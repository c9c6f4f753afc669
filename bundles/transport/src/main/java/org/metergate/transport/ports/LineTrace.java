package org.metergate.transport.ports;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import org.metergate.transport.LineAddress;
import org.metergate.transport.Lines;
import org.metergate.transport.TraceEntry;
import org.metergate.transport.TraceEntry.Kind;
import org.metergate.transport.TraceSlice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last things that happened on one line, for people. Any thread may call. */
final class LineTrace {
    private static final Logger LOG = LoggerFactory.getLogger(LentLine.class); // the name that the README promises
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final LineAddress address;
    private final Clock clock;
    private final Deque<TraceEntry> entries = new ArrayDeque<>();
    private long last;

    LineTrace(LineAddress address, Clock clock) {
        this.address = address;
        this.clock = clock;
    }

    /** Notes bytes of the wire; those that the mask covers do not leave this call. */
    void bytes(Kind kind, byte[] bytes, int count, Mask mask) {
        int shown = Math.min(count, Lines.TRACE_BYTES);
        StringBuilder text = new StringBuilder(3 * shown + 16);
        for (int i = 0; i < shown; i++) {
            text.append(i == 0 ? "" : " ").append(mask.hides(i) ? "**" : HEX.toHexDigits(bytes[i]));
        }
        if (count > shown) {
            text.append(" +").append(count - shown).append(" bytes");
        }
        note(kind, count, text.toString());
    }

    /** Notes anything else. */
    void event(Kind kind, String text) {
        note(kind, 0, text);
    }

    /** @return the entries, oldest first */
    synchronized List<TraceEntry> entries() {
        return List.copyOf(entries);
    }

    /** @return the entries after the one with that number; all of them if there is none with it yet */
    synchronized TraceSlice after(long number) {
        long first = last - entries.size() + 1;
        long from = number > last ? first : Math.max(first, number + 1);
        return new TraceSlice(from, entries.stream().skip(from - first).toList());
    }

    private synchronized void note(Kind kind, int count, String text) {
        if (entries.size() == Lines.TRACE_ENTRIES) {
            entries.removeFirst();
        }
        last++;
        entries.addLast(new TraceEntry(clock.instant(), kind, count, text));
        LOG.trace("{} {} {}", address, kind, text);
    }

    /** Tells which bytes of a frame nobody may read. */
    @FunctionalInterface
    interface Mask {
        /** Hides nothing. */
        Mask NONE = index -> false;

        boolean hides(int index);
    }
}
