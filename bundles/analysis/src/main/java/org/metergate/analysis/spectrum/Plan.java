package org.metergate.analysis.spectrum;

/** How complex values of one number are transformed. It may hold buffers: one thread at a time. */
interface Plan {

    /**
     * Transforms in place.
     *
     * @param real parts, as many as planned for
     * @param imaginary parts likewise
     */
    void transform(double[] real, double[] imaginary);

    /**
     * Transforms values that lie in pairs of real and imaginary part.
     *
     * @param pairs twice as many as planned for; not changed
     * @param real parts of the result: where to
     * @param imaginary parts likewise
     */
    default void transformPairs(double[] pairs, double[] real, double[] imaginary) {
        for (int i = 0; i < real.length; i++) {
            real[i] = pairs[2 * i];
            imaginary[i] = pairs[2 * i + 1];
        }
        transform(real, imaginary);
    }

    /**
     * Chooses the quickest plan.
     *
     * @param length number of values
     * @return the plan
     */
    static Plan of(int length) {
        if (Integer.bitCount(length) == 1 && length >= ComplexFourStep.SHORTEST) {
            return new ComplexFourStep(length);
        }
        return MixedRadix.divides(length) ? new MixedRadix(length) : new Chirp(length);
    }
}
