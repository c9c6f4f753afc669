package org.metergate.emulator.meters.dlms;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.metergate.emulator.meters.Building;
import org.metergate.emulator.meters.Building.State;
import org.metergate.model.ObisCode;

/**
 * What a meter sampled last, as an octet string in a Data object, class 1.
 *
 * @param name logical name
 * @param building what is measured
 * @param samples as they were in the second of a state
 */
record WaveformObject(ObisCode name, Building building, Function<State, byte[]> samples) implements CosemObject {
    private static final int CLASS = 1;

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
        return 2;
    }

    @Override
    public Result read(int attribute, Optional<Selection> selection, Instant latch) {
        return attribute == 2
                ? Result.of(Encoder.octets(samples.apply(building.at(latch))))
                : Result.error(Result.UNAVAILABLE);
    }
}
