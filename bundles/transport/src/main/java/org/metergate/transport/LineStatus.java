package org.metergate.transport;

import java.time.Instant;
import java.util.Optional;

/**
 * How a line is now.
 *
 * @param address which line
 * @param open whether its port is open
 * @param holder who speaks on it now; empty if nobody does
 * @param waiting how many wait for it
 * @param claims how many share it
 * @param since when it was opened or failed last; empty if neither happened until now
 * @param failure what the last failure said; empty while all is well
 */
public record LineStatus(
        LineAddress address,
        boolean open,
        Optional<String> holder,
        int waiting,
        int claims,
        Optional<Instant> since,
        Optional<Failure> failure) {

    /**
     * Why the line does not work.
     *
     * @param condition what is the matter
     * @param message what, where and what to do
     */
    public record Failure(LineCondition condition, String message) {}
}
