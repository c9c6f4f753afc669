package org.metergate.emulator.workbench.analyse;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.metergate.analysis.forecast.Forecast;
import org.metergate.analysis.forecast.Forecaster;
import org.metergate.analysis.series.RegularSeries;
import org.metergate.emulator.workbench.Failure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Forecasts from one origin a day; the forecaster has been fed nothing from after its origin. */
@Command(
        name = "forecast",
        description = {
            "Forecasts a series at its own step, with 80 % and 95 % intervals, and says how good that was.",
            "With --test-from one origin a day from there to the end; without it, from the end of the file."
        },
        sortOptions = false)
final class ForecastCommand implements Callable<Integer> {
    private static final int MOST_COMPANIONS = 3;
    private static final List<String> COLUMNS = List.of(
            "origin", "timestamp", "actual", "forecast", "lower80", "upper80", "lower95", "upper95", "baseline");

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this")
    private boolean help;

    @Mixin
    private InputOptions input;

    @Mixin
    private OutputOptions output;

    @Option(names = "--horizon", paramLabel = "STEPS", description = "steps to forecast; default: one day")
    private Integer horizon;

    @Option(
            names = "--test-from",
            paramLabel = "TIMESTAMP",
            description = "first origin; every later one is at the same local time of the next day")
    private String testFrom;

    @Option(
            names = "--retrain",
            paramLabel = "DAYS",
            defaultValue = "1",
            description = "days between two trainings (default 1)")
    private int retrainDays;

    @Option(
            names = "--value-only",
            description = "leaves out the other columns, which are used as far as they are known")
    private boolean valueOnly;

    @Override
    public Integer call() throws Failure {
        Table table = input.table(2);
        int column = table.column(input.column());
        RegularSeries series = series(table, table.numbersWithGaps(column));
        double[][] companions = companions(table, column, series);
        int first = testFrom == null ? series.size() : firstOrigin(table, series);
        Stamps stamps = new Stamps(new Timestamps(input.zone()), table, series);
        ForecastScore score = new ForecastScore(series);
        List<Forecast> drawn = new ArrayList<>();
        Forecaster forecaster = forecaster(series, companions.length);
        Optional<Forecast> forecast = forecast(forecaster, series, companions, first, score);
        if (forecast.isEmpty()) {
            throw new Failure(Failure.Kind.INPUT, tooLittle(series, first));
        }
        try (Printer printer = output.printer(spec.commandLine().getOut(), COLUMNS)) {
            int origin = first;
            while (true) {
                if (forecast.isPresent()) {
                    print(printer, forecast.get(), series, origin, stamps, score);
                    drawn.add(forecast.get());
                }
                origin = next(series, origin);
                if (testFrom == null || origin >= series.size()) {
                    break;
                }
                forecast = forecast(forecaster, series, companions, origin, score);
            }
            printer.summary(score.summary());
        }
        output.draw(drawing(series, drawn));
        return CommandLine.ExitCode.OK;
    }

    private RegularSeries series(Table table, double[] values) throws Failure {
        try {
            RegularSeries series = RegularSeries.of(table.times(), values);
            if (series.gaps() == series.size()) {
                throw new Failure(Failure.Kind.INPUT, table.name() + " has no number in the column");
            }
            return series;
        } catch (IllegalArgumentException e) {
            throw new Failure(
                    Failure.Kind.INPUT, table.name() + ": " + e.getMessage() + "; see workbench analyse series --step");
        }
    }

    /** Other columns that hold numbers, on the grid of the series. */
    private double[][] companions(Table table, int column, RegularSeries series) {
        List<double[]> companions = new ArrayList<>();
        for (int i = 0; i < table.columns().size() && companions.size() < MOST_COMPANIONS && !valueOnly; i++) {
            if (i == column) {
                continue;
            }
            try {
                companions.add(RegularSeries.of(table.times(), table.numbersWithGaps(i), series.step())
                        .values());
            } catch (Failure noNumbers) {
                continue; // a column of texts says nothing to a regression
            }
        }
        return companions.toArray(double[][]::new);
    }

    private int firstOrigin(Table table, RegularSeries series) throws Failure {
        Instant from;
        try {
            from = new Timestamps(input.zone())
                    .read(testFrom, Optional.empty())
                    .orElseThrow(() -> new Failure(
                            Failure.Kind.USAGE,
                            "--test-from: '" + testFrom + "' is no timestamp; expected such as 2026-01-31T00:00:00Z"));
        } catch (Timestamps.SkippedException e) {
            throw new Failure(Failure.Kind.USAGE, "--test-from: the clocks never showed " + testFrom);
        }
        for (int i = 0; i < series.size(); i++) {
            if (!series.time(i).isBefore(from)) {
                if (i == 0) {
                    break;
                }
                return i;
            }
        }
        throw new Failure(
                Failure.Kind.USAGE,
                "--test-from: " + testFrom + " is not within " + table.name() + ", which goes from "
                        + table.row(0).stamp() + " to "
                        + table.row(table.rows() - 1).stamp());
    }

