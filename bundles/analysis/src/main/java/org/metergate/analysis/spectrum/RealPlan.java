package org.metergate.analysis.spectrum;

/** How real values of one number are transformed. It may hold buffers: one thread at a time. */
interface RealPlan {

    /**
     * Transforms.
     *
     * @param values as many as planned for; not changed
     * @param real parts of bins 0 to half of that number, both included: where to
     * @param imaginary parts likewise
     */
    void transform(double[] values, double[] real, double[] imaginary);
}
