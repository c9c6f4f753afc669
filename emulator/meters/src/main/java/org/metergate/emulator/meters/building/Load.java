package org.metergate.emulator.meters.building;

import java.util.Map;
import java.util.function.Function;

/**
 * Something that takes power, or gives it.
 *
 * @param share of each phase in the active power; the sum is 1
 * @param cosPhi of the fundamental, above 0 to 1
 * @param capacitive whether the current leads the voltage
 * @param spectrum rms current of order 2 to {@link #HIGHEST_ORDER} as a part of the fundamental
 * @param power active power of a day in W; negative to give
 */
record Load(double[] share, double cosPhi, boolean capacitive, double[] spectrum, Function<Day, Steps> power) {

    /** The highest harmonic order that any load has. */
    static final int HIGHEST_ORDER = 15;

    private static final double[] THREE_PHASES = {1 / 3.0, 1 / 3.0, 1 / 3.0};

    /**
     * A load on one phase.
     *
     * @param phase 1 to 3
     * @param power active power of a day in W
     * @return the load, resistive and without harmonics
     */
    static Load onPhase(int phase, Function<Day, Steps> power) {
        double[] share = new double[3];
        share[phase - 1] = 1;
        return new Load(share, 1, false, new double[HIGHEST_ORDER - 1], power);
    }

    /**
     * A balanced load on all phases.
     *
     * @param power active power of a day in W
     * @return the load, resistive and without harmonics
     */
    static Load onAllPhases(Function<Day, Steps> power) {
        return new Load(THREE_PHASES, 1, false, new double[HIGHEST_ORDER - 1], power);
    }

    Load inductive(double cosPhi) {
        return new Load(share, cosPhi, false, spectrum, power);
    }

    Load capacitive(double cosPhi) {
        return new Load(share, cosPhi, true, spectrum, power);
    }

    /**
     * @param percent of the fundamental, by order
     * @return this load with harmonics
     */
    Load harmonics(Map<Integer, Double> percent) {
        double[] parts = new double[HIGHEST_ORDER - 1];
        percent.forEach((order, value) -> parts[order - 2] = value / 100);
        return new Load(share, cosPhi, capacitive, parts, power);
    }

    /** @return var for every W, positive inductive; a load that gives power gives none of these */
    double tanPhi() {
        double tan = Math.sqrt(1 - cosPhi * cosPhi) / cosPhi;
        return capacitive ? -tan : tan;
    }
}
