package org.metergate.analysis.finding;

import java.io.Serializable;
import java.util.List;

/** Looks for causes in one meter or one of its channels; remembers what it must, within bounds. */
interface Rule extends Serializable {
    /**
     * Takes the next row.
     *
     * @param row whose time is later than the one before, except for rules of time
     * @param found takes what became certain
     */
    void accept(Row row, List<Finding> found);

    /** @return how severe an excess of a limit is: 0 at the limit, 0.5 at twice, towards 1 */
    static double severity(double value, double limit) {
        double times = Math.abs(value) / Math.max(Math.abs(limit), Double.MIN_NORMAL);
        return Math.max(0, Math.min(1, 1 - 1 / Math.max(times, 1)));
    }
}
