package org.metergate.analysis.forecast;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/**
 * One day of the horizon: the steps from {@code ahead - 1} to {@code ahead} days after the origin. All its members forecast
 * at every origin, also while the past is replayed; each weighs what its errors of the last weeks allow.
 */
final class Block {
    private static final int WEEK = 0;
    private static final int DAY = 1;
    private static final int LIKE = 2;
    private static final int LONG = 3;
    private static final int SHORT = 4;
    private static final int RELATIVE = 5;
    private static final int NEIGHBOURS = 6;
    private static final int SHARED = 7;
    private static final int MEMBERS = 8;
    private static final double POWER = 4;
    private static final int GROUPS = 6;
    private static final double KEEP = Math.pow(0.5, 1 / 14.0);

    /**
     * What was forecast at one origin.
     *
     * @param members forecasts of each member
     * @param blend of them
     * @param baseline the better of yesterday's and last week's values, by the last 28 days
     * @param weekly whether that is last week's
     * @param chosen the blend, or the baseline if that was better over the last 28 days
     * @param bounds intervals around what was chosen; empty if not enough is known
     */
    record Issued(
            int origin,
            double[][] members,
            double[] blend,
            double[] baseline,
            boolean weekly,
            boolean fellBack,
            double[][] bounds) {
        double[] chosen() {
            return fellBack ? baseline : blend;
        }
    }

    private final Past past;
    private final LocalSteps steps;
    private final Features features;
    private final int ahead;
    private final int length;
    private final DayRidges ridges;
    private final SharedRidge shared;
    private final Neighbours neighbours;
    private final Calibration ofBlend;
    private final Calibration ofBaseline;
    private final Deque<Issued> waiting = new ArrayDeque<>();
    private final double[][] errors = new double[GROUPS][MEMBERS];
    private final Scores scores = new Scores();
    private boolean scored;

    /**
     * @param ahead days from the origin to its end, from 1
     * @param length steps of it that are asked for, up to a day
     */
    Block(LocalSteps steps, Past past, int ahead, int length) {
        this.steps = steps;
        this.past = past;
        this.ahead = ahead;
        this.length = length;
        this.features = new Features(steps, past);
        this.ridges = new DayRidges(steps, past, features, ahead);
        this.shared = new SharedRidge(steps, past, features, ahead);
        this.neighbours = new Neighbours(steps, past, features, ahead);
        this.ofBlend = new Calibration(length);
        this.ofBaseline = new Calibration(length);
    }

    /** @return how the forecasts of the last 28 days did */
    Scores scores() {
        return scores;
    }

    private int first(int origin) {
        return origin + (ahead - 1) * steps.slots();
    }

    /** @return whether all steps after that origin are before the given one */
    boolean isOver(int origin, int now) {
        return first(origin) + length <= now;
    }

    /** Learns from what came after an origin; {@link #isOver} must hold. */
    void learn(int origin) {
        ridges.learn(origin, first(origin), length);
        shared.learn(origin, first(origin), length);
    }

    /** Trains every member on what was learned. */
    void train() {
        ridges.solve();
        shared.solve();
    }

    /** Looks how the forecasts did whose steps are all known by now. */
    void score(int now) {
        for (Iterator<Issued> each = waiting.iterator(); each.hasNext(); ) {
            Issued one = each.next();
            if (isOver(one.origin(), now)) {
                each.remove();
                score(one);
            }
        }
    }

    private void score(Issued one) {
        double[] actual = new double[length];
        for (int i = 0; i < length; i++) {
            actual[i] = past.given(first(one.origin()) + i);
        }
        double[][] none = new double[0][];
        ofBlend.learn(actual, one.blend(), one.fellBack() ? none : one.bounds());
        ofBaseline.learn(actual, one.baseline(), one.fellBack() ? one.bounds() : none);
        scores.add(actual, one);
        double[][] sums = new double[GROUPS][MEMBERS];
        int[] counts = new int[GROUPS];
        for (int i = 0; i < length; i++) {
            if (!Double.isNaN(actual[i])) {
                counts[i * GROUPS / length]++;
                for (int member = 0; member < MEMBERS; member++) {
                    sums[i * GROUPS / length][member] += Math.abs(one.members()[member][i] - actual[i]);
                }
            }
        }
        for (int group = 0; group < GROUPS; group++) {
            for (int member = 0; counts[group] > 0 && member < MEMBERS; member++) {
                double error = sums[group][member] / counts[group];
                errors[group][member] = scored ? KEEP * errors[group][member] + (1 - KEEP) * error : error;
            }
        }
        scored = true;
    }

