package org.metergate.emulator.bench.delivery;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Every accepted reading arrives exactly once by key, whatever is in the way. */
@Command(
        name = "delivery",
        description =
                "Delivers readings to a real Mosquitto or InfluxDB through kills, outages, a full disk and a clock set"
                        + " back.")
public final class DeliveryCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--minutes", defaultValue = "10", description = "length of each run; default ${DEFAULT-VALUE}")
    private double minutes;

    @Option(
            names = "--kills",
            defaultValue = "20",
            description = "of receiver and gateway each; default ${DEFAULT-VALUE}")
    private int kills;

    @Option(names = "--outage", defaultValue = "300", description = "s; default ${DEFAULT-VALUE}")
    private int outage;

    @Option(names = "--pause", defaultValue = "20", description = "ms between two readings; default ${DEFAULT-VALUE}")
    private int pause;

    @Option(
            names = "--qos",
            split = ",",
            defaultValue = "1,2",
            description = "at the broker, 0 for InfluxDB in its place; default ${DEFAULT-VALUE}")
    private List<Integer> qualities;

    @Option(names = "--seed", description = "of what happens when; default a new one")
    private Long seed;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        boolean good = true;
        for (int qos : qualities) {
            long chosen = seed == null ? System.nanoTime() : seed;
            Path folder = Files.createTempDirectory("delivery");
            DeliveryRun.Result result = new DeliveryRun(
                            folder,
                            qos,
                            Duration.ofMillis((long) (minutes * 60_000)),
                            kills,
                            Duration.ofSeconds(outage),
                            pause,
                            new Random(chosen))
                    .result();
            String to = qos == 0 ? "influxdb" : "qos " + qos;
            out.printf("%s, seed %d, %s: %s%n", to, chosen, folder, result);
            out.flush();
            good &= result.isGood();
        }
        return good ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
