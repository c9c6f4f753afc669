package org.metergate.model;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * A number with its unit, exactly as the meter gave it: scalers move the decimal point of the {@link BigDecimal} and
 * nothing is rounded.
 *
 * @param value the number; its scale is the register's resolution
 * @param unit the unit, without a power of ten
 */
public record Quantity(BigDecimal value, Unit unit) {

    /** Neither part may be absent. */
    public Quantity {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(unit, "unit");
    }

    /**
     * Makes a quantity of a register and its scaler.
     *
     * @param register the digits as the meter holds them
     * @param scaler the power of ten, as IEC 62056-6-2 and EN 13757-3 give it
     * @param unit the unit
     * @return register times ten to the scaler
     */
    public static Quantity scaled(BigDecimal register, int scaler, Unit unit) {
        BigDecimal value = register.scaleByPowerOfTen(scaler);
        return new Quantity(value.scale() < 0 ? value.setScale(0) : value, unit);
    }

    /** @return the step of the last digit: 0.001 for 12.345 */
    public BigDecimal resolution() {
        return BigDecimal.ONE.movePointLeft(Math.max(0, value.scale()));
    }

    @Override
    public String toString() {
        return unit == Unit.ONE ? value.toPlainString() : value.toPlainString() + " " + unit.symbol();
    }
}
