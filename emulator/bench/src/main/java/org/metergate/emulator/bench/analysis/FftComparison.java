package org.metergate.emulator.bench.analysis;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jtransforms.fft.DoubleFFT_1D;
import org.metergate.analysis.spectrum.RealFft;
import org.metergate.emulator.bench.Limit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.visnow.jlargearrays.ConcurrencyUtils;

/**
 * The transform of real values, on one thread each: powers of two, ten cycles of a waveform (2560 = 512 times 5), weeks of
 * quarters of an hour and of minutes (672, 10080), and twice a prime. JTransforms works in place, so it gets a copy; ours leaves
 * the values alone.
 */
@Limit(1.0)
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FftComparison {

    /** Number of values. */
    @Param({
        "64", "256", "512", "672", "1018", "1024", "2048", "2560", "4096", "8192", "10080", "16384", "65536", "262144"
    })
    private int length;

    private double[] values;
    private double[] copy;
    private double[] real;
    private double[] imaginary;
    private RealFft ours;
    private DoubleFFT_1D theirs;

    /** Makes plans and values, and makes sure that both say the same. */
    @Setup
    public void plan() {
        ConcurrencyUtils.setNumberOfThreads(1);
        values = new Random(1).doubles(length, -1, 1).toArray();
        copy = new double[length];
        real = new double[length / 2 + 1];
        imaginary = new double[length / 2 + 1];
        ours = RealFft.of(length);
        theirs = new DoubleFFT_1D(length);
        metergate();
        jtransforms();
        for (int k = 1; k < length / 2; k++) {
            if (Math.abs(copy[2 * k] - real[k]) + Math.abs(copy[2 * k + 1] - imaginary[k]) > 1e-8) {
                throw new IllegalStateException("bin " + k + " differs");
            }
        }
    }

    /** @return the real parts */
    @Benchmark
    public double[] metergate() {
        ours.transform(values, real, imaginary);
        return real;
    }

    /** @return real and imaginary parts in turn */
    @Benchmark
    public double[] jtransforms() {
        System.arraycopy(values, 0, copy, 0, length);
        theirs.realForward(copy);
        return copy;
    }
}
