package org.metergate.analysis.spectrum;

/**
 * A plan for discrete Fourier transforms of one length: {@code X[k] = sum of x[n] exp(-2 pi i n k / N)}, not divided by N. A
 * plan holds buffers: one thread at a time.
 */
public final class Fft {
    /** Longest transform. */
    public static final int LONGEST = 1 << 24;

    private final int length;
    private final Plan plan;

    private Fft(int length) {
        this.length = length;
        this.plan = Plan.of(length);
    }

    /**
     * Makes a plan.
     *
     * @param length number of values, 1 to {@value #LONGEST}; fast if it has no prime factor beyond 61, fastest if
     *     it is a power of two
     * @return the plan
     * @throws IllegalArgumentException if the length is out of that range
     */
    public static Fft of(int length) {
        if (length < 1 || length > LONGEST) {
            throw new IllegalArgumentException("the length is " + length + "; expected 1 to " + LONGEST);
        }
        return new Fft(length);
    }

    /** @return number of values */
    public int length() {
        return length;
    }

    /**
     * Transforms in place.
     *
     * @param real parts of the values, then of the result
     * @param imaginary parts likewise
     * @throws IllegalArgumentException if an array has another length
     */
    public void transform(double[] real, double[] imaginary) {
        if (real.length != length || imaginary.length != length) {
            throw new IllegalArgumentException(
                    real.length + " and " + imaginary.length + " values; expected " + length);
        }
        plan.transform(real, imaginary);
    }
}
