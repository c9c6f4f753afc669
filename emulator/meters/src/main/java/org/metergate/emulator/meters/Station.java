package org.metergate.emulator.meters;

import java.io.IOException;

/** A meter, or a bus of meters, at the end of a wire. */
@FunctionalInterface
public interface Station {

    /**
     * Serves one connection until the other side goes. Called on a thread of its own for every connection; the meter's
     * registers are shared by all of them.
     *
     * @param wire the wire to the gateway
     * @throws IOException if the other side has gone
     */
    void serve(Wire wire) throws IOException;
}
