package org.metergate.analysis.finding;

import java.util.List;

/** A measured value that repeats to the last digit much longer than it ever did. */
final class RepeatRule implements Rule {
    private static final long serialVersionUID = 1L;
    private static final int SETTLED_ROWS = 192;
    private static final int FORGET_ROWS = 20_000;
    private static final int FEWEST = 12;
    private static final int TIMES = 4;
    private static final int TOO_STEADY = 48;

    private final String channel;
    private final Trail trail = new Trail();
    private double last = Double.NaN;
    private int rows;
    private int changes;
    private int longest = 1;
    private boolean told;

    RepeatRule(String channel) {
        this.channel = channel;
    }

    /** Forgets a suspicion: something else explains it. */
    void explained() {
        last = Double.NaN;
        trail.clear();
    }

    @Override
    public void accept(Row row, List<Finding> found) {
        double value = row.value(channel);
        if (Double.isNaN(value)) {
            return;
        }
        rows++;
        if (rows > FORGET_ROWS) {
            rows /= 2;
            changes /= 2;
        }
        if (value != last || value == 0) {
            longest = told ? longest : Math.max(longest, trail.count());
            changes++;
            trail.usual(row.time(), channel, value);
            told = false;
        } else {
            trail.unusual(row.time(), channel, value);
            if (!told
                    && rows > SETTLED_ROWS
                    && changes > rows / 4
                    && longest < TOO_STEADY
                    && trail.count() >= Math.max(FEWEST, TIMES * longest)) {
                told = true;
                found.add(trail.finding(Cause.STUCK_REGISTER, channel, 0.5));
            }
        }
        last = value;
    }
}
