package org.metergate.emulator.workbench.analyse;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.metergate.analysis.series.Decomposition;
import org.metergate.analysis.series.Decomposition.Season;
import org.metergate.analysis.series.Gap;
import org.metergate.analysis.series.RegularSeries;
import org.metergate.analysis.series.Resampling;
import org.metergate.emulator.workbench.Failure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Resamples a series, lists its gaps, or takes it apart. */
@Command(
        name = "series",
        description = {
            "Takes a series apart into trend, day, week and rest;",
            "with --step resamples it to steps of the calendar, with --gaps lists what is missing."
        },
        sortOptions = false)
final class SeriesCommand implements Callable<Integer> {
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

    @Option(
            names = "--step",
            paramLabel = "DURATION",
            converter = Iso.class,
            description = "resamples to this step: PT15M, PT1H, P1D, P7D")
    private Duration step;

    @Option(
            names = "--aggregation",
            paramLabel = "HOW",
            defaultValue = "MEAN",
            description = "with --step: ${COMPLETION-CANDIDATES} (default MEAN)")
    private Resampling.How how;

    @Option(
            names = "--bridge",
            paramLabel = "DURATION",
            converter = Iso.class,
            description = "with LAST and LINEAR: longest gap that is bridged; default: the step")
    private Duration bridge;

    @Option(names = "--gaps", description = "lists the gaps of the series as it is")
    private boolean gaps;

    @Override
    public Integer call() throws Failure {
        Table table = input.table(2);
        double[] values = table.numbersWithGaps(table.column(input.column()));
        try {
            if (gaps) {
                gaps(table, values);
            } else if (step != null) {
                resample(table, values);
            } else {
                takeApart(table, values);
            }
        } catch (IllegalArgumentException e) {
            throw new Failure(
                    Failure.Kind.INPUT,
                    table.name() + ": " + e.getMessage() + (step == null ? "; --step resamples a series" : ""));
        }
        return CommandLine.ExitCode.OK;
    }

    private void gaps(Table table, double[] values) {
        Instant[] known = java.util.stream.IntStream.range(0, values.length)
                .filter(i -> !Double.isNaN(values[i]))
                .mapToObj(i -> table.row(i).time())
                .toArray(Instant[]::new);
        Duration usual = RegularSeries.usualStep(table.times());
        List<Gap> found = Gap.in(usual, known);
        try (Printer printer =
                output.printer(spec.commandLine().getOut(), List.of("after", "until", "seconds", "missing"))) {
            long missing = 0;
            for (Gap gap : found) {
                missing += gap.missing();
                printer.row(
                        gap.after(),
                        gap.until(),
                        Duration.between(gap.after(), gap.until()).toSeconds(),
                        gap.missing());
            }
            Map<String, Object> summary = new LinkedHashMap<>();
            summary.put("step", usual);
            summary.put("values", known.length);
            summary.put("gaps", found.size());
            summary.put("missing", missing);
            printer.summary(summary);
        }
    }

    private void resample(Table table, double[] values) throws Failure {
        List<Resampling.Interval> intervals =
                new Resampling(step, input.zone(), how, bridge == null ? step : bridge).of(table.times(), values);
        Timestamps timestamps = new Timestamps(input.zone());
        String sample = table.row(0).stamp();
        String like = sample.length() == 10 && sample.contains("-") ? sample + " 00:00:00" : sample;
        try (Printer printer = output.printer(spec.commandLine().getOut(), List.of("timestamp", "value", "count"))) {
            for (Resampling.Interval one : intervals) {
                printer.row(timestamps.write(like, one.start()), one.value(), one.count());
            }
            Map<String, Object> summary = new LinkedHashMap<>();
            summary.put("intervals", intervals.size());
            summary.put(
                    "gaps",
                    intervals.stream().filter(one -> Double.isNaN(one.value())).count());
            printer.summary(summary);
        }
        output.draw(Plot.overTime(input.file() + " by " + step, "")
                .line("before", Plot.seconds(table.times()), values)
                .line(
                        "after",
                        Plot.seconds(intervals.stream()
                                .map(Resampling.Interval::start)
                                .toArray(Instant[]::new)),
                        intervals.stream()
                                .mapToDouble(Resampling.Interval::value)
                                .toArray()));
    }

    private void takeApart(Table table, double[] values) throws Failure {
        RegularSeries series = RegularSeries.of(table.times(), values);
        Decomposition parts = Decomposition.of(series, input.zone());
        double[] none = new double[series.size()];
        double[] day = parts.seasons().getOrDefault(Season.DAY, none);
        double[] week = parts.seasons().getOrDefault(Season.WEEK, none);
        Timestamps timestamps = new Timestamps(input.zone());
        try (Printer printer = output.printer(
                spec.commandLine().getOut(), List.of("timestamp", "value", "trend", "day", "week", "rest"))) {
            for (int i = 0; i < series.size(); i++) {
                printer.row(
                        timestamps.write(table.row(0).stamp(), series.time(i)),
                        series.values()[i],
                        parts.trend()[i],
                        day[i],
                        week[i],
                        parts.rest()[i]);
            }
            Map<String, Object> summary = new LinkedHashMap<>();
            summary.put("step", series.step());
            summary.put("gaps", series.gaps());
            summary.put("constant", series.isConstant());
            summary.put("strength_day", parts.strength(Season.DAY));
            summary.put("strength_week", parts.strength(Season.WEEK));
            printer.summary(summary);
        }
        Instant[] times = new Instant[series.size()];
        for (int i = 0; i < times.length; i++) {
            times[i] = series.time(i);
        }
        double[] x = Plot.seconds(times);
        output.draw(Plot.overTime("Parts of " + input.file(), "")
                .line("value", x, series.values())
                .line("trend", x, parts.trend())
                .line("day", x, day)
                .line("week", x, week)
                .line("rest", x, parts.rest()));
    }

    /** Reads a duration of ISO 8601. */
    static final class Iso implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String word) {
            try {
                return Duration.parse(word);
            } catch (DateTimeParseException e) {
                throw new TypeConversionException("'" + word + "' is no duration such as PT15M, PT1H or P1D");
            }
        }
    }
}
