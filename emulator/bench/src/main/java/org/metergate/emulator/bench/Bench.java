package org.metergate.emulator.bench;

import org.metergate.emulator.bench.dashboard.DashboardCommand;
import org.metergate.emulator.bench.delivery.DeliveryCommand;
import org.metergate.emulator.bench.delivery.OutageCommand;
import org.metergate.emulator.bench.delivery.PublishCommand;
import org.metergate.emulator.bench.influx.InfluxCommand;
import org.metergate.emulator.bench.kills.KillsCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The command line. Exit status 0: every ratio within its limit; 1: one is not, or could not be measured; 2: usage. */
@Command(
        name = "bench",
        description = "Decoders against their peers, readings against what the wire allows, and many meters at once.",
        version = "Metergate bench 0.1.0",
        subcommands = {
            CompareCommand.class,
            WireCommand.class,
            FleetCommand.class,
            DeliveryCommand.class,
            OutageCommand.class,
            PublishCommand.class,
            InfluxCommand.class,
            KillsCommand.class,
            DashboardCommand.class
        })
public final class Bench implements Runnable {

    /** Of every command. */
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "shows this")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "tells the version")
    private boolean version;

    private final CommandLine line = new CommandLine(this);

    private Bench() {}

    /** @return the commands, ready for one run after another */
    static CommandLine commands() {
        return new Bench().line;
    }

    /** @param arguments see {@code --help} */
    public static void main(String[] arguments) {
        System.exit(commands().execute(arguments));
    }

    /** Without a command there is nothing to do but to tell the commands. */
    @Override
    public void run() {
        throw new ParameterException(
                line,
                "a command is missing: compare, wire, fleet, delivery, outage, publish, influx, kills or dashboard");
    }
}
