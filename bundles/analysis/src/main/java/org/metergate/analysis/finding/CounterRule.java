package org.metergate.analysis.finding;

import java.util.List;

/** Rollover, a register set back, and a register that stands still while power flows or for longer than it ever did. */
final class CounterRule implements Rule {
    private static final long serialVersionUID = 1L;
    private static final double NEAR_THE_END = 0.9;
    private static final double NEAR_THE_START = 0.1;
    private static final double BINARY = 4294967296.0;
    private static final double KILO = 1000;
    private static final double SETTLED_HOURS = 72;

    /** A counter that never stood still for so long belongs to something that never stops. */
    private static final double STEADY_HOURS = 2;

    private static final double LONGEST_TIMES = 3;

    /** Without power as a witness, people may be away for so long. */
    private static final double AWAY_HOURS = 14 * 24;

    private static final int FEWEST_ROWS = 4;

    private final String channel;
    private final Trail trail = new Trail();
    private double last = Double.NaN;
    private double hours;
    private double standing;
    private double longest;
    private double smallest = Double.MAX_VALUE;
    private double counted;
    private double worked;
    private double uncounted;
    private boolean told;

    CounterRule(String channel) {
        this.channel = channel;
    }

    @Override
    public void accept(Row row, List<Finding> found) {
        double value = row.value(channel);
        if (Double.isNaN(value)) {
            return;
        }
        double delta = value - last;
        double hoursSince = Math.min(row.hours(), 24);
        if (delta < 0) {
            found.add(new Finding(
                    rolledOver(value) ? Cause.ROLLOVER : Cause.REGISTER_SET_BACK,
                    channel,
                    row.time().minus(row.since()),
                    row.time(),
                    rolledOver(value) ? 0.1 : 0.8,
                    List.of(
                            new Evidence(row.time().minus(row.since()), channel, last),
                            new Evidence(row.time(), channel, value))));
            moved(row, value);
        } else if (delta > 0) {
            learn(row, delta, hoursSince);
            moved(row, value);
        } else if (delta == 0) {
            stand(row, value, hoursSince, found);
        } else {
            moved(row, value);
        }
        last = value;
    }

    private boolean rolledOver(double value) {
        double limit = Math.pow(10, Math.ceil(Math.log10(Math.max(last, 1))));
        return rolledOver(value, limit) || rolledOver(value, BINARY) || rolledOver(value, BINARY / KILO);
    }

    private boolean rolledOver(double value, double limit) {
        return last >= NEAR_THE_END * limit && last <= limit && value <= NEAR_THE_START * limit;
    }

    private void learn(Row row, double delta, double hoursSince) {
        hours += hoursSince;
        smallest = Math.min(smallest, delta);
        if (!told) {
            longest = Math.max(longest * 0.9999, standing);
            if (row.total().isPresent()) {
                counted += delta;
                worked += uncounted + work(row, hoursSince);
            }
        }
    }

    private void moved(Row row, double value) {
        standing = 0;
        uncounted = 0;
        told = false;
        trail.usual(row.time(), channel, value);
    }

    private void stand(Row row, double value, double hoursSince, List<Finding> found) {
        standing += hoursSince;
        hours += hoursSince;
        uncounted += work(row, hoursSince);
        trail.unusual(row.time(), channel, value);
        if (told || hours < SETTLED_HOURS || counted <= 0 && longest <= 0) {
            return;
        }
        double limit = LONGEST_TIMES * longest + (longest < STEADY_HOURS ? STEADY_HOURS : AWAY_HOURS);
        boolean missed =
                counted > 0 && worked > 0 && uncounted * counted / worked > 10 * smallest && standing > 2 * longest;
        if (trail.count() >= FEWEST_ROWS && (row.total().isPresent() && worked > 0 ? missed : standing > limit)) {
            told = true;
            found.add(trail.finding(Cause.STUCK_REGISTER, channel, 0.7));
        }
    }

    private static double work(Row row, double hours) {
        return Math.max(0, row.total().orElse(0)) * hours;
    }
}
