package org.metergate.analysis.finding;

import java.util.List;

/** A phase that delivers power although it only ever took it. */
final class ReversedRule implements Rule {
    private static final long serialVersionUID = 1L;
    private static final int SETTLED_ROWS = 192;
    private static final int FEWEST = 8;
    private static final double EVER = 0.01;
    private static final double PLAUSIBLE = 0.05;

    private final String channel;
    private final Trail trail = new Trail();
    private int rows;
    private int negative;
    private double mean;
    private boolean told;

    ReversedRule(String channel) {
        this.channel = channel;
    }

    /** @return whether the channel is suspected, or known, to be reversed */
    boolean suspected() {
        return trail.count() > 0;
    }

    @Override
    public void accept(Row row, List<Finding> found) {
        double value = row.value(channel);
        if (Double.isNaN(value)) {
            return;
        }
        boolean settled = rows >= SETTLED_ROWS && negative <= EVER * rows;
        if (value < -PLAUSIBLE * mean && settled) {
            trail.unusual(row.time(), channel, value);
            if (!told && trail.count() >= FEWEST) {
                told = true;
                found.add(trail.finding(Cause.REVERSED_CT, channel, 0.8));
            }
            return;
        }
        if (value > 0 || !settled) {
            trail.usual(row.time(), channel, value);
            told = false;
            rows = Math.min(rows + 1, 1_000_000);
            negative += value < 0 ? 1 : 0;
            mean += (value - mean) / Math.min(rows, 2000);
        }
    }
}
