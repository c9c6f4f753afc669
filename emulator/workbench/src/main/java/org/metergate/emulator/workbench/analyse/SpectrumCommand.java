package org.metergate.emulator.workbench.analyse;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.metergate.analysis.series.RegularSeries;
import org.metergate.analysis.spectrum.Cycle;
import org.metergate.analysis.spectrum.Spectrum;
import org.metergate.emulator.workbench.Failure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Finds the dominant periods of a series. */
@Command(
        name = "spectrum",
        description = "Finds the dominant periods of a series: day, week, and the cycles of machines.",
        sortOptions = false)
final class SpectrumCommand implements Callable<Integer> {
    private static final List<String> COLUMNS =
            List.of("period_s", "kind", "strength_percent", "amplitude", "false_alarm");

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

    @Override
    public Integer call() throws Failure {
        Table table = input.table(2);
        double[] values = table.numbersWithGaps(table.column(input.column()));
        RegularSeries series;
        Spectrum spectrum;
        try {
            series = RegularSeries.of(table.times(), values);
            spectrum = Spectrum.of(series, input.zone());
        } catch (IllegalArgumentException e) {
            throw new Failure(
                    Failure.Kind.INPUT, table.name() + ": " + e.getMessage() + "; see workbench analyse series --step");
        }
        try (Printer printer = output.printer(spec.commandLine().getOut(), COLUMNS)) {
            for (Cycle cycle : spectrum.cycles()) {
                printer.row(
                        cycle.period().toMillis() / 1e3,
                        cycle.kind(),
                        100 * cycle.strength(),
                        cycle.amplitude(),
                        cycle.falseAlarm());
            }
            Map<String, Object> summary = new LinkedHashMap<>();
            summary.put("step", series.step());
            summary.put("steps", series.size());
            summary.put("gaps", series.gaps());
            summary.put("constant", series.isConstant());
            summary.put("cycles", spectrum.cycles().size());
            printer.summary(summary);
        }
        double[] hours =
                java.util.Arrays.stream(spectrum.periods()).map(s -> s / 3600).toArray();
        output.draw(Plot.overNumbers("Spectrum of " + input.file() + " (period in h)", "part of variance", true)
                .line("all", hours, spectrum.powers())
                .line("without the calendar", hours, spectrum.rest()));
        return CommandLine.ExitCode.OK;
    }
}
