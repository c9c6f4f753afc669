package org.metergate.analysis.electricity;

import java.util.Optional;

/**
 * The capacitors that bring the displacement factor of a load to a target. Capacitors correct the fundamental only: with
 * harmonics the true power factor stays below the target, and a bank without chokes may resonate.
 *
 * @param reactive in var, above 0, of all phases together
 * @param target displacement factor, above 0 to 1
 */
public record CapacitorBank(double reactive, double target) {

    /**
     * Finds the bank, Q - P·tan(arccos target).
     *
     * @param active in W, from the grid
     * @param reactive in var, positive inductive
     * @param target above 0 to 1
     * @return the bank; empty where none helps: the target is met, the load is capacitive, or power is given
     * @throws IllegalArgumentException if the target is out of range
     */
    public static Optional<CapacitorBank> to(double target, double active, double reactive) {
        if (!(target > 0 && target <= 1)) {
            throw new IllegalArgumentException("the target power factor is " + target + "; expected above 0 to 1");
        }
        double missing = reactive - active * Math.sqrt(1 - target * target) / target;
        return active > 0 && missing > 0 ? Optional.of(new CapacitorBank(missing, target)) : Optional.empty();
    }

    /**
     * The size of each of three capacitors in star, or of the one of a single phase.
     *
     * @param voltage across each, rms in V
     * @param frequency in Hz
     * @param count 1 or 3
     * @return in F
     */
    public double farads(double voltage, double frequency, int count) {
        return reactive / count / (2 * Math.PI * frequency * voltage * voltage);
    }
}
