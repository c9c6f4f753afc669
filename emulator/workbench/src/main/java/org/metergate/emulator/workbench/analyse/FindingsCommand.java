package org.metergate.emulator.workbench.analyse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.metergate.analysis.finding.ChannelKind;
import org.metergate.analysis.finding.Finding;
import org.metergate.analysis.finding.MeterWatch;
import org.metergate.emulator.workbench.Failure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Names what is wrong with a meter. */
@Command(
        name = "findings",
        description =
                "Watches the channels of one meter, one column each, and names what is wrong: cause, time, rows that"
                        + " show it, check to make. What a column measures is told by its name (U1, I1, P1, P, PF, THD, E, volume;"
                        + " anything else is a level, such as a temperature), or by --kind. Rows stand in the order they were read;"
                        + " a timestamp that goes back is a finding.",
        sortOptions = false)
final class FindingsCommand implements Callable<Integer> {
    private static final List<String> COLUMNS =
            List.of("cause", "channel", "start", "end", "severity", "check", "rows");

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this")
    private boolean help;

    @Option(
            names = "--kind",
            paramLabel = "COLUMN=KIND",
            description = "what a column measures: voltage, current, active_power, reactive_power, power_factor, thd,"
                    + " energy, volume or gauge; may be repeated")
    private Map<String, String> kinds = new LinkedHashMap<>();

    @Mixin
    private InputOptions input;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws Failure {
        long rows = 0;
        List<Finding> all = new ArrayList<>();
        try (CsvFile file = input.openInAnyOrder()) {
            MeterWatch watch = new MeterWatch(channels(file));
            for (Optional<CsvFile.Row> row = file.next(); row.isPresent(); row = file.next()) {
                Map<String, Double> values = new LinkedHashMap<>();
                for (String name : watch.channels().keySet()) {
                    OptionalDouble value =
                            file.numberOrGap(row.get(), file.columns().indexOf(name));
                    value.ifPresent(number -> values.put(name, number));
                }
                all.addAll(watch.accept(row.get().time(), values));
                rows++;
            }
            if (rows == 0) {
                throw new Failure(
                        Failure.Kind.INPUT, file.name() + " has a header and no row; expected at least one row");
            }
        }
        print(all, rows);
        return 0;
    }

    private Map<String, ChannelKind> channels(CsvFile file) throws Failure {
        Map<String, ChannelKind> channels = new LinkedHashMap<>();
        for (String name : file.columns()) {
            if (input.column().isEmpty() || input.column().get().equals(name)) {
                channels.put(name, ChannelKind.of(name));
            }
        }
        if (channels.isEmpty()) {
            file.column(input.column()); // tells which columns there are
        }
        for (Map.Entry<String, String> one : kinds.entrySet()) {
            if (!channels.containsKey(one.getKey())) {
                throw new Failure(
                        Failure.Kind.USAGE,
                        "--kind: " + file.name() + " has no column '" + one.getKey() + "'; it has "
                                + String.join(", ", file.columns()));
            }
            channels.put(one.getKey(), kind(one.getValue()));
        }
        return channels;
    }

    private static ChannelKind kind(String word) throws Failure {
        try {
            return ChannelKind.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new Failure(
                    Failure.Kind.USAGE,
                    "--kind: '" + word + "' is no kind; expected voltage, current, active_power, reactive_power,"
                            + " power_factor, thd, energy, volume or gauge");
        }
    }

    private void print(List<Finding> all, long rows) throws Failure {
        try (Printer printer = output.printer(spec.commandLine().getOut(), COLUMNS)) {
            for (Finding one : all) {
                printer.row(
                        one.cause().name().toLowerCase(Locale.ROOT),
                        one.channel(),
                        one.start().toString(),
                        one.end().toString(),
                        Math.round(one.severity() * 1000) / 1000.0,
                        one.check(),
                        one.rows().stream()
                                .map(row -> row.time() + (row.channel().isEmpty() ? "" : "=" + row.value()))
                                .collect(Collectors.joining(" ")));
            }
            Map<String, Object> summary = new LinkedHashMap<>();
            summary.put("rows", rows);
            summary.put("findings", all.size());
            printer.summary(summary);
        }
        double[] times = Plot.seconds(all.stream().map(Finding::start).toArray(java.time.Instant[]::new));
        double[] severities = all.stream().mapToDouble(Finding::severity).toArray();
        output.draw(Plot.overTime(input.file() + ": findings", "severity").bars("findings", times, severities));
    }
}
