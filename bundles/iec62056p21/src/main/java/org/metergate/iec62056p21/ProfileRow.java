package org.metergate.iec62056p21;

import java.time.Instant;
import java.util.List;

/**
 * One row of a load profile or a log.
 *
 * @param time when it held, by the meter's clock: the end of the period of a load profile
 * @param status as the meter wrote it, hexadecimal digits; empty if it gave none
 * @param values a data set for each channel, its address the channel's
 */
public record ProfileRow(Instant time, String status, List<DataSet> values) {
    /** Keeps its own copy. */
    public ProfileRow {
        values = List.copyOf(values);
    }
}
