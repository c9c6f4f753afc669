package org.metergate.emulator.meters.dlms;

import java.time.Instant;
import java.util.Optional;
import org.metergate.model.ObisCode;

/** The switch, class 70, in mode 4: disconnected and reconnected remotely, reconnected at once. */
final class DisconnectObject implements CosemObject {
    private static final ObisCode NAME = ObisCode.parse("0-0:96.3.10*255");
    private static final int CLASS = 70;
    private static final int MODE = 4;

    private volatile boolean connected = true;

    @Override
    public int classId() {
        return CLASS;
    }

    @Override
    public int version() {
        return 0;
    }

    @Override
    public ObisCode name() {
        return NAME;
    }

    @Override
    public int attributes() {
        return 4;
    }

    @Override
    public int methods() {
        return 2;
    }

    @Override
    public Result read(int attribute, Optional<Selection> selection, Instant latch) {
        return switch (attribute) {
            case 2 -> Result.of(Encoder.bool(connected));
            case 3 -> Result.of(Encoder.enumerated(connected ? 1 : 0));
            case 4 -> Result.of(Encoder.enumerated(MODE));
            default -> Result.error(Result.UNAVAILABLE);
        };
    }

    /** Method 1 disconnects, method 2 reconnects. */
    @Override
    public Result act(int method, Value parameter) {
        if (method != 1 && method != 2) {
            return Result.error(Result.OBJECT_UNDEFINED);
        }
        connected = method == 2;
        return Result.of(new byte[0]);
    }
}
