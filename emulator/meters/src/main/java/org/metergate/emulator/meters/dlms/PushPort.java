package org.metergate.emulator.meters.dlms;

import java.io.IOException;
import java.time.Duration;
import org.metergate.emulator.meters.Station;
import org.metergate.emulator.meters.Wire;

/** The customer's port of a meter: pushes in a fixed rhythm to whoever is plugged in, and hears nothing. */
public final class PushPort implements Station {
    private final DlmsMeter meter;
    private final Carrier carrier;
    private final Duration interval;

    /** What carries the pushes. */
    public enum Carrier {
        /** IEC 62056-46, in segments. */
        HDLC,
        /** IEC 62056-47. */
        WRAPPER,
        /** EN 13757-1, in long frames of M-Bus. */
        MBUS,
        /** Nothing: the APDU alone. */
        RAW
    }

    /**
     * @param meter whose values
     * @param carrier what carries them
     * @param interval from the end of one push to the next
     */
    public PushPort(DlmsMeter meter, Carrier carrier, Duration interval) {
        this.meter = meter;
        this.carrier = carrier;
        this.interval = interval;
    }

    @Override
    public void serve(Wire wire) throws IOException {
        while (true) {
            wire.write(meter.push(PushMessage.Carrier.valueOf(carrier.name())));
            wire.read(interval);
        }
    }
}
