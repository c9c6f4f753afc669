package org.metergate.emulator.meters;

import java.time.Instant;
import java.util.List;

/** The physical model that every meter of the site measures. A pure function of time; any thread may call. */
@FunctionalInterface
public interface Building {

    /**
     * Tells what an ideal instrument would show.
     *
     * @param time any time since the meters were installed
     * @return every quantity at that time, unrounded
     */
    State at(Instant time);

    /**
     * What an ideal instrument would show at one time.
     *
     * @param time the time
     * @param phases L1, L2, L3
     * @param frequency in Hz
     * @param activeImport energy taken from the grid since installation, in Wh (sum of phases netted at every instant)
     * @param activeExport energy given to the grid since installation, in Wh
     * @param reactiveImport reactive energy +R (inductive) since installation, in varh
     * @param reactiveExport reactive energy -R (capacitive) since installation, in varh
     * @param heat what the heat meter sees
     * @param water what the water meter sees
     */
    record State(
            Instant time,
            List<Phase> phases,
            double frequency,
            double activeImport,
            double activeExport,
            double reactiveImport,
            double reactiveExport,
            Heat heat,
            Water water) {

        /** @return active power of all phases in W, positive from the grid */
        public double activePower() {
            return phases.stream().mapToDouble(Phase::activePower).sum();
        }

        /** @return reactive power of all phases in var, positive inductive */
        public double reactivePower() {
            return phases.stream().mapToDouble(Phase::reactivePower).sum();
        }
    }

    /**
     * One phase.
     *
     * @param voltage rms, in V
     * @param current rms with harmonics, in A
     * @param activePower in W, positive from the grid
     * @param reactivePower of the fundamental, in var, positive inductive
     * @param currentHarmonics rms current of order 2, 3, ... in A
     */
    record Phase(
            double voltage, double current, double activePower, double reactivePower, List<Double> currentHarmonics) {}

    /**
     * The heating circuit.
     *
     * @param energy since installation, in Wh
     * @param volume since installation, in m³
     * @param power in W
     * @param flow in m³/h
     * @param flowTemperature in °C
     * @param returnTemperature in °C
     */
    record Heat(
            double energy,
            double volume,
            double power,
            double flow,
            double flowTemperature,
            double returnTemperature) {}

    /**
     * The water main.
     *
     * @param volume since installation, in m³
     * @param flow in m³/h
     */
    record Water(double volume, double flow) {}
}
