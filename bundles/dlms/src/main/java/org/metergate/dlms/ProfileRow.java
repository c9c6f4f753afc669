package org.metergate.dlms;

import java.time.Instant;
import java.util.List;

/**
 * A row of a load profile.
 *
 * @param time when it was captured, in UTC
 * @param status the clock status of its time; 255 if it is not specified
 * @param values one for each column but the time, in the order of the columns
 */
public record ProfileRow(Instant time, int status, List<Data> values) {

    /** Keeps the values as they are. */
    public ProfileRow {
        values = List.copyOf(values);
    }
}
