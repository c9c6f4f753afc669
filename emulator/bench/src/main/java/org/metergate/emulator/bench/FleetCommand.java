package org.metergate.emulator.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.metergate.emulator.bench.dlms.Fleet;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Many meters at once: whether none is missed, and what that takes of the machine. */
@Command(name = "fleet", description = "Reads many emulated DLMS meters on TCP ports in a fixed rhythm.")
final class FleetCommand implements Callable<Integer> {
    private static final long MIB = 1 << 20;

    @Spec
    private CommandSpec spec;

    @Option(names = "--meters", defaultValue = "500", description = "how many, 1 to 5000 (${DEFAULT-VALUE})")
    private int meters;

    @Option(names = "--period", defaultValue = "10", description = "s between two readings (${DEFAULT-VALUE})")
    private int period;

    @Option(names = "--cycles", defaultValue = "6", description = "readings of each meter (${DEFAULT-VALUE})")
    private int cycles;

    @Option(names = "--heap", defaultValue = "256", description = "MB that the heap may take (${DEFAULT-VALUE})")
    private int heap;

    @Override
    public Integer call() throws InterruptedException, IOException {
        if (meters < 1 || meters > 5000 || period < 1 || cycles < 1) {
            throw new ParameterException(
                    spec.commandLine(), "expected 1 to 5000 meters, a period of 1 s or more, 1 cycle or more");
        }
        try (Fleet fleet = new Fleet(meters)) {
            fleet.read(Duration.ofSeconds(period), 1); // associations, scalers, and the virtual machine warms up
            long cpu = cpuNanos();
            long begin = System.nanoTime();
            Fleet.Outcome outcome = fleet.read(Duration.ofSeconds(period), cycles);
            return told(outcome, System.nanoTime() - begin, cpuNanos() - cpu);
        }
    }

    private int told(Fleet.Outcome outcome, long wall, long cpu) {
        MemoryUsage used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        int cores = Runtime.getRuntime().availableProcessors();
        boolean good = outcome.missed() == 0 && used.getCommitted() <= heap * MIB;
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "%d meters, 20 registers, every %d s, %d cycles: %.1f meters/s, %d missed, CPU %.1f %% of %d cores"
                        + " (meters included), heap %d MB used, %d MB taken (limit %d)%s%n",
                meters,
                period,
                cycles,
                outcome.readings() * 1e9 / wall,
                outcome.missed(),
                100.0 * cpu / wall / cores,
                cores,
                used.getUsed() / MIB,
                used.getCommitted() / MIB,
                heap,
                good ? "" : ", OVER");
        outcome.firstFailure().ifPresent(failure -> out.println("first failure: " + failure));
        out.flush();
        return good ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    /** What this process took of the processors, in ns. */
    private static long cpuNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .orElse(0L);
    }
}
