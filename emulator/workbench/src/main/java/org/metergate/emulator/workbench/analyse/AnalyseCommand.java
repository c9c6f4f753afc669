package org.metergate.emulator.workbench.analyse;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the numbers mean: every analysis of the bundles, over CSV files. */
@Command(
        name = "analyse",
        description = "Analyses series of values in CSV files; prints CSV or JSON, and draws SVG.",
        sortOptions = false,
        subcommands = {
            ForecastCommand.class,
            SpectrumCommand.class,
            SeriesCommand.class,
            AnomalyCommand.class,
            ScoreCommand.class,
            FindingsCommand.class,
            FaultsCommand.class,
            PowerCommand.class,
            HarmonicsCommand.class,
            EnergyCommand.class,
        })
public final class AnalyseCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this")
    private boolean help;

    /** Without an analysis there is nothing to do but to tell them. */
    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "an analysis is missing: "
                        + String.join(", ", spec.commandLine().getSubcommands().keySet()));
    }
}
