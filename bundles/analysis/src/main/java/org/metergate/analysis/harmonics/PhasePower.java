package org.metergate.analysis.harmonics;

import java.util.OptionalDouble;

/**
 * Power of one phase over one window, of the fundamental and of everything (IEEE 1459, 3.1.2).
 *
 * @param voltage of the phase
 * @param current sampled at the same times
 */
public record PhasePower(HarmonicWindow voltage, HarmonicWindow current) {

    /** @return P in W, of everything sampled, positive from the grid */
    public double active() {
        return voltage.activeWith(current);
    }

    /** @return P1 in W */
    public double fundamentalActive() {
        return voltage.activeWith(current, 1);
    }

    /** @return Q1 in var, positive where the current lags */
    public double fundamentalReactive() {
        return voltage.reactiveWith(current, 1);
    }

    /** @return S = U·I in VA */
    public double apparent() {
        return voltage.rms() * current.rms();
    }

    /** @return S1 = U1·I1 in VA */
    public double fundamentalApparent() {
        return voltage.harmonic(1) * current.harmonic(1);
    }

    /** @return N = sqrt(S² - P²) in var */
    public double nonactive() {
        double apparent = apparent();
        double active = Math.abs(active());
        return Math.sqrt(Math.max(0, (apparent - active) * (apparent + active)));
    }

    /** @return true power factor P/S, empty without voltage or current */
    public OptionalDouble factor() {
        double apparent = apparent();
        return apparent == 0 ? OptionalDouble.empty() : within(active() / apparent);
    }

    /** @return displacement factor P1/S1 = cos φ1, empty without a fundamental of either */
    public OptionalDouble displacementFactor() {
        return voltage.hasFundamental() && current.hasFundamental()
                ? within(fundamentalActive() / fundamentalApparent())
                : OptionalDouble.empty();
    }

    /** @return φ1 in degrees, -180 to 180, positive where the current lags; empty without a fundamental of either */
    public OptionalDouble angle() {
        return voltage.hasFundamental() && current.hasFundamental()
                ? OptionalDouble.of(Math.toDegrees(Math.atan2(fundamentalReactive(), fundamentalActive())))
                : OptionalDouble.empty();
    }

    /**
     * @param order 2 or more
     * @return active power of that order in W; negative: the load sends it into the grid
     */
    public double active(int order) {
        return voltage.activeWith(current, order);
    }

    private static OptionalDouble within(double factor) {
        return OptionalDouble.of(Math.max(-1, Math.min(1, factor)));
    }
}
