package org.metergate.analysis.finding;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;

/**
 * One event, told once, as soon as it is certain.
 *
 * @param cause what it is
 * @param channel that shows it; empty if it concerns the meter as a whole
 * @param start first row that shows it; for causes judged by whole days, the beginning of the first
 * @param end latest row that showed it when it became certain; the event may last longer
 * @param severity 0 (barely beyond the usual) to 1
 * @param rows up to eight rows that show it, in order, the last usual one before them where there is one
 */
public record Finding(Cause cause, String channel, Instant start, Instant end, double severity, List<Evidence> rows)
        implements Serializable {

    /** @throws IllegalArgumentException if severity is not 0 to 1 or the end is before the start */
    public Finding {
        if (!(severity >= 0 && severity <= 1)) {
            throw new IllegalArgumentException("severity is " + severity + "; expected 0 to 1");
        }
        if (end.isBefore(start)) {
            throw new IllegalArgumentException("it ends at " + end + ", before it starts at " + start);
        }
        rows = List.copyOf(rows);
    }

    /** @return the check to make */
    public String check() {
        return cause.check();
    }
}
