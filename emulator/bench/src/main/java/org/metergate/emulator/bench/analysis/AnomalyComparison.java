package org.metergate.emulator.bench.analysis;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.metergate.analysis.anomaly.AnomalyDetector;
import org.metergate.emulator.bench.Limit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One value into one of 10 000 detectors, each with a full memory, in turn, so that none is in a cache. The other side is
 * what it may take, 50 microseconds of the processor. Refuses to run when the detectors take more than 200 MB.
 */
@Limit
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class AnomalyComparison {
    private static final int SERIES = 10_000;
    private static final int FILLED = 1_100;
    private static final long MOST_BYTES = 200L * 1000 * 1000;
    private static final long ALLOWED_NANOS = 50_000;
    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

    private final AnomalyDetector[] detectors = new AnomalyDetector[SERIES];
    private final Random random = new Random(1);
    private Instant time = Instant.parse("2026-01-01T00:00:00Z");
    private int next;

    /** Gives every detector the state of a full one, and weighs the whole. */
    @Setup
    public void fill() {
        long before = used();
        byte[] state = full();
        try {
            for (int i = 0; i < SERIES; i++) {
                detectors[i] = AnomalyDetector.readFrom(new DataInputStream(new ByteArrayInputStream(state)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long bytes = used() - before;
        System.out.printf("%d detectors take %.1f MB%n", SERIES, bytes / 1e6);
        if (bytes > MOST_BYTES) {
            throw new IllegalStateException(SERIES + " detectors take " + bytes + " bytes; 200 MB are allowed");
        }
    }

    private byte[] full() {
        AnomalyDetector one = new AnomalyDetector();
        for (int row = 0; row < FILLED; row++) {
            time = time.plusSeconds(900);
            one.score(time, value(row));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            one.writeTo(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @return the score */
    @Benchmark
    public double metergate() {
        if (next == 0) {
            time = time.plusSeconds(900);
        }
        next = (next + 1) % SERIES;
        return detectors[next].score(time, value(next));
    }

    /** @return when the time was over, on the processor's clock */
    @Benchmark
    public long allowed() {
        long end = CLOCK.getCurrentThreadCpuTime() + ALLOWED_NANOS;
        long now;
        do {
            now = CLOCK.getCurrentThreadCpuTime();
        } while (now < end);
        return now;
    }

    private double value(int row) {
        return 1000 + 400 * Math.sin(2 * Math.PI * row / 96) + 30 * random.nextGaussian();
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            runtime.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
