package org.metergate.analysis.finding;

import java.util.List;

/** Spikes and dips of up to three rows, measured against the hour of the day and against the farthest ever seen. */
final class ExcursionRule implements Rule {
    private static final long serialVersionUID = 1L;
    private static final int HOURS = 24;
    private static final int LONGEST = 3;
    private static final double SETTLED_HOURS = 72;
    private static final double DEVIATIONS = 8;
    private static final double CLIP = 4;
    private static final int MEMORY = 100;
    private static final double FORGET = 0.0002;

    private final String channel;
    private final double times;
    private final double[] level = new double[HOURS];
    private final double[] deviation = new double[HOURS];
    private final int[] count = new int[HOURS];
    private final Trail trail = new Trail();
    private double hours;
    private double farthest;
    private double height;
    private double limitThen;

    /** @param times of the farthest ever seen that count as an excursion */
    ExcursionRule(String channel, double times) {
        this.channel = channel;
        this.times = times;
    }

    /** Forgets a suspicion: something else explains it. */
    void explained() {
        trail.clear();
        height = 0;
    }

    @Override
    public void accept(Row row, List<Finding> found) {
        double value = row.value(channel);
        if (Double.isNaN(value)) {
            return;
        }
        hours += Math.min(row.hours(), 1);
        int hour = row.hour();
        double rest = count[hour] == 0 ? 0 : value - level[hour];
        double limit = Math.max(DEVIATIONS * deviation[hour], times * farthest);
        boolean beyond = hours > SETTLED_HOURS && Math.abs(rest) > limit && limit > 0;
        if (beyond && (trail.count() == 0 || Math.signum(rest) == Math.signum(height))) {
            trail.unusual(row.time(), channel, value);
            if (Math.abs(rest) > Math.abs(height)) {
                height = rest;
                limitThen = limit;
            }
            if (trail.count() <= LONGEST) {
                return;
            }
        } else if (trail.count() > 0 && trail.count() <= LONGEST) {
            found.add(trail.finding(height > 0 ? Cause.SPIKE : Cause.DIP, channel, Rule.severity(height, limitThen)));
        }
        if (!beyond) {
            trail.usual(row.time(), channel, value);
            height = 0;
        }
        learn(hour, value, rest, beyond);
    }

    private void learn(int hour, double value, double rest, boolean beyond) {
        count[hour] = Math.min(count[hour] + 1, MEMORY);
        boolean settled = count[hour] > 10;
        double step = count[hour] == 1
                ? value
                : settled ? Math.max(-CLIP * deviation[hour], Math.min(CLIP * deviation[hour], rest)) : rest;
        level[hour] += step / count[hour];
        if (count[hour] > 1) {
            deviation[hour] += (Math.abs(step) - deviation[hour]) / count[hour];
        }
        if (settled && !beyond) {
            farthest = Math.max(farthest * (1 - FORGET), Math.abs(rest));
        }
    }
}
