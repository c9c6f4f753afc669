package org.metergate.emulator.bench.analysis;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jtransforms.fft.DoubleFFT_1D;
import org.metergate.analysis.spectrum.Fft;
import org.metergate.emulator.bench.Limit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.visnow.jlargearrays.ConcurrencyUtils;

/** The transform of complex values, on one thread each and in place: both get a copy. */
@Limit(1.0)
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ComplexFftComparison {

    /** Number of values. */
    @Param({"256", "1024", "2560", "4096", "65536"})
    private int length;

    private double[] values;
    private double[] pairs;
    private double[] real;
    private double[] imaginary;
    private double[] copy;
    private Fft ours;
    private DoubleFFT_1D theirs;

    /** Makes plans and values, and makes sure that both say the same. */
    @Setup
    public void plan() {
        ConcurrencyUtils.setNumberOfThreads(1);
        values = new Random(1).doubles(2L * length, -1, 1).toArray();
        pairs = new double[2 * length];
        for (int n = 0; n < length; n++) {
            pairs[2 * n] = values[n];
            pairs[2 * n + 1] = values[length + n];
        }
        copy = new double[2 * length];
        real = new double[length];
        imaginary = new double[length];
        ours = Fft.of(length);
        theirs = new DoubleFFT_1D(length);
        metergate();
        jtransforms();
        for (int k = 0; k < length; k++) {
            if (Math.abs(copy[2 * k] - real[k]) + Math.abs(copy[2 * k + 1] - imaginary[k]) > 1e-8) {
                throw new IllegalStateException("bin " + k + " differs");
            }
        }
    }

    /** @return the real parts */
    @Benchmark
    public double[] metergate() {
        System.arraycopy(values, 0, real, 0, length);
        System.arraycopy(values, length, imaginary, 0, length);
        ours.transform(real, imaginary);
        return real;
    }

    /** @return real and imaginary parts in turn */
    @Benchmark
    public double[] jtransforms() {
        System.arraycopy(pairs, 0, copy, 0, 2 * length);
        theirs.complexForward(copy);
        return copy;
    }
}
