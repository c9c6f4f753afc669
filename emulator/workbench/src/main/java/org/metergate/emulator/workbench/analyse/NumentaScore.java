package org.metergate.emulator.workbench.analyse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The scoring rules of the Numenta Anomaly Benchmark, version 1.1: the first row over the threshold in a labelled window
 * counts by how early it is, each row over it outside costs by how far behind a window it is, each missed window costs. One
 * threshold, the best, for all series; 0 is a detector that says nothing, 100 one that is right at once.
 */
final class NumentaScore {
    /** What a miss and a false alarm cost. */
    enum Profile {
        /** Both as usual. */
        STANDARD(0.11, 1),
        /** False alarms cost double. */
        LOW_FALSE_ALARMS(0.22, 1),
        /** Misses cost double. */
        LOW_MISSES(0.11, 2);

        private final double falseAlarm;
        private final double miss;

        Profile(double falseAlarm, double miss) {
            this.falseAlarm = falseAlarm;
            this.miss = miss;
        }
    }

    /**
     * A labelled window.
     *
     * @param first index of its first row
     * @param last index of its last row, not before the first
     */
    record Window(int first, int last) {
        int width() {
            return last - first + 1;
        }
    }

    /**
     * One series, scored.
     *
     * @param name for people
     * @param scores of every row, 0 to 1
     * @param windows in order, apart from each other
     */
    record Series(String name, double[] scores, List<Window> windows) {}

    /**
     * The result of one profile.
     *
     * @param score normalised
     * @param threshold that gives it
     */
    record Result(double score, double threshold) {}

    /**
     * What a threshold gives in one series.
     *
     * @param gained of each window: -1 missed, up to 1 at its first row
     * @param falseAlarms rows over the threshold outside windows
     */
    record Detail(double[] gained, int falseAlarms) {}

    private static final double PROBATION = 0.15;
    private static final int LONGEST_PROBATION = 5000;
    private static final int NO_WINDOW = -1;

    private record Row(double score, double worth, int window) {}

    private NumentaScore() {}

    /**
     * Finds the best threshold.
     *
     * @param all series
     * @param profile the costs
     * @return its score; 0 and a threshold above 1 if saying nothing is best
     * @throws IllegalArgumentException if there is no window at all
     */
    static Result best(List<Series> all, Profile profile) {
        List<Row> rows = new ArrayList<>();
        int windows = 0;
        for (Series series : all) {
            rows.addAll(rows(series, profile, windows));
            windows += series.windows().size();
        }
        if (windows == 0) {
            throw new IllegalArgumentException("no window is labelled, so there is nothing to find");
        }
        rows.sort(Comparator.comparingDouble(Row::score).reversed());
        double[] gained = new double[windows];
        Arrays.fill(gained, -profile.miss);
        double silent = -profile.miss * windows;
        double sum = silent;
        Result best = new Result(0, 1.1);
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if (row.window() == NO_WINDOW) {
                sum += row.worth();
            } else if (row.worth() > gained[row.window()]) {
                sum += row.worth() - gained[row.window()];
                gained[row.window()] = row.worth();
            }
            boolean last = i + 1 == rows.size() || rows.get(i + 1).score() != row.score();
            double score = 100 * (sum - silent) / (windows - silent);
            if (last && score > best.score()) {
                best = new Result(score, row.score());
            }
        }
        return best;
    }

    /**
     * Tells what a threshold gives in a series, at the standard profile.
     *
     * @param series one of all
     * @param threshold of all
     * @return windows and false alarms
     */
    static Detail detail(Series series, double threshold) {
        double[] gained = new double[series.windows().size()];
        Arrays.fill(gained, -1);
        int falseAlarms = 0;
        for (Row row : rows(series, Profile.STANDARD, 0)) {
            if (row.score() >= threshold) {
                if (row.window() == NO_WINDOW) {
                    falseAlarms++;
                } else {
                    gained[row.window()] = Math.max(gained[row.window()], row.worth());
                }
            }
        }
        return new Detail(gained, falseAlarms);
    }

    /** @return rows of a series that are on probation and do not count: 15 %, of 5000 rows at most */
    static int probation(int rows) {
        return (int) (PROBATION * Math.min(rows, LONGEST_PROBATION));
    }

    private static List<Row> rows(Series series, Profile profile, int firstWindow) {
        List<Row> rows = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < series.scores().length; i++) {
            while (next < series.windows().size() && series.windows().get(next).last() < i) {
                next++;
            }
            if (i < probation(series.scores().length)) {
                continue;
            }
            boolean inside =
                    next < series.windows().size() && series.windows().get(next).first() <= i;
            rows.add(
                    inside
                            ? new Row(series.scores()[i], early(series.windows().get(next), i), firstWindow + next)
                            : new Row(series.scores()[i], profile.falseAlarm * behind(series, next, i), NO_WINDOW));
        }
        return rows;
    }

    private static double early(Window window, int row) {
        return sigmoid(-(double) (window.last() - row + 1) / window.width()) / sigmoid(-1);
    }

    private static double behind(Series series, int next, int row) {
        if (next == 0) {
            return -1;
        }
        Window before = series.windows().get(next - 1);
        return sigmoid((row - before.last()) / Math.max(before.width() - 1.0, 1));
    }

    private static double sigmoid(double position) {
        return position >= 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1;
    }
}
