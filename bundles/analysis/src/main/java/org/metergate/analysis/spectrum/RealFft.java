package org.metergate.analysis.spectrum;

/** A plan for transforms of real values of one even length. A plan holds buffers: one thread at a time. */
public final class RealFft {
    private final RealPlan plan;

    private RealFft(RealPlan plan) {
        this.plan = plan;
    }

    /**
     * Makes a plan.
     *
     * @param length number of values, even, 2 to twice {@link Fft#LONGEST}; fastest as there
     * @return the plan
     * @throws IllegalArgumentException if it is odd or out of range
     */
    public static RealFft of(int length) {
        if (length < 2 || length % 2 != 0 || length / 2 > Fft.LONGEST) {
            throw new IllegalArgumentException(
                    "the length is " + length + "; expected an even one, 2 to " + 2 * Fft.LONGEST);
        }
        boolean inFourSteps = Integer.bitCount(length) == 1 && length >= RealFourStep.SHORTEST;
        return new RealFft(inFourSteps ? new RealFourStep(length) : new HalfLength(length));
    }

    /**
     * Transforms.
     *
     * @param values as many as the plan says; not changed
     * @param real parts of bins 0 to length / 2, both included: where to
     * @param imaginary parts likewise
     */
    public void transform(double[] values, double[] real, double[] imaginary) {
        plan.transform(values, real, imaginary);
    }
}
