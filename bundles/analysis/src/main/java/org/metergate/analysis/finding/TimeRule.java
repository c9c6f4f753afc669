package org.metergate.analysis.finding;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Gaps and clock jumps, told apart by the grid of the timestamps and by what the counters did meanwhile. */
final class TimeRule implements Rule {
    private static final long serialVersionUID = 1L;
    private static final int LEARNT = 15;
    private static final int HOURS = 24;
    private static final double OFF_GRID = 0.1;
    /** Two readings of a clock that shows whole seconds, each up to a second after the moment that it was to be of. */
    private static final double FINENESS_MILLIS = 2_000;

    private static final int FEWEST_STEPS = 3;

    private final List<String> counters;
    private final long[] steps = new long[LEARNT];
    private final double[] rates;
    private final double[] hourly;
    private final double[] last;
    private int learnt;
    private Instant before;
    /** Whether the row before came since the watch was read from a file: whoever reads the meter may tick otherwise since. */
    private transient boolean going;
    /** Until so long after the row before, others may have come that the file does not know; null for none. */
    private Duration unseen;

    TimeRule(List<String> counters) {
        this.counters = List.copyOf(counters);
        rates = new double[counters.size()];
        hourly = new double[counters.size() * HOURS];
        last = new double[counters.size()];
        Arrays.fill(last, Double.NaN);
    }

    /** @return whether the timestamps of the row go on as those before: false after a gap and a jump */
    boolean usual(Instant time) {
        return before != null && learnt >= LEARNT && time.isAfter(before) && step(time) < 1.5 * interval();
    }

    /** Rows of so long after the last may have come and been forgotten. */
    void forgot(Duration longest) {
        unseen = longest;
    }

    @Override
    public void accept(Row row, List<Finding> found) {
        if (before != null && learnt >= LEARNT) {
            judge(row, found);
        } else if (before != null && !row.time().isAfter(before)) {
            found.add(finding(Cause.CLOCK_JUMP, row.time(), 1));
        }
        learn(row);
        going = true;
        unseen = null;
    }

    private void judge(Row row, List<Finding> found) {
        double interval = interval();
        double step = step(row.time());
        double times = step / interval;
        if (step <= 0) {
            found.add(finding(Cause.CLOCK_JUMP, row.time(), Rule.severity(step - interval, interval)));
        } else if (going && Math.abs(times - Math.rint(times)) > offGrid(interval)) {
            found.add(finding(Cause.CLOCK_JUMP, row.time(), Rule.severity(step, interval)));
        } else if (unseen != null) {
            double missing = times - unseen.toMillis() / interval;
            if (missing > FEWEST_STEPS - 0.5) {
                found.add(gap(before.plus(unseen), row.time(), Rule.severity(missing, FEWEST_STEPS)));
            }
        } else if (!going && times > FEWEST_STEPS - 0.5 && !countedOneStep(row, times)) {
            found.add(gap(before, row.time(), Rule.severity(times, FEWEST_STEPS)));
        } else if (times > FEWEST_STEPS - 0.5) {
            Cause cause = countedOneStep(row, times) ? Cause.CLOCK_JUMP : Cause.GAP;
            found.add(finding(cause, row.time(), Rule.severity(times, FEWEST_STEPS)));
        }
    }

    private double offGrid(double interval) {
        return Math.max(OFF_GRID + 2.0 * jitter() / interval, FINENESS_MILLIS / interval);
    }

    /** Whether counters moved by what they do in one step rather than in many. */
    private boolean countedOneStep(Row row, double times) {
        double forMany = 0;
        double forOne = 0;
        for (int i = 0; i < counters.size(); i++) {
            double delta = row.value(counters.get(i)) - last[i];
            if (delta > 0 && rates[i] > 0) {
                forMany += Math.abs(Math.log(delta / expected(i, times)));
                forOne += Math.abs(Math.log(delta / rates[i]));
            }
        }
        return forOne < forMany;
    }

    /** What a counter moves in some steps from the row before on, by the hours of the day. */
    private double expected(int counter, double times) {
        double sum = 0;
        for (int step = 1; step <= Math.rint(times); step++) {
            double rate = hourly[counter * HOURS + hour(before.plusMillis((long) (step * interval())))];
            sum += rate > 0 ? rate : rates[counter];
        }
        return sum;
    }

    private static int hour(Instant time) {
        return (int) Math.floorMod(Math.floorDiv(time.getEpochSecond(), 3600L), (long) HOURS);
    }

    private void learn(Row row) {
        double step = before == null ? 0 : step(row.time());
        boolean usual = step > 0 && (learnt < LEARNT || step < 1.5 * interval());
        if (step > 0 && (usual || learnt < LEARNT)) {
            steps[learnt++ % LEARNT] = (long) step;
            learnt = learnt >= 2 * LEARNT ? LEARNT : learnt;
        }
        for (int i = 0; i < last.length; i++) {
            double value = row.value(counters.get(i));
            double delta = value - last[i];
            if (usual && delta >= 0) {
                rates[i] += 0.25 * (delta - rates[i]);
                int hour = i * HOURS + hour(row.time());
                hourly[hour] += (hourly[hour] > 0 ? 0.05 : 1) * (delta - hourly[hour]);
            }
            last[i] = Double.isNaN(value) ? last[i] : value;
        }
        before = row.time();
    }

    private double step(Instant time) {
        return time.toEpochMilli() - before.toEpochMilli();
    }

    private double interval() {
        long[] sorted = steps.clone();
        Arrays.sort(sorted);
        return Math.max(1, sorted[LEARNT / 2]);
    }

    /** Half the range that holds the middle two thirds of the steps, in ms. */
    private double jitter() {
        long[] sorted = steps.clone();
        Arrays.sort(sorted);
        return (sorted[LEARNT - 3] - sorted[2]) / 2.0;
    }

    private Finding gap(Instant from, Instant to, double severity) {
        return new Finding(
                Cause.GAP_AT_RESTART,
                "",
                from,
                to,
                severity,
                List.of(new Evidence(before, "", 0), new Evidence(to, "", 0)));
    }

    private Finding finding(Cause cause, Instant time, double severity) {
        Instant from = time.isBefore(before) ? time : before;
        Instant to = time.isBefore(before) ? before : time;
        return new Finding(
                cause, "", from, to, severity, List.of(new Evidence(before, "", 0), new Evidence(time, "", 0)));
    }
}
