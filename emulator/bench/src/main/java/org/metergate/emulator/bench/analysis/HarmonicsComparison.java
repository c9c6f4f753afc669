package org.metergate.emulator.bench.analysis;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.metergate.analysis.harmonics.HarmonicAnalyser;
import org.metergate.analysis.harmonics.HarmonicAnalyser.Result;
import org.metergate.analysis.harmonics.HarmonicWindow;
import org.metergate.analysis.harmonics.Nominal;
import org.metergate.analysis.harmonics.PhasePower;
import org.metergate.emulator.bench.Limit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A window of 10 cycles of three phases, voltage and current, at 12.8 kHz: frequency, all orders to 50, THD, THDG, THDS,
 * K and power. The other side is what it may take, a millisecond of the processor.
 */
@Limit
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class HarmonicsComparison {
    private static final double RATE = 12_800;
    private static final long ALLOWED_NANOS = 1_000_000;
    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

    /** In Hz: in step with the samples, and as a mains is, so that every sample must be taken anew. */
    @Param({"50.0", "50.02"})
    private double frequency;

    private HarmonicAnalyser analyser;
    private double[][] channels;

    /** Makes the recording. */
    @Setup
    public void record() {
        analyser = new HarmonicAnalyser(RATE, Nominal.HZ_50);
        channels = new double[6][analyser.reach()];
        for (int channel = 0; channel < channels.length; channel++) {
            for (int i = 0; i < channels[channel].length; i++) {
                double turn = 2 * Math.PI * (frequency * i / RATE - channel / 2 / 3.0);
                for (int order = 1; order <= 25; order += 2) {
                    channels[channel][i] += 325 / Math.pow(order, 2) * Math.cos(order * turn - channel % 2 * order);
                }
            }
        }
    }

    /** @return a sum of all that was asked for, so that nothing is left out */
    @Benchmark
    public double metergate() {
        Result result = analyser.analyse(channels, frequency == 50 ? 0 : analyser.margin())
                .orElseThrow();
        if (result.error() != 0) {
            throw new IllegalStateException("the window is not exact");
        }
        List<HarmonicWindow> windows = result.channels();
        double sum = result.frequency();
        for (HarmonicWindow window : windows) {
            sum += window.thd().orElseThrow()
                    + window.thdg().orElseThrow()
                    + window.thds().orElseThrow()
                    + window.kFactor().orElseThrow();
            for (int order = 1; order <= HarmonicWindow.ORDERS; order++) {
                sum += window.subgroup(order) + window.interharmonicSubgroup(order - 1);
            }
        }
        for (int phase = 0; phase < 3; phase++) {
            PhasePower power = new PhasePower(windows.get(2 * phase), windows.get(2 * phase + 1));
            sum += power.active() + power.factor().orElseThrow();
        }
        return sum;
    }

    /** @return the thread's own clock after a millisecond of it, which is more by the wall on a busy machine, as ours is */
    @Benchmark
    public long millisecond() {
        long end = CLOCK.getCurrentThreadCpuTime() + ALLOWED_NANOS;
        long now;
        do {
            now = CLOCK.getCurrentThreadCpuTime();
        } while (now - end < 0);
        return now;
    }
}
