package org.metergate.analysis.finding;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Level shift and drift, from the medians of whole days. */
final class TrendRule implements Rule {
    private static final long serialVersionUID = 1L;
    private static final int BEFORE = 7;
    private static final int STAYED = 2;
    private static final double SPREADS = 6;
    private static final double ABRUPT = 0.75;
    private static final double SAME = 0.15;
    private static final int DRIFT_DAYS = 10;
    private static final double STRAIGHT = 0.9;
    private static final double DRIFTED = 1;

    private final String channel;
    private final Days days = new Days();
    private double within;
    private boolean drifting;
    private double slope;

    TrendRule(String channel) {
        this.channel = channel;
    }

    @Override
    public void accept(Row row, List<Finding> found) {
        double value = row.value(channel);
        if (Double.isNaN(value) || !days.add(row.day(), value)) {
            return;
        }
        List<Days.Day> whole = days.whole();
        int size = whole.size();
        Days.Day last = whole.get(size - 1);
        within += (Math.abs(last.median() - last.low()) - within) / Math.min(size, BEFORE);
        if (drifting && continues(whole)) {
            return;
        }
        drifting = false;
        if (size >= BEFORE + STAYED + 1) {
            shift(whole, found);
        }
        if (days.whole().size() >= DRIFT_DAYS + 2) {
            drift(days.whole(), found);
        }
    }

    /** Whether the latest week still moves the way of the drift that was told. */
    private boolean continues(List<Days.Day> whole) {
        int size = whole.size();
        double change = whole.get(size - 1).median()
                - whole.get(Math.max(0, size - BEFORE)).median();
        return change * Math.signum(slope) > 0.3 * Math.abs(slope) * Math.min(size, BEFORE);
    }

    /** Two days on a new level; the day before them may be half on each. */
    private void shift(List<Days.Day> whole, List<Finding> found) {
        int size = whole.size();
        double[] before = medians(whole.subList(Math.max(0, size - STAYED - 1 - 14), size - STAYED - 1));
        double last = whole.get(size - 1).median();
        double first = whole.get(size - 2).median();
        double middle = Days.median(before);
        double change = (last + first) / 2 - middle;
        double limit = Math.max(SPREADS * Days.spread(before), 0.5 * within);
        boolean stayed = Math.abs(last - first) < SAME * Math.abs(change);
        boolean abrupt = Math.abs(first - before[before.length - 1]) > ABRUPT * Math.abs(change);
        double usual = 0;
        for (int i = 1; i < before.length; i++) {
            usual = Math.max(usual, Math.abs(before[i] - before[i - 1]));
        }
        boolean steady = 2.5 * usual < Math.abs(first - before[before.length - 1])
                && Math.abs(before[before.length - 1] - before[0]) < 0.3 * Math.abs(change);
        if (Math.abs(change) > limit && limit > 0 && stayed && abrupt && steady) {
            found.add(finding(Cause.LEVEL_SHIFT, whole.subList(size - STAYED - 2, size), Rule.severity(change, limit)));
            days.keep(STAYED);
        }
    }

    private void drift(List<Days.Day> whole, List<Finding> found) {
        List<Days.Day> recent = whole.subList(whole.size() - DRIFT_DAYS, whole.size());
        double[] y = medians(recent);
        double meanX = (y.length - 1) / 2.0;
        double meanY = java.util.Arrays.stream(y).average().orElse(0);
        double xx = 0;
        double xy = 0;
        double yy = 0;
        double steepest = 0;
        for (int i = 0; i < y.length; i++) {
            xx += (i - meanX) * (i - meanX);
            xy += (i - meanX) * (y[i] - meanY);
            yy += (y[i] - meanY) * (y[i] - meanY);
            steepest = i == 0 ? 0 : Math.max(steepest, Math.abs(y[i] - y[i - 1]));
        }
        double change = xy / xx * (y.length - 1);
        double straight = yy == 0 ? 0 : xy * xy / (xx * yy);
        if (straight > STRAIGHT && Math.abs(change) > DRIFTED * within && steepest < 0.35 * Math.abs(change)) {
            found.add(finding(Cause.DRIFT, recent, Rule.severity(change, DRIFTED * within)));
            drifting = true;
            slope = xy / xx;
        }
    }

    private Finding finding(Cause cause, List<Days.Day> shown, double severity) {
        List<Evidence> rows = new ArrayList<>();
        for (Days.Day day : shown.subList(Math.max(0, shown.size() - 8), shown.size())) {
            rows.add(new Evidence(midnight(day.day()), channel, day.median()));
        }
        Days.Day first = cause == Cause.LEVEL_SHIFT ? shown.get(1) : shown.get(0);
        return new Finding(
                cause,
                channel,
                midnight(first.day()),
                midnight(shown.get(shown.size() - 1).day() + 1),
                severity,
                rows);
    }

    private static double[] medians(List<Days.Day> days) {
        return days.stream().mapToDouble(Days.Day::median).toArray();
    }

    private static Instant midnight(long day) {
        return Instant.ofEpochSecond(day * 86400);
    }
}
