package org.metergate.analysis.electricity;

import static org.metergate.analysis.electricity.Figure.REACTIVE;

/**
 * How far a meter's figures may be from the truth: a part of the figure, its class, and half a step of its last digit.
 *
 * @param activeClass accuracy class of U, I, P, S and PF in %, such as 1 (IEC 62053-21) or 0.5 (class C of EN 50470-3)
 * @param reactiveClass accuracy class of Q in %, such as 2 or 3 (IEC 62053-23)
 * @param volt step of the voltage register in V
 * @param ampere step of the current register in A
 * @param watt step of the power registers in W, var and VA
 * @param factor step of the power factor register
 * @param degree step of the angle registers in degrees
 */
public record MeterAccuracy(
        double activeClass,
        double reactiveClass,
        double volt,
        double ampere,
        double watt,
        double factor,
        double degree) {

    /** Class B of EN 50470-3 with the registers of a common meter. */
    public static final MeterAccuracy CLASS_B = of(1, 2);

    /** Phase displacement that a class of 1 % stands for: at φ = 60° it makes an error of 1 % in P. */
    private static final double DEGREES_A_PERCENT = 0.33;

    /** @throws IllegalArgumentException if a class is not above 0 to 10, or a step is negative or no number */
    public MeterAccuracy {
        if (!(activeClass > 0 && activeClass <= 10 && reactiveClass > 0 && reactiveClass <= 10)) {
            throw new IllegalArgumentException("accuracy classes are " + activeClass + " and " + reactiveClass
                    + "; expected above 0 to 10 percent");
        }
        if (!(volt >= 0 && ampere >= 0 && watt >= 0 && factor >= 0 && degree >= 0)) {
            throw new IllegalArgumentException("a register's step is negative or no number");
        }
    }

    /**
     * A meter with steps of 0.1 V, 0.01 A, 1 W, 0.01 and 1°.
     *
     * @param activeClass in %
     * @param reactiveClass in %
     * @return its accuracy
     */
    public static MeterAccuracy of(double activeClass, double reactiveClass) {
        return new MeterAccuracy(activeClass, reactiveClass, 0.1, 0.01, 1, 0.01, 1);
    }

    /**
     * @param figure which
     * @param value what the meter shows
     * @return how far the truth may be from it, in the figure's unit
     */
    public double limit(Figure figure, double value) {
        double part = (figure == REACTIVE ? reactiveClass : activeClass) / 100 * Math.abs(value);
        return switch (figure) {
            case VOLTAGE -> part + volt / 2;
            case CURRENT -> part + ampere / 2;
            case ACTIVE, REACTIVE, APPARENT, NONACTIVE, DISTORTION -> part + watt / 2;
            case FACTOR, DISPLACEMENT_FACTOR -> part + factor / 2;
            case ANGLE, VOLTAGE_ANGLE -> activeClass * DEGREES_A_PERCENT + degree / 2;
        };
    }
}
