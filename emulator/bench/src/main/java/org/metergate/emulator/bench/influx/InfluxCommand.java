package org.metergate.emulator.bench.influx;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.message.KuraPayload;
import org.metergate.publisher.influxdb.InfluxDbEndpoint;
import org.metergate.publisher.outbox.FileOutbox;
import org.metergate.publisher.outbox.OutboxException;
import org.metergate.publisher.outbox.store.StoreLimits;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Points a second onto the disk and into a real InfluxDB 1 on this machine, and bytes on the disk for each. */
@Command(name = "influx", description = "Writes readings into a real InfluxDB 1 and tells how fast.")
public final class InfluxCommand implements Callable<Integer> {

    private static final long LIMIT = 2_000_000_000;
    private static final long BEGIN = 1_764_000_000_000L;

    @Spec
    private CommandSpec spec;

    @Option(names = "--readings", defaultValue = "20000", description = "how many; default ${DEFAULT-VALUE}")
    private int readings;

    @Option(names = "--channels", defaultValue = "10", description = "of each reading; default ${DEFAULT-VALUE}")
    private int channels;

    @Option(names = "--within", defaultValue = "300", description = "s that it may take; default ${DEFAULT-VALUE}")
    private int within;

    @Override
    public Integer call() throws IOException, OutboxException, KuraException {
        PrintWriter out = spec.commandLine().getOut();
        Path folder = Files.createTempDirectory("influx");
        try (RealServer server = new RealServer(folder);
                FileOutbox outbox = FileOutbox.open(
                        folder.resolve("outbox"), StoreLimits.of(Duration.ofDays(30), LIMIT, 0), name -> false)) {
            server.start();
            InfluxDbEndpoint endpoint = new InfluxDbEndpoint();
            endpoint.setOutbox(outbox);
            endpoint.activate(new HashMap<>(Map.of(
                    "kura.service.pid",
                    "influx",
                    "url",
                    server.url(),
                    "api.version",
                    "V1",
                    "authentication",
                    "NONE",
                    "batch.wait",
                    0,
                    "connect.automatically",
                    false)));
            long points = (long) readings * channels;
            long begun = System.nanoTime();
            for (int i = 0; i < readings; i++) {
                endpoint.publish(reading(i));
            }
            double accepted = seconds(begun);
            long bytes = size(folder.resolve("outbox"));
            begun = System.nanoTime();
            endpoint.connect();
            while (!endpoint.getInfo().get("Readings written").equals(Integer.toString(readings))) {
                if (seconds(begun) > within) {
                    out.println("not all arrived: " + endpoint.getInfo());
                    return CommandLine.ExitCode.SOFTWARE;
                }
                LockSupport.parkNanos(1_000_000);
            }
            double written = seconds(begun);
            long stored = server.count();
            endpoint.deactivate();
            out.printf(
                    "%d points: onto the disk %.0f points/s (one caller, each reading forced to the disk), into InfluxDB %.0f "
                            + "points/s, %.1f bytes on the disk per point; queried back: %d%n",
                    points, points / accepted, points / written, (double) bytes / points, stored);
            return stored == points ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    private KuraMessage reading(int number) {
        KuraPayload payload = new KuraPayload();
        payload.addMetric("assetName", "meter" + number % 10);
        payload.addMetric("assetTimestamp", BEGIN + number * 1000L);
        for (int channel = 0; channel < channels; channel++) {
            payload.addMetric("channel" + channel, number + channel / 8.0);
            payload.addMetric("channel" + channel + "_unit", "kWh");
        }
        return new KuraMessage(payload);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(InfluxCommand::length)
                    .sum();
        }
    }

    private static long length(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
