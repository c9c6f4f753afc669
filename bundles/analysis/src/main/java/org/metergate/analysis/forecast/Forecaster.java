package org.metergate.analysis.forecast;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Forecasts one series at its own step. It is fed one step after the other and knows nothing later, so it cannot look
 * ahead. When it is asked for the first time, or at another time of day than before, it replays its past: it learns day by
 * day and, over the last {@value #REPLAYED_DAYS} days, forecasts each day before it learns from it. That gives the weights of
 * its members, the intervals and the receipt. Asked again at the same time of a later day it only goes on from there.
 *
 * <p>Not thread-safe.
 */
public final class Forecaster {
    /** Days that are forecast in a replay, to learn from the errors. */
    public static final int REPLAYED_DAYS = 112;

    /** Fewest days of history; with fewer there is no forecast. */
    public static final int FEWEST_DAYS = 21;

    /** Most days of a horizon. */
    public static final int MOST_DAYS_AHEAD = 6;

    /** Shortest step; a faster series has to be resampled. */
    public static final Duration SHORTEST_STEP = Duration.ofMinutes(5);

    private static final int REPLAY_FROM_DAY = 14;
    private static final int FIRST_SAMPLE_DAY = 7;
    private static final int RETRAIN_IN_REPLAY_DAYS = 4;

    private final LocalSteps steps;
    private final Past past;
    private final int horizon;
    private final int retrainDays;
    private List<Block> blocks = List.of();
    private List<Block.Issued> issued = List.of();
    private int slot = -1;
    private int reached = -1;
    private int sinceTraining;
    private double naiveSum;
    private int naiveCount;

    /**
     * @param start time of the first step
     * @param step of the series: a whole part of a day, 5 min to a day
     * @param zone of the calendar
     * @param horizon steps to forecast, 1 to 6 days
     * @param retrainDays days between two trainings, 1 or more
     * @param companions columns beside the value, such as a temperature; they are used as far as they are known
     * @throws IllegalArgumentException if one of these is out of its range
     */
    public Forecaster(Instant start, Duration step, ZoneId zone, int horizon, int retrainDays, int companions) {
        long seconds = step.toSeconds();
        if (step.compareTo(SHORTEST_STEP) < 0 || 86_400 % seconds != 0 || step.getNano() != 0) {
            throw new IllegalArgumentException(
                    "the step is " + step + "; expected a whole part of a day, 5 minutes to 24 hours");
        }
        this.steps = new LocalSteps(start, step, zone);
        if (horizon < 1 || horizon > MOST_DAYS_AHEAD * steps.slots()) {
            throw new IllegalArgumentException("the horizon is " + horizon + " steps; expected 1 to "
                    + MOST_DAYS_AHEAD * steps.slots() + ", " + MOST_DAYS_AHEAD + " days");
        }
        if (retrainDays < 1 || companions < 0) {
            throw new IllegalArgumentException("retrained after " + retrainDays + " days, " + companions
                    + " columns; expected 1 or more, 0 or more");
        }
        this.horizon = horizon;
        this.retrainDays = retrainDays;
        this.past = new Past(steps, companions);
    }

    /**
     * Adds the next step.
     *
     * @param value NaN for a gap
     * @param companions one for each column, NaN for what is missing
     * @throws IllegalArgumentException if a value is infinite or the number of columns is wrong
     */
    public void add(double value, double... companions) {
        if (Double.isInfinite(value) || companions.length != past.companions()) {
            throw new IllegalArgumentException("value " + value + " with " + companions.length
                    + " columns beside it; expected no infinity, and " + past.companions() + " columns");
        }
        past.add(value, companions);
        int index = past.size() - 1;
        int before = steps.back(index, 1);
        if (before >= 0 && !Double.isNaN(value) && !Double.isNaN(past.given(before))) {
            naiveSum += Math.abs(value - past.given(before));
            naiveCount++;
        }
    }

    /** @return how many steps were added */
    public int size() {
        return past.size();
    }

    /** @return the time of the step that is to be added next, which is the origin of a forecast now */
    public Instant origin() {
        return steps.time(past.size());
    }

    /** @return the mean absolute error of the same time one day before over all that was added; the scale of MASE */
    public OptionalDouble scale() {
        return naiveCount > 0 && naiveSum > 0 ? OptionalDouble.of(naiveSum / naiveCount) : OptionalDouble.empty();
    }

    /**
     * Forecasts from here.
     *
     * @return the forecast; empty if there are fewer than {@value #FEWEST_DAYS} days of history, or no value in the last
     *     week
     */
    public Optional<Forecast> forecast() {
        int origin = past.size();
        if (origin < FEWEST_DAYS * steps.slots() || past.latest() < origin - 7 * steps.slots()) {
            return Optional.empty();
        }
        if (steps.slot(origin) != slot) {
            restart(steps.slot(origin));
        }
        if (origin != reached) {
            goOnTo(origin);
        }
        return Optional.of(forecast(origin));
    }

    /** Learns day by day up to an origin, and forecasts on the way. */
    private void goOnTo(int origin) {
        int earliest = Math.max(reached + 1, FIRST_SAMPLE_DAY * steps.slots());
        int days = 0;
        while (steps.back(origin, days + 1) >= earliest) {
            days++;
        }
        int replayed = Math.max(steps.back(origin, REPLAYED_DAYS), REPLAY_FROM_DAY * steps.slots());
        for (int day = days; day >= 0; day--) {
            int now = steps.back(origin, day);
            learn(now);
            if (now >= replayed) {
                train(day > 0 ? RETRAIN_IN_REPLAY_DAYS : days > 0 ? 1 : retrainDays);
                issued = blocks.stream().map(block -> block.forecast(now)).toList();
            }
        }
        reached = origin;
    }

    private void restart(int atSlot) {
        slot = atSlot;
        reached = -1;
        sinceTraining = MOST_DAYS_AHEAD * 1000;
        blocks = new ArrayList<>();
        int day = steps.slots();
        for (int ahead = 1; (ahead - 1) * day < horizon; ahead++) {
            blocks.add(new Block(steps, past, ahead, Math.min(day, horizon - (ahead - 1) * day)));
        }
    }

    /** Learns from the day that has ended at an origin. */
    private void learn(int now) {
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            block.score(now);
            int origin = steps.back(now, i + 1);
            if (!block.isOver(origin, now)) {
                origin = steps.back(now, i + 2); // the clocks were changed
            }
            if (origin >= FIRST_SAMPLE_DAY * steps.slots()) {
                block.learn(origin);
            }
        }
    }

    private void train(int every) {
        if (sinceTraining >= every - 1) {
            blocks.forEach(Block::train);
            sinceTraining = 0;
        } else {
            sinceTraining++;
        }
    }

    private Forecast forecast(int origin) {
        List<Forecast.Point> points = new ArrayList<>();
        for (int b = 0; b < issued.size(); b++) {
            Block.Issued one = issued.get(b);
            double[] value = one.chosen();
            for (int i = 0; i < value.length; i++) {
                points.add(new Forecast.Point(
                        steps.time(origin + b * steps.slots() + i),
                        value[i],
                        bound(one, 0, i),
                        bound(one, 1, i),
                        bound(one, 2, i),
                        bound(one, 3, i),
                        one.baseline()[i]));
            }
        }
        return new Forecast(steps.time(origin), points, receipt(issued.get(0)));
    }

    private static double bound(Block.Issued one, int which, int i) {
        return one.bounds().length == 0 ? Double.NaN : one.bounds()[which][i];
    }

    private Receipt receipt(Block.Issued issued) {
        Block.Scores scores = blocks.get(0).scores();
        return new Receipt(
                scores.days(),
                issued.weekly() ? Receipt.Baseline.LAST_WEEK : Receipt.Baseline.LAST_DAY,
                issued.fellBack(),
                scaled(scores.meanError()),
                scaled(scores.meanBaselineError()),
                plain(scores.coverage80()),
                plain(scores.coverage95()));
    }

    private OptionalDouble scaled(Optional<Double> error) {
        return error.isPresent() && scale().isPresent()
                ? OptionalDouble.of(error.get() / scale().getAsDouble())
                : OptionalDouble.empty();
    }

    private static OptionalDouble plain(Optional<Double> value) {
        return value.isPresent() ? OptionalDouble.of(value.get()) : OptionalDouble.empty();
    }
}