    private Forecaster forecaster(RegularSeries series, int companions) throws Failure {
        long day = Math.max(86_400 / Math.max(series.step().toSeconds(), 1), 1);
        try {
            return new Forecaster(
                    series.start(),
                    series.step(),
                    input.zone(),
                    horizon == null ? (int) Math.min(day, 1440) : horizon,
                    retrainDays,
                    companions);
        } catch (IllegalArgumentException e) {
            throw new Failure(
                    Failure.Kind.INPUT,
                    input.file() + ": " + e.getMessage() + "; workbench analyse series --step resamples");
        }
    }

    /** The same local time of the next day. */
    private int next(RegularSeries series, int origin) {
        ZonedDateTime local = series.time(origin).atZone(input.zone());
        java.time.Duration ahead = java.time.Duration.between(local, local.plusDays(1));
        return origin + (int) Math.max(ahead.dividedBy(series.step()), 1);
    }

    private static Optional<Forecast> forecast(
            Forecaster forecaster, RegularSeries series, double[][] companions, int origin, ForecastScore score) {
        double[] beside = new double[companions.length];
        while (forecaster.size() < origin) {
            int index = forecaster.size();
            for (int i = 0; i < beside.length; i++) {
                beside[i] = companions[i][index];
            }
            forecaster.add(series.values()[index], beside);
        }
        return score.timed(forecaster);
    }

    private static void print(
            Printer printer, Forecast forecast, RegularSeries series, int origin, Stamps stamps, ForecastScore score) {
        for (int i = 0; i < forecast.points().size(); i++) {
            Forecast.Point point = forecast.points().get(i);
            boolean known = origin + i < series.size();
            double actual = known ? series.values()[origin + i] : Double.NaN;
            if (origin < series.size() && (!known || Double.isNaN(actual))) {
                continue; // nothing to hold it against
            }
            score.add(origin, origin + i, point);
            printer.row(
                    stamps.of(origin),
                    stamps.of(origin + i),
                    actual,
                    point.value(),
                    point.lower80(),
                    point.upper80(),
                    point.lower95(),
                    point.upper95(),
                    point.baseline());
        }
        score.add(forecast.receipt());
    }

    private String tooLittle(RegularSeries series, int origin) {
        double days = origin * (double) series.step().toSeconds() / 86_400;
        return input.file() + " has "
                + String.format(java.util.Locale.ROOT, "%.1f", days) + " days before the origin "
                + series.time(origin) + "; expected " + Forecaster.FEWEST_DAYS
                + " or more, and a value within the last 7";
    }

    private Plot drawing(RegularSeries series, List<Forecast> forecasts) {
        Plot plot = Plot.overTime("Forecast of " + input.file(), "");
        List<Forecast> last = forecasts.subList(Math.max(forecasts.size() - 14, 0), forecasts.size());
        if (last.isEmpty()) {
            return plot;
        }
        List<Forecast.Point> points =
                last.stream().flatMap(one -> one.points().stream()).toList();
        double[] x =
                points.stream().mapToDouble(one -> one.time().getEpochSecond()).toArray();
        plot.band("95 %", x, numbers(points, Forecast.Point::lower95), numbers(points, Forecast.Point::upper95));
        plot.band("80 %", x, numbers(points, Forecast.Point::lower80), numbers(points, Forecast.Point::upper80));
        plot.line("baseline", x, numbers(points, Forecast.Point::baseline));
        plot.line("forecast", x, numbers(points, Forecast.Point::value));
        int day = (int) Math.max(86_400 / series.step().toSeconds(), 1);
        double from = x[0] - 3 * 86_400;
        int begin = (int) Math.max(
                (from - series.start().getEpochSecond()) / series.step().toSeconds(), 0);
        int end = Math.min(series.size(), begin + (last.size() + 4) * day);
        double[] times = new double[Math.max(end - begin, 0)];
        double[] values = new double[times.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = series.time(begin + i).getEpochSecond();
            values[i] = series.values()[begin + i];
        }
        return plot.line("actual", times, values);
    }

    private static double[] numbers(
            List<Forecast.Point> points, java.util.function.ToDoubleFunction<Forecast.Point> what) {
        return points.stream().mapToDouble(what).toArray();
    }

    /** Timestamps as the file has them; of steps that it does not have, in the same form. */
    private record Stamps(Timestamps timestamps, Table table, RegularSeries series) {
        private String of(int index) {
            return timestamps.write(table.row(0).stamp(), series.time(index));
        }
    }
}
