package org.metergate.dlms;

import java.math.BigDecimal;
import java.util.Optional;
import org.metergate.model.Quantity;
import org.metergate.model.Unit;

/**
 * The units of COSEM that have a counterpart in the model, with the exact factor between them (IEC 62056-6-2, table of
 * enumerated values for physical units).
 */
enum CosemUnit {
    WEEK(3, Unit.SECOND, "604800"),
    DAY(4, Unit.SECOND, "86400"),
    HOUR(5, Unit.SECOND, "3600"),
    MINUTE(6, Unit.SECOND, "60"),
    SECOND(7, Unit.SECOND, "1"),
    DEGREE(8, Unit.DEGREE, "1"),
    DEGREE_CELSIUS(9, Unit.DEGREE_CELSIUS, "1"),
    CUBIC_METRE(13, Unit.CUBIC_METRE, "1"),
    CORRECTED_CUBIC_METRE(14, Unit.CUBIC_METRE, "1"),
    CUBIC_METRE_PER_HOUR(15, Unit.CUBIC_METRE_PER_HOUR, "1"),
    CORRECTED_CUBIC_METRE_PER_HOUR(16, Unit.CUBIC_METRE_PER_HOUR, "1"),
    LITRE(19, Unit.CUBIC_METRE, "0.001"),
    KILOGRAM(20, Unit.KILOGRAM, "1"),
    PASCAL(23, Unit.BAR, "0.00001"),
    BAR(24, Unit.BAR, "1"),
    JOULE(25, Unit.JOULE, "1"),
    JOULE_PER_HOUR(26, Unit.JOULE_PER_HOUR, "1"),
    WATT(27, Unit.WATT, "1"),
    VOLT_AMPERE(28, Unit.VOLT_AMPERE, "1"),
    VAR(29, Unit.VAR, "1"),
    WATT_HOUR(30, Unit.WATT_HOUR, "1"),
    VOLT_AMPERE_HOUR(31, Unit.VOLT_AMPERE_HOUR, "1"),
    VAR_HOUR(32, Unit.VAR_HOUR, "1"),
    AMPERE(33, Unit.AMPERE, "1"),
    VOLT(35, Unit.VOLT, "1"),
    HERTZ(44, Unit.HERTZ, "1"),
    KILOGRAM_PER_SECOND(50, Unit.KILOGRAM_PER_HOUR, "3600"),
    KELVIN(52, Unit.KELVIN, "1"),
    PERCENT(56, Unit.PERCENT, "1"),
    COUNT(255, Unit.ONE, "1");

    private final int code;
    private final Unit unit;
    private final BigDecimal factor;

    CosemUnit(int code, Unit unit, String factor) {
        this.code = code;
        this.unit = unit;
        this.factor = new BigDecimal(factor);
    }

    static Optional<CosemUnit> ofCode(int code) {
        for (CosemUnit unit : values()) {
            if (unit.code == code) {
                return Optional.of(unit);
            }
        }
        return Optional.empty();
    }

    /**
     * Makes a quantity of a register.
     *
     * @param register the number as the meter holds it
     * @param scaler the power of ten, -128 to 127
     * @return register times ten to the scaler, in the model's unit, exactly
     */
    Quantity quantity(BigDecimal register, int scaler) {
        return Quantity.scaled(register.multiply(factor), scaler, unit);
    }
}
