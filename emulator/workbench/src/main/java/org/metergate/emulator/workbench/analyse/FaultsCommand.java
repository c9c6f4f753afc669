package org.metergate.emulator.workbench.analyse;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.metergate.emulator.workbench.Failure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows how well the findings name the faults of emulated meters. */
@Command(
        name = "faults",
        description =
                "Emulates meters with every fault that findings can name, and healthy ones, and prints how many were"
                        + " found, for each cause.",
        sortOptions = false)
final class FaultsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this")
    private boolean help;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "100",
            description = "meters of each fault, 1 to 100000 (default: ${DEFAULT-VALUE})")
    private int seeds;

    @Option(
            names = "--first-seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "seed of the first meter (default: ${DEFAULT-VALUE})")
    private long firstSeed;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "40",
            description = "days of each meter, 28 to 3650 (default: ${DEFAULT-VALUE})")
    private int days;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws Failure {
        if (seeds < 1 || seeds > 100_000) {
            throw new Failure(Failure.Kind.USAGE, "--seeds is " + seeds + "; expected 1 to 100000");
        }
        if (days < 28 || days > 3650) {
            throw new Failure(Failure.Kind.USAGE, "--days is " + days + "; expected 28 to 3650");
        }
        FaultTable table = new FaultTable(firstSeed, seeds, days);
        try (Printer printer =
                output.printer(spec.commandLine().getOut(), List.of("cause", "found", "false", "missed", "f1"))) {
            table.lines()
                    .forEach((cause, line) -> printer.row(
                            cause.name().toLowerCase(Locale.ROOT),
                            line.right(),
                            line.wrong(),
                            line.missed(),
                            Math.round(line.score() * 1000) / 1000.0));
            Map<String, Object> summary = new LinkedHashMap<>();
            summary.put("meters of each fault", seeds);
            summary.put(
                    "false findings on a healthy meter in 30 days", Math.round(table.falseOnHealthy() * 1000) / 1000.0);
            printer.summary(summary);
        }
        return 0;
    }
}
