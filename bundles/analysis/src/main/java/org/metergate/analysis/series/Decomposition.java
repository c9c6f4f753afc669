package org.metergate.analysis.series;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A series taken apart: {@code value = trend + seasons + rest}, by the seasonal-trend decomposition with loess (STL,
 * Cleveland and others 1990), for several seasons one after the other. Three things differ from the usual form: the phase of
 * a season is the local time of day or of the week, so that it follows the clocks through summer time; gaps are left out of
 * every fit and have a trend and seasons all the same; and values far off count less in the next round.
 *
 * @param trend of every step
 * @param seasons of every step, each with a mean of about 0
 * @param rest what is left; NaN in gaps
 */
public record Decomposition(double[] trend, Map<Season, double[]> seasons, double[] rest) {

    private static final int ROUNDS = 4;
    private static final int PASSES = 2;
    private static final double CYCLES = 11;

    /** A season of the calendar. */
    public enum Season {
        /** The local day. */
        DAY,
        /** The local week, what the day does not explain. */
        WEEK
    }

    /**
     * Takes a series apart.
     *
     * @param series step below a day; at least two days
     * @param zone of the calendar
     * @return its parts; the week only if there are three weeks or more
     * @throws IllegalArgumentException if there are fewer than two days, or the step is a day or more
     */
    public static Decomposition of(RegularSeries series, ZoneId zone) {
        double perDay = 86_400e9 / series.step().toNanos();
        if (perDay < 2 || series.size() < 2 * perDay) {
            throw new IllegalArgumentException(series + "; expected steps below a day, over two days or more");
        }
        List<Season> seasons = new ArrayList<>(List.of(Season.DAY));
        if (series.size() >= 21 * perDay) {
            seasons.add(Season.WEEK);
        }
        return new Fit(series, zone, seasons).parts();
    }

    /**
     * Says how strong a season is.
     *
     * @param season which
     * @return 0 (none) to 1 (nothing else moves): 1 - Var(rest) / Var(season + rest); 0 if there is no such season
     */
    public double strength(Season season) {
        double[] of = seasons.get(season);
        if (of == null) {
            return 0;
        }
        double[] both = new double[rest.length];
        for (int i = 0; i < both.length; i++) {
            both[i] = of[i] + rest[i];
        }
        double whole = variance(both);
        double rounding = 1e-18
                * Arrays.stream(trend).map(value -> value * value).average().orElse(0);
        return whole > rounding ? Math.max(0, 1 - variance(rest) / whole) : 0;
    }

    private static double variance(double[] values) {
        double[] known =
                Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
        double mean = Arrays.stream(known).average().orElse(0);
        return Arrays.stream(known)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(0);
    }

    private static final class Fit {
        private final double[] values;
        private final int perDay;
        private final List<Season> kinds;
        private final Map<Season, int[][]> phases = new EnumMap<>(Season.class);
        private final double[] weights;
        private final double[] trend;
        private final Map<Season, double[]> seasons = new EnumMap<>(Season.class);

        private Fit(RegularSeries series, ZoneId zone, List<Season> kinds) {
            this.values = series.values();
            this.perDay = (int) Math.max(Math.rint(86_400e9 / series.step().toNanos()), 1);
            this.kinds = kinds;
            this.weights = new double[values.length];
            this.trend = new double[values.length];
            for (Season kind : kinds) {
                phases.put(kind, phases(series, zone, kind));
                seasons.put(kind, new double[values.length]);
            }
        }

        private Decomposition parts() {
            Arrays.fill(weights, 1);
            double[] left = new double[values.length];
            double[] rest = new double[values.length];
            for (int round = 0; round < ROUNDS; round++) {
                for (int pass = 0; pass < PASSES; pass++) {
                    subtract(left, null, false);
                    Loess.smooth(left, weights, trend, (kinds.contains(Season.WEEK) ? 7 : 1) * perDay * 3 / 4 + 1);
                    for (Season kind : kinds) {
                        subtract(left, kind, true);
                        season(kind, left, round == 0);
                    }
                }
                subtract(rest, null, true);
                weigh(rest);
            }
            return new Decomposition(trend, Map.copyOf(seasons), rest);
        }

