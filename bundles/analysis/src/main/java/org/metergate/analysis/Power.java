package org.metergate.analysis;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Power of one phase, or of all. A figure is empty when its inputs were not measured; none is ever NaN.
 *
 * @param active P in W, positive from the grid
 * @param reactive Q of the fundamental in var, positive inductive
 * @param apparent S in VA, 0 or more
 */
public record Power(OptionalDouble active, OptionalDouble reactive, OptionalDouble apparent) {

    /** How far |P| may exceed S because both were rounded, and still means S: this part of S ... */
    private static final double ROUNDING_PART = 0.02;

    /** ... or this many VA, the last digit of the current of a common meter at 230 V and its power's. */
    private static final double ROUNDING_VOLT_AMPERES = 5;

    /**
     * Power of one phase.
     *
     * <p>S = U·I with the rms values (IEEE 1459, 3.1.2), which counts harmonics in. Where U or I was not measured,
     * S = sqrt(P² + Q²), which is the same on a sinusoidal current and less than the truth on any other.
     *
     * @param phase what was measured
     * @return its power
     */
    public static Power of(Measured phase) {
        OptionalDouble apparent = phase.voltage().isPresent() && phase.current().isPresent()
                ? OptionalDouble.of(
                        phase.voltage().getAsDouble() * phase.current().getAsDouble())
                : hypotenuse(phase.active(), phase.reactive());
        return new Power(phase.active(), phase.reactive(), apparent);
    }

    /**
     * Power of all phases.
     *
     * <p>P and Q are those the meter measured in total, else the sums over all phases. S is the arithmetic apparent
     * power, the sum of the phases' (IEEE 1459, 3.2.2): on unbalanced or distorted phases it is larger, and the power
     * factor lower, than with the vector apparent power sqrt(P² + Q²), which is taken where only totals were measured.
     *
     * @param phases every phase of the supply; none if only totals were measured
     * @param measured total P and Q of the meter, as far as it has them
     * @return the total
     */
    public static Power total(List<Power> phases, Measured measured) {
        OptionalDouble active = measured.active().isPresent() ? measured.active() : sum(phases, Power::active);
        OptionalDouble reactive = measured.reactive().isPresent() ? measured.reactive() : sum(phases, Power::reactive);
        return new Power(
                active, reactive, phases.isEmpty() ? hypotenuse(active, reactive) : sum(phases, Power::apparent));
    }

    /**
     * The true power factor P/S, harmonics included (IEEE 1459, 3.1.2).
     *
     * @return -1 to 1, negative when power is given to the grid; empty if P or S is not known, if there is no current,
     *     or if P and S {@link #contradictory contradict} each other
     */
    public OptionalDouble factor() {
        if (active.isEmpty() || apparent.isEmpty() || apparent.getAsDouble() == 0 || contradictory()) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(Math.max(-1, Math.min(1, active.getAsDouble() / apparent.getAsDouble())));
    }

    /** @return the class of the true power factor; empty if there is none */
    public Optional<PowerFactorClass> factorClass() {
        OptionalDouble factor = factor();
        return factor.isPresent() ? Optional.of(PowerFactorClass.of(factor.getAsDouble())) : Optional.empty();
    }

    /**
     * The displacement power factor cos φ1 = P1/S1 of the fundamental (IEEE 1459, 3.1.2), with P for P1: harmonics
     * carry next to no active power where the voltage is clean.
     *
     * @return -1 to 1, negative when power is given to the grid; empty if P or Q is not known, or both are 0
     */
    public OptionalDouble displacementFactor() {
        OptionalDouble fundamental = hypotenuse(active, reactive);
        return fundamental.orElse(0) == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(active.getAsDouble() / fundamental.getAsDouble());
    }

    /** @return the quadrant of P and Q; empty if one of them is not known, or both are 0 */
    public Optional<Quadrant> quadrant() {
        return hypotenuse(active, reactive).orElse(0) == 0
                ? Optional.empty()
                : Optional.of(Quadrant.of(active.getAsDouble(), reactive.getAsDouble()));
    }

    /**
     * Tells whether the measurements cannot all be true of one moment.
     *
     * @return whether |P| is larger than S by more than 2 % of S and 5 VA
     */
    public boolean contradictory() {
        if (active.isEmpty() || apparent.isEmpty()) {
            return false;
        }
        double excess = Math.abs(active.getAsDouble()) - apparent.getAsDouble();
        return excess > Math.max(ROUNDING_VOLT_AMPERES, ROUNDING_PART * apparent.getAsDouble());
    }

    private static OptionalDouble sum(List<Power> phases, Function<Power, OptionalDouble> figure) {
        double sum = 0;
        for (Power phase : phases) {
            OptionalDouble part = figure.apply(phase);
            if (part.isEmpty()) {
                return part;
            }
            sum += part.getAsDouble();
        }
        return phases.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(sum);
    }

    private static OptionalDouble hypotenuse(OptionalDouble active, OptionalDouble reactive) {
        return active.isPresent() && reactive.isPresent()
                ? OptionalDouble.of(Math.hypot(active.getAsDouble(), reactive.getAsDouble()))
                : OptionalDouble.empty();
    }
}
