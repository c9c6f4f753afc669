package org.metergate.emulator.bench.kills;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.metergate.emulator.meters.Building;
import org.metergate.emulator.meters.building.Site;
import org.metergate.emulator.meters.building.SiteBuilding;
import org.metergate.settings.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** No invocation counter is used twice and no meter locks the gateway out, whenever the gateway is killed. */
@Command(
        name = "kills",
        description = "Kills a gateway that reads a protected meter at random points, and counts what the meter heard.")
public final class KillsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--kills", defaultValue = "1000", description = "of all gateways together (${DEFAULT-VALUE})")
    private int kills;

    @Option(
            names = "--meters",
            defaultValue = "3",
            description = "each with a gateway of its own, at the same time, 1 to 64 (${DEFAULT-VALUE})")
    private int meters;

    @Option(names = "--seed", description = "of the points of the kills; default a new one")
    private Long seed;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (kills < 1 || meters < 1 || meters > 64) {
            throw new ParameterException(spec.commandLine(), "expected 1 kill or more and 1 to 64 meters");
        }
        long chosen = seed == null ? System.nanoTime() : seed;
        Path folder = Files.createTempDirectory("kills");
        Building building = new SiteBuilding(Site.from(new Properties(Map.of())));
        Path training = Files.createDirectory(folder.resolve("training"));
        Optional<Path> archive = new KillRun(training, 0, building, chosen).archive();
        ExecutorService workers = Executors.newFixedThreadPool(meters, work -> new Thread(work, "bench-kills"));
        long begun = System.nanoTime();
        try {
            List<Future<KillRun.Result>> runs = new ArrayList<>();
            for (int meter = 0; meter < meters; meter++) {
                Path own = Files.createDirectory(folder.resolve("meter" + meter));
                int share = kills / meters + (meter < kills % meters ? 1 : 0);
                KillRun run = new KillRun(own, share, building, chosen + meter);
                runs.add(workers.submit(() -> run.result(archive)));
            }
            KillRun.Result all = KillRun.Result.NOTHING;
            for (Future<KillRun.Result> run : runs) {
                all = all.plus(run.get());
            }
            PrintWriter out = spec.commandLine().getOut();
            out.printf(
                    "seed %d, %d meters, %.0f s, %s: %s%n",
                    chosen, meters, (System.nanoTime() - begun) / 1e9, folder, all);
            out.flush();
            return all.isGood() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        } catch (ExecutionException e) {
            throw new IOException("a run broke off: " + e.getCause().getMessage(), e);
        } finally {
            workers.shutdownNow();
        }
    }
}