        /** What is left without trend and seasons, one season excepted. */
        private void subtract(double[] into, Season except, boolean withTrend) {
            for (int i = 0; i < values.length; i++) {
                into[i] = values[i] - (withTrend ? trend[i] : 0);
            }
            for (Season kind : kinds) {
                double[] season = seasons.get(kind);
                for (int i = 0; kind != except && i < values.length; i++) {
                    into[i] -= season[i];
                }
            }
        }

        private void season(Season kind, double[] left, boolean first) {
            double[] season = seasons.get(kind);
            for (int[] phase : phases.get(kind)) {
                double[] part = new double[phase.length];
                double[] weight = new double[phase.length];
                for (int i = 0; i < phase.length; i++) {
                    part[i] = left[phase[i]];
                    weight[i] = weights[phase[i]];
                }
                double[] smooth = new double[phase.length];
                if (first) { // nothing is known of outliers yet
                    Arrays.fill(smooth, median(part));
                } else {
                    Loess.smooth(part, weight, smooth, (int) CYCLES);
                }
                for (int i = 0; i < phase.length; i++) {
                    season[phase[i]] = smooth[i];
                }
            }
            centre(season, kind == Season.DAY ? perDay : 7 * perDay);
        }

        private static double median(double[] values) {
            double[] known = Arrays.stream(values)
                    .filter(value -> !Double.isNaN(value))
                    .sorted()
                    .toArray();
            return known.length == 0 ? 0 : (known[(known.length - 1) / 2] + known[known.length / 2]) / 2;
        }

        /** What a season has of the slow is the trend's. */
        private static void centre(double[] season, int period) {
            double[] sums = new double[season.length + 1];
            for (int i = 0; i < season.length; i++) {
                sums[i + 1] = sums[i] + season[i];
            }
            double[] mean = new double[season.length];
            int width = Math.min(period, season.length);
            for (int i = 0; i < season.length; i++) {
                int from = Math.min(Math.max(i - width / 2, 0), season.length - width);
                mean[i] = (sums[from + width] - sums[from]) / width;
            }
            for (int i = 0; i < season.length; i++) {
                season[i] -= mean[i];
            }
        }

        /** Bisquare weights: 0 for what is six median deviations off. */
        private void weigh(double[] rest) {
            double[] sizes = Arrays.stream(rest)
                    .filter(value -> !Double.isNaN(value))
                    .map(Math::abs)
                    .sorted()
                    .toArray();
            double most = sizes.length == 0 ? 0 : 6 * sizes[sizes.length / 2];
            for (int i = 0; i < rest.length; i++) {
                double part = Math.abs(rest[i]) / most;
                weights[i] = most <= 0 ? 1 : part < 1 ? (1 - part * part) * (1 - part * part) : 0;
            }
        }

        /** Indices of each phase, in order of time. */
        private static int[][] phases(RegularSeries series, ZoneId zone, Season kind) {
            int perDay = (int) Math.max(Math.rint(86_400e9 / series.step().toNanos()), 1);
            int count = kind == Season.DAY ? perDay : 7 * perDay;
            List<List<Integer>> found = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                found.add(new ArrayList<>());
            }
            for (int i = 0; i < series.size(); i++) {
                found.get(phase(series.time(i), zone, perDay, kind)).add(i);
            }
            return found.stream()
                    .map(phase -> phase.stream().mapToInt(Integer::intValue).toArray())
                    .toArray(int[][]::new);
        }

        private static int phase(Instant time, ZoneId zone, int perDay, Season kind) {
            ZonedDateTime local = time.atZone(zone);
            long slot = local.toLocalTime().toNanoOfDay()
                    * perDay
                    / Duration.ofDays(1).toNanos();
            return (int) (kind == Season.DAY ? slot : (local.getDayOfWeek().getValue() - 1L) * perDay + slot);
        }
    }
}
