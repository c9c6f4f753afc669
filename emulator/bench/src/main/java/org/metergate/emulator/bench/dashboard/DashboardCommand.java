package org.metergate.emulator.bench.dashboard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.metergate.emulator.bench.dlms.Fleet;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A dashboard with many clients beside a gateway that reads: whether a poll is missed, and how long clients wait. */
@Command(name = "dashboard", description = "Many clients of the dashboard beside a gateway that reads emulated meters.")
public final class DashboardCommand implements Callable<Integer> {
    private static final double MIB = 1 << 20;
    /** Periods until the virtual machines have compiled what they need. */
    private static final int WARM_UP = 4;

    @Spec
    private CommandSpec spec;

    @Option(names = "--meters", defaultValue = "500", description = "how many are read (${DEFAULT-VALUE})")
    private int meters;

    @Option(names = "--period", defaultValue = "10", description = "s between two readings (${DEFAULT-VALUE})")
    private int period;

    @Option(names = "--cycles", defaultValue = "6", description = "readings of each meter (${DEFAULT-VALUE})")
    private int cycles;

    @Option(names = "--clients", defaultValue = "200", description = "WebSockets (${DEFAULT-VALUE})")
    private int clients;

    @Option(names = "--updates", defaultValue = "10", description = "a second for each of them (${DEFAULT-VALUE})")
    private int updates;

    @Option(names = "--requests", defaultValue = "500", description = "REST, a second (${DEFAULT-VALUE})")
    private int requests;

    @Option(names = "--plain", description = "without TLS")
    private boolean plain;

    @Override
    public Integer call() throws IOException, InterruptedException {
        int each = updates * period;
        if (meters < 1 || period < 1 || cycles < 1 || clients < 1 || requests < 1 || each > meters) {
            throw new ParameterException(
                    spec.commandLine(), "expected positive numbers, and meters of at least updates times period");
        }
        Path folder = Files.createTempDirectory("dashboard");
        AtomicReference<Gateway> gateway = new AtomicReference<>();
        try (Fleet fleet = new Fleet(meters, (meter, readings) -> {
            if (gateway.get() != null) {
                gateway.get().accept(meter, readings);
            }
        })) {
            fleet.read(Duration.ofSeconds(period), 1); // associations, and the virtual machine warms up
            double before = heapAfterCleaning();
            gateway.set(new Gateway(folder, !plain));
            fleet.read(Duration.ofSeconds(period), 1); // so that there is something to be asked for
            return measure(fleet, gateway.get(), each, before);
        } finally {
            if (gateway.get() != null) {
                gateway.get().close();
            }
            delete(folder);
        }
    }

    private int measure(Fleet fleet, Gateway gateway, int each, double before)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-Djdk.internal.httpclient.disableHostnameVerification=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Clients.class.getName(),
                        (plain ? "http" : "https") + "://127.0.0.1:" + gateway.port(),
                        Integer.toString(clients),
                        Integer.toString(meters),
                        Integer.toString(each),
                        Integer.toString(requests))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (Writer orders = process.outputWriter();
                BufferedReader said = process.inputReader()) {
            order(orders, gateway.password());
            await(said, "ready");
            fleet.read(Duration.ofSeconds(period), WARM_UP); // clients and server
            order(orders, "measure");
            long cpu = cpuMillis();
            long begin = System.nanoTime();
            Fleet.Outcome outcome = fleet.read(Duration.ofSeconds(period), cycles);
            double seconds = (System.nanoTime() - begin) / 1e9;
            double own = (cpuMillis() - cpu) / 1000.0 / seconds;
            double heap = heapAfterCleaning();
            order(orders, "stop");
            return told(outcome, await(said, "figures").split(" "), seconds, own, heap - before);
        } finally {
            process.destroy();
        }
    }

    private static void order(Writer orders, String line) throws IOException {
        orders.write(line + "\n");
        orders.flush();
    }

    private String await(BufferedReader said, String word) throws IOException {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith(word)) {
                return line;
            }
            spec.commandLine().getOut().println(line);
        }
        throw new IOException("the clients ended before they said " + word);
    }

    private int told(Fleet.Outcome outcome, String[] figures, double seconds, double cpu, double heap)
            throws IOException {
        double perListener = Integer.parseInt(figures[1]) / seconds / clients;
        double perSecond = Integer.parseInt(figures[2]) / seconds;
        int failed = Integer.parseInt(figures[3]);
        boolean good =
                outcome.missed() == 0 && failed == 0 && perListener > updates * 0.95 && perSecond > requests * 0.95;
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "%d meters, every %d s, %d cycles: %d readings, %d missed; %d WebSockets with %.1f updates/s each, p50 %s ms,"
                        + " p99 %s ms from accepted to client; %.0f REST requests/s, p50 %s ms, p99 %s ms, %d failed;"
                        + " CPU of gateway, meters included, %.0f %% of one of %d cores; dashboard's heap %.0f MB,"
                        + " gateway's process %.0f MB with meters%s%s%n",
                meters,
                period,
                cycles,
                outcome.readings() + outcome.missed(),
                outcome.missed(),
                clients,
                perListener,
                figures[4],
                figures[5],
                perSecond,
                figures[6],
                figures[7],
                failed,
                100 * cpu,
                Runtime.getRuntime().availableProcessors(),
                heap,
                resident(),
                plain ? ", plain HTTP" : ", TLS",
                good ? "" : ", OVER");
        outcome.firstFailure().ifPresent(failure -> out.println("first failure: " + failure));
        out.flush();
        return good ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static double heapAfterCleaning() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MIB;
    }

    /** MB of memory that this process takes, as Linux counts it; 0 elsewhere. */
    private static double resident() throws IOException {
        Path status = Path.of("/proc/self/status");
        List<String> lines = Files.exists(status) ? Files.readAllLines(status) : List.of();
        return lines.stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    private static long cpuMillis() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toMillis)
                .orElse(0L);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
