package org.metergate.emulator.bench.delivery;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.metergate.publisher.outbox.AcceptedReading;
import org.metergate.publisher.outbox.Delivery;
import org.metergate.publisher.outbox.Destination;
import org.metergate.publisher.outbox.FileOutbox;
import org.metergate.publisher.outbox.OutboxException;
import org.metergate.publisher.outbox.Point;
import org.metergate.publisher.outbox.store.FileSystem;
import org.metergate.publisher.outbox.store.StoreLimits;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A week without a receiver in minutes: what it costs on the disk and in memory, and how fast it is made up for. */
@Command(
        name = "outage",
        description = "Fills the outbox with days of readings that nobody takes, then takes them all in order."
                + " Run it with java -Xmx64m.")
public final class OutageCommand implements Callable<Integer> {

    private static final int CHANNELS = 10;
    private static final int METERS = 100;
    private static final int BATCH = 500;
    private static final long BATCH_BYTES = 1 << 20;
    private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");
    private static final long MOST_HEAP = 64L << 20;

    @Spec
    private CommandSpec spec;

    @Option(names = "--days", defaultValue = "7", description = "of 1,000 points a minute; default ${DEFAULT-VALUE}")
    private double days;

    private final AtomicLong nanos = new AtomicLong();

    @Override
    public Integer call() throws IOException, OutboxException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Path folder = Files.createTempDirectory("outage");
        int minutes = (int) (days * 24 * 60);
        boolean good;
        try (FileOutbox outbox = FileOutbox.open(
                folder,
                StoreLimits.of(Duration.ofDays(30), 4_000_000_000L, 0),
                name -> false,
                new FileSystem(),
                nanos::get)) {
            Destination destination = outbox.open("down");
            long begun = System.nanoTime();
            fill(destination, minutes);
            double points = (double) minutes * METERS * CHANNELS;
            double filled = seconds(begun);
            double perPoint = outbox.status().bytes() / points;
            out.printf(
                    "%.0f points stored in %.0f s (%.0f points/s), %.1f bytes on the disk per point, %d files%n",
                    points, filled, points / filled, perPoint, outbox.status().files());
            long drainBegun = System.nanoTime();
            long inOrder = drain(destination, minutes);
            double drained = seconds(drainBegun);
            out.printf(
                    "%d of %d readings came in order in %.0f s: %.0f points/s, %.0f times as fast as they were read%n",
                    inOrder, (long) minutes * METERS, drained, points / drained, minutes * 60 / drained);
            out.printf(
                    "heap: %d MB at its highest, %d MB allowed; %d bytes are left on the disk%n",
                    peak() >> 20,
                    Runtime.getRuntime().maxMemory() >> 20,
                    outbox.status().bytes());
            good = inOrder == (long) minutes * METERS && peak() <= MOST_HEAP;
        }
        clear(folder);
        return good ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private void fill(Destination destination, int minutes) throws OutboxException {
        for (int minute = 0; minute < minutes; minute++) {
            List<AcceptedReading> readings = new ArrayList<>(METERS);
            for (int meter = 0; meter < METERS; meter++) {
                readings.add(reading(minute, meter));
            }
            destination.append(readings);
            nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        }
    }

    private static long drain(Destination destination, int minutes) throws OutboxException, InterruptedException {
        long expected = 0;
        List<Delivery> batch = destination.take(BATCH, BATCH_BYTES, Duration.ZERO);
        while (!batch.isEmpty()) {
            for (Delivery delivery : batch) {
                int minute = (int) (expected / METERS);
                AcceptedReading wanted = reading(minute, (int) (expected % METERS));
                if (minute >= minutes || !wanted.equals(delivery.reading())) {
                    return expected;
                }
                expected++;
            }
            destination.confirm(batch);
            batch = destination.take(BATCH, BATCH_BYTES, Duration.ZERO);
        }
        return expected;
    }

    private static AcceptedReading reading(int minute, int meter) {
        Instant time = BEGIN.plusSeconds(minute * 60L).plusMillis(meter);
        return new AcceptedReading(
                "meter" + meter,
                time,
                IntStream.range(0, CHANNELS)
                        .mapToObj(channel -> Point.good("1.8." + channel, minute * 0.25 + channel, "kWh", time))
                        .toList());
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static long peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
    }

    private static void clear(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
