package org.metergate.mbus;

import java.util.Optional;

/**
 * What answered to a scan.
 *
 * @param address the address that it answers to alone; for {@link State#SEVERAL} one that they share
 * @param header who it is; empty if its answer does not tell, or is no good one
 * @param state what is known of it
 * @param baud speed at which it answers, 300 to 38400
 */
public record FoundMeter(MeterAddress address, Optional<Header> header, State state, int baud) {

    /** What is known of a meter that was found. */
    public enum State {
        /** It can be read at its address. */
        READABLE,
        /** It acknowledges and gave no data that could be read. */
        ACKNOWLEDGES,
        /** Several meters answer to this address, and no address could be found that parts them. */
        SEVERAL
    }

    /** @return the whole secondary address, as the driver takes it; empty if the answer does not tell */
    public Optional<MeterAddress.Secondary> secondary() {
        return header.filter(known -> !known.id().isEmpty()).map(MeterAddress.Secondary::of);
    }
}
