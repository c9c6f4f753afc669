package org.metergate.dlms;

import java.util.Optional;
import org.metergate.dlms.GetApdu.Result;

/**
 * The attribute scaler_unit of a register (IEC 62056-6-2, 5.3.2): a structure of integer and enum.
 *
 * @param scaler the power of ten
 * @param unitCode the enumerated unit
 */
record ScalerUnit(int scaler, int unitCode) {

    private static final int REGISTER = 3;
    private static final int EXTENDED_REGISTER = 4;
    private static final int DEMAND_REGISTER = 5;

    /** @return the attribute that scales this one; empty if it is no measured value */
    static Optional<CosemAttribute> of(CosemAttribute value) {
        return switch (value.classId()) {
            case REGISTER, EXTENDED_REGISTER -> value.attribute() == 2
                    ? Optional.of(sibling(value, 3))
                    : Optional.empty();
            case DEMAND_REGISTER -> value.attribute() == 2 || value.attribute() == 3
                    ? Optional.of(sibling(value, 4))
                    : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static CosemAttribute sibling(CosemAttribute value, int attribute) {
        return new CosemAttribute(value.classId(), value.object(), attribute);
    }

    /** @return the scaler and unit, or empty if the result is none */
    static Optional<ScalerUnit> read(Result result) {
        if (result instanceof Result.Value value
                && value.data() instanceof Data.Many many
                && many.type() == DataType.STRUCTURE
                && many.elements().size() == 2
                && many.elements().get(0) instanceof Data.Numeric scaler
                && scaler.type() == DataType.INTEGER
                && many.elements().get(1) instanceof Data.Code unit
                && unit.type() == DataType.ENUM) {
            return Optional.of(new ScalerUnit(scaler.value().intValueExact(), unit.value()));
        }
        return Optional.empty();
    }
}
