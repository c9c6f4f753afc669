package org.metergate.emulator.workbench;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.metergate.emulator.meters.Building;
import org.metergate.emulator.meters.EmulatedMeter;
import org.metergate.emulator.meters.PortSettings;
import org.metergate.emulator.meters.Wire.ByteTiming;
import org.metergate.emulator.meters.building.Site;
import org.metergate.emulator.meters.building.SiteBuilding;
import org.metergate.settings.Properties;
import org.metergate.settings.Properties.Problem;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the demonstration site until it is interrupted. */
@Command(
        name = "emulate",
        description = "Runs a building and its meters, prints each meter's address, and goes on until Ctrl-C.",
        mixinStandardHelpOptions = true)
final class EmulateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--bind", defaultValue = "127.0.0.1", description = "address to listen on (${DEFAULT-VALUE})")
    private String bind;

    @Option(names = "--seed", defaultValue = "1", description = "same seed, same building (${DEFAULT-VALUE})")
    private int seed;

    @Option(
            names = "--installed",
            defaultValue = "2024-01-01",
            description = "day or time (UTC) from which the meters count (${DEFAULT-VALUE})")
    private String installed;

    @Override
    public Integer call() throws Failure {
        DemonstrationSite site = open(meters(building(), Clock.systemUTC()));
        Thread ender = new Thread(site::close, "workbench-end");
        Runtime.getRuntime().addShutdownHook(ender);
        print(site.meters());
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException end) {
            Runtime.getRuntime().removeShutdownHook(ender);
            site.close();
        }
        return CommandLine.ExitCode.OK;
    }

    private static DemonstrationSite open(List<DemonstrationSite.Meter> meters) throws Failure {
        try {
            return DemonstrationSite.open(meters);
        } catch (IOException e) {
            throw new Failure(Failure.Kind.PORT, e.getMessage());
        }
    }

    private Building building() throws Failure {
        Properties properties = new Properties(Map.of("seed", seed, "installed", installed));
        Site site = Site.from(properties);
        for (Problem problem : properties.problems()) {
            throw new Failure(Failure.Kind.USAGE, "--" + problem.key() + " " + problem.text());
        }
        return new SiteBuilding(site);
    }

    private List<DemonstrationSite.Meter> meters(Building building, Clock clock) {
        return new ArrayList<>();
    }

    private PortSettings port(int port, int baud, int bits, int turnaround) {
        return new PortSettings(bind, port, new ByteTiming(baud, bits), Duration.ofMillis(turnaround));
    }

    private void print(List<EmulatedMeter> meters) {
        PrintWriter out = spec.commandLine().getOut();
        for (EmulatedMeter meter : meters) {
            out.printf("%-12s %-32s %s%n", meter.name(), meter.protocol(), meter.address());
        }
        out.println("Ctrl-C stops the meters.");
        out.flush();
    }
}