    /** Forecasts from an origin, and keeps the forecast to see how it did. */
    Issued forecast(int origin) {
        double[][] members = new double[MEMBERS][length];
        for (int i = 0; i < length; i++) {
            int target = first(origin) + i;
            members[WEEK][i] = past.at(steps.back(target, 7));
            members[DAY][i] = past.at(features.nearest(origin, target, ahead));
            members[LIKE][i] = features.base(origin, target);
        }
        ridges.forecast(origin, first(origin), members[LONG], members[SHORT], members[RELATIVE]);
        neighbours.forecast(origin, first(origin), members[NEIGHBOURS]);
        shared.forecast(origin, first(origin), members[SHARED]);
        for (double[] member : members) {
            past.confine(member, origin);
        }
        double[] blend = blend(members);
        boolean weekly = scores.weekIsBetter();
        double[] baseline = members[weekly ? WEEK : DAY];
        boolean fellBack = scores.baselineIsBetter();
        double[][] bounds = fellBack ? ofBaseline.bounds(baseline) : ofBlend.bounds(blend);
        for (double[] bound : bounds) {
            past.confine(bound, origin);
        }
        Issued issued = new Issued(origin, members, blend, baseline, weekly, fellBack, bounds);
        waiting.addLast(issued);
        return issued;
    }

    private double[] blend(double[][] members) {
        double[] blend = new double[length];
        for (int i = 0; i < length; i++) {
            if (!scored) {
                blend[i] = members[LIKE][i];
                continue;
            }
            double[] group = errors[i * GROUPS / length];
            double least = Double.MAX_VALUE;
            for (double error : group) {
                least = Math.min(least, error);
            }
            double total = 0;
            for (int member = 0; member < MEMBERS; member++) {
                double weight = least == 0 ? group[member] == 0 ? 1 : 0 : Math.pow(least / group[member], POWER);
                total += weight;
                blend[i] += weight * members[member][i];
            }
            blend[i] /= total;
        }
        return blend;
    }

    /** Errors and hits of the last 28 days. */
    static final class Scores {
        private static final int DAYS = 28;
        private static final int FEWEST_DAYS = 7;

        private record Day(
                int count,
                double blend,
                double week,
                double day,
                double baseline,
                double chosen,
                int in80,
                int in95,
                int bounded) {}

        private final Deque<Day> days = new ArrayDeque<>();

        private void add(double[] actual, Issued one) {
            int count = 0;
            double[] sums = new double[5];
            int[] hits = new int[3];
            for (int i = 0; i < actual.length; i++) {
                if (Double.isNaN(actual[i])) {
                    continue;
                }
                count++;
                double[] values = {
                    one.blend()[i], one.members()[WEEK][i], one.members()[DAY][i], one.baseline()[i], one.chosen()[i]
                };
                for (int j = 0; j < values.length; j++) {
                    sums[j] += Math.abs(values[j] - actual[i]);
                }
                if (one.bounds().length > 0) {
                    hits[0] += actual[i] >= one.bounds()[0][i] && actual[i] <= one.bounds()[1][i] ? 1 : 0;
                    hits[1] += actual[i] >= one.bounds()[2][i] && actual[i] <= one.bounds()[3][i] ? 1 : 0;
                    hits[2]++;
                }
            }
            if (count > 0) {
                days.addLast(new Day(count, sums[0], sums[1], sums[2], sums[3], sums[4], hits[0], hits[1], hits[2]));
            }
            if (days.size() > DAYS) {
                days.removeFirst();
            }
        }

        boolean weekIsBetter() {
            return days.isEmpty() || sum(Day::week) < sum(Day::day);
        }

        /** @return whether a week or more shows that the better baseline beats the blend */
        boolean baselineIsBetter() {
            return days.size() >= FEWEST_DAYS && Math.min(sum(Day::week), sum(Day::day)) < sum(Day::blend);
        }

        int days() {
            return days.size();
        }

        Optional<Double> meanError() {
            return ratio(sum(Day::chosen), sum(Day::count));
        }

        Optional<Double> meanBaselineError() {
            return ratio(sum(Day::baseline), sum(Day::count));
        }

        Optional<Double> coverage80() {
            return ratio(sum(Day::in80), sum(Day::bounded));
        }

        Optional<Double> coverage95() {
            return ratio(sum(Day::in95), sum(Day::bounded));
        }

        private static Optional<Double> ratio(double part, double whole) {
            return whole > 0 ? Optional.of(part / whole) : Optional.empty();
        }

        private double sum(java.util.function.ToDoubleFunction<Day> what) {
            return days.stream().mapToDouble(what).sum();
        }
    }
}
