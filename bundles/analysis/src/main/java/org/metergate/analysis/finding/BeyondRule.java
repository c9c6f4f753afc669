package org.metergate.analysis.finding;

import java.util.List;

/** A power factor below, or a distortion above, all that was learnt, for at least four rows. */
final class BeyondRule implements Rule {
    private static final long serialVersionUID = 1L;
    private static final int SETTLED_ROWS = 192;
    private static final int FEWEST = 4;
    private static final double FORGET = 0.0005;

    /** Collapse: this much below the least, and below {@link #POOR}. */
    private static final double COLLAPSE = 0.05;

    private static final double POOR = 0.8;

    /** Rise: this many times the greatest, and this many percent more. */
    private static final double RISE_TIMES = 1.3;

    private static final double RISE_PERCENT = 1;

    private final String channel;
    private final Cause cause;
    private final Trail trail = new Trail();
    private int rows;
    private double mean;
    private double extreme = Double.NaN;
    private boolean told;

    BeyondRule(String channel, Cause cause) {
        this.channel = channel;
        this.cause = cause;
    }

    @Override
    public void accept(Row row, List<Finding> found) {
        double value = Math.abs(row.value(channel));
        if (Double.isNaN(value)) {
            return;
        }
        double limit = cause == Cause.THD_RISE
                ? Math.max(extreme * RISE_TIMES, extreme + RISE_PERCENT)
                : Math.min(POOR, extreme - COLLAPSE);
        boolean beyond = rows >= SETTLED_ROWS && (cause == Cause.THD_RISE ? value > limit : value < limit);
        if (beyond) {
            trail.unusual(row.time(), channel, value);
            if (!told && trail.count() >= FEWEST) {
                told = true;
                double severity = cause == Cause.THD_RISE ? Rule.severity(value, limit) : Math.min(1, 1 - value);
                found.add(trail.finding(cause, channel, severity));
            }
            return;
        }
        trail.usual(row.time(), channel, value);
        told = false;
        rows = Math.min(rows + 1, 2000);
        mean += (value - mean) / rows;
        boolean further = Double.isNaN(extreme) || (cause == Cause.THD_RISE ? value > extreme : value < extreme);
        extreme = further ? value : extreme + FORGET * (mean - extreme);
    }
}
