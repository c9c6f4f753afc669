package org.metergate.analysis.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;

/**
 * Scores each value of one series as it comes: one pass, no look ahead, about 15 kB however long it runs. Nothing is set by
 * hand; every threshold is learnt from the series, the first 150 values score 0,
 * and those of the first three days if these are no more than 400.
 *
 * <p>Four witnesses say how far the value is from what is usual: the value itself, its step, its rest over the profile of
 * the day (six profiles of 15 to 60 minutes, of slow and quick memory, asked together), and the mean of six such rests.
 * Each distance becomes a rarity by the tail of its own past. A fifth witness is the distance of the last 2, 4 and 8 values
 * to the most similar ones of the last thousand. The rarest of the four and the fifth are weighed together, and one event
 * gives one peak. Scores depend neither on the unit of the values nor on its zero: kW score as W, degrees Celsius as kelvins.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class AnomalyDetector {
    /** Scores from here on call for attention. */
    public static final double NOTABLE = 0.5;

    private static final int VERSION = 2;
    private static final int FIRST_VERSION = 1;
    private static final long DAY = 86_400_000L;
    private static final long OFFSET = 1_234_567L;
    private static final int[] PROFILE_SLOTS = {24, 48, 96, 48, 24, 96};
    private static final int[] PROFILE_MEMORY = {40, 40, 40, 10, 10, 10};
    private static final int MEMORY = 2000;
    private static final int SMOOTHED = 6;
    private static final int SETTLING = 24;
    private static final int LEARNING = 150;
    private static final int LEARNING_LONGEST = 400;
    private static final int[] LENGTHS = {2, 4, 8};

    private static final double OTHERS = 0.7;
    private static final double PATTERNS = 0.35;
    private static final double FLOOR = 0.07;

    /** Rarity that gives {@link #NOTABLE}. */
    private static final double HALF = 1.45;

    /** Larger values count as this: their squares, and their deviations as float, stay finite. */
    private static final double LARGEST = 1e36;

    /** Values that differ by this part of themselves are the same: sums of them are no more exact. */
    private static final double ROUNDING = 1e-12;

    private static final int VALUE = 0;
    private static final int STEP = 1;
    private static final int SMOOTH = 2;
    private static final int NOVELTY = 3;

    private final Level[] profiles = new Level[PROFILE_SLOTS.length];
    private final Level levels = Level.ofDifferences(NOVELTY + LENGTHS.length, MEMORY);
    private final Tail[] tails = new Tail[PROFILE_SLOTS.length + NOVELTY + LENGTHS.length];
    private final double[] rests = new double[SMOOTHED];
    private final Patterns patterns = new Patterns();
    private final Peaks peaks = new Peaks();
    private long count;
    private long first;
    private double origin;

    /** A detector that has seen nothing. */
    public AnomalyDetector() {
        for (int i = 0; i < profiles.length; i++) {
            profiles[i] = Level.alike(PROFILE_SLOTS[i], PROFILE_MEMORY[i]);
        }
        for (int i = 0; i < tails.length; i++) {
            tails[i] = new Tail();
        }
    }

    /** @return how many values were scored */
    public long count() {
        return count;
    }

    /**
     * Scores the next value, and learns it.
     *
     * @param time of the value; only the time of day (UTC) matters, so a repeated or earlier time does no harm
     * @param value finite, in any unit
     * @return 0 to 1, see {@link #NOTABLE}
     * @throws IllegalArgumentException if the value is not finite; the detector has not changed then
     */
    public double score(Instant time, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("the value at " + time + " is " + value + "; expected a finite number");
        }
        double limited = Math.max(-LARGEST, Math.min(LARGEST, value));
        long millis = time.toEpochMilli();
        if (count == 0) {
            first = millis;
            origin = limited;
        }
        double rarity = peaks.peak(rarity(millis, limited));
        boolean learning = count <= LEARNING || count <= LEARNING_LONGEST && millis - first < 3 * DAY;
        return learning ? 0 : rarity / (rarity + HALF);
    }

    private double rarity(long millis, double value) {
        patterns.add(value);
        count++;
        double grain = ROUNDING * (Math.abs(origin + levels.middle(VALUE)) + levels.deviation(VALUE));
        double rest = 0;
        double unlikeTheDay = 0;
        for (int i = 0; i < profiles.length; i++) {
            int slots = PROFILE_SLOTS[i];
            int slot = (int) Math.floorMod(Math.floorDiv(millis + i * OFFSET, DAY / slots), (long) slots);
            rest += profiles[i].rest(slot, value) / profiles.length;
            double distance = profiles[i].distance(slot, value, grain, levels.deviation(VALUE));
            unlikeTheDay += tails[i].rarity(distance) / profiles.length;
        }
        rests[(int) (count % SMOOTHED)] = rest;
        double unusual = rarity(VALUE, value - origin, grain);
        double step = count > 1 ? rarity(STEP, value - patterns.previous(), grain) : 0;
        double smooth = count > SETTLING ? rarity(SMOOTH, mean(rests), grain) : 0;
        double rarest = Math.max(unlikeTheDay, OTHERS * Math.max(unusual, Math.max(step, smooth)));
        return (1 - PATTERNS) * rarest + PATTERNS * novelty(grain);
    }

    private double novelty(double grain) {
        if (!patterns.searchable()) {
            return 0;
        }
        double floor = FLOOR * levels.deviation(VALUE);
        double sum = 0;
        for (int i = 0; i < LENGTHS.length; i++) {
            sum += rarity(NOVELTY + i, Math.hypot(patterns.novelty(LENGTHS[i]), floor), grain);
        }
        return sum / LENGTHS.length;
    }

    private double rarity(int witness, double difference, double grain) {
        return tails[profiles.length + witness].rarity(levels.distance(witness, difference, grain));
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value / values.length;
        }
        return sum;
    }

    /**
     * Writes everything that was learnt, about 14 kB.
     *
     * @param out where to
     * @throws IOException if it cannot be written
     */
    public void writeTo(DataOutput out) throws IOException {
        out.writeInt(VERSION);
        out.writeLong(count);
        out.writeLong(first);
        out.writeDouble(origin);
        for (Level profile : profiles) {
            profile.writeTo(out);
        }
        levels.writeTo(out);
        for (Tail tail : tails) {
            tail.writeTo(out);
        }
        for (double rest : rests) {
            out.writeDouble(rest);
        }
        patterns.writeTo(out);
        peaks.writeTo(out);
    }

    /**
     * Goes on where another detector stopped.
     *
     * @param in what {@link #writeTo} wrote
     * @return a detector that scores as the other would; one written by version 1 goes on from what that had learnt
     * @throws IOException if it cannot be read, ends early, or was written by a version that is not known
     */
    public static AnomalyDetector readFrom(DataInput in) throws IOException {
        int version = in.readInt();
        if (version != VERSION && version != FIRST_VERSION) {
            throw new IOException("the state of the detector has version " + version + "; expected " + FIRST_VERSION
                    + " or " + VERSION);
        }
        AnomalyDetector detector = new AnomalyDetector();
        detector.count = in.readLong();
        detector.first = in.readLong();
        detector.origin = version == FIRST_VERSION ? 0 : in.readDouble();
        for (Level profile : detector.profiles) {
            if (version == FIRST_VERSION) {
                profile.readFirstVersion(in);
            } else {
                profile.readFrom(in);
            }
        }
        detector.levels.readFrom(in);
        for (Tail tail : detector.tails) {
            tail.readFrom(in);
        }
        for (int i = 0; i < SMOOTHED; i++) {
            detector.rests[i] = in.readDouble();
        }
        detector.patterns.readFrom(in);
        detector.peaks.readFrom(in);
        return detector;
    }
}
