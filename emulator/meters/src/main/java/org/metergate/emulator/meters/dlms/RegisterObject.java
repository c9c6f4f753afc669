package org.metergate.emulator.meters.dlms;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.metergate.emulator.meters.Building;
import org.metergate.emulator.meters.Building.State;
import org.metergate.model.ObisCode;

/**
 * A register, class 3.
 *
 * @param name logical name
 * @param building what is measured
 * @param value how its digits are read off the building, encoded
 * @param scaler power of ten
 * @param unit what the digits count in, by the standard's code
 */
record RegisterObject(ObisCode name, Building building, Function<State, byte[]> value, int scaler, int unit)
        implements CosemObject {
    static final int CLASS = 3;

    @Override
    public int classId() {
        return CLASS;
    }

    @Override
    public int version() {
        return 0;
    }

    @Override
    public int attributes() {
        return 3;
    }

    @Override
    public Result read(int attribute, Optional<Selection> selection, Instant latch) {
        return switch (attribute) {
            case 2 -> Result.of(at(latch));
            case 3 -> Result.of(Encoder.scalerUnit(scaler, unit));
            default -> Result.error(Result.UNAVAILABLE);
        };
    }

    /** @return the encoded digits of a second */
    byte[] at(Instant latch) {
        return value.apply(building.at(latch));
    }
}
