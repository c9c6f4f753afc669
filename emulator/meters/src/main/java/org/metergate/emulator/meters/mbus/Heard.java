package org.metergate.emulator.meters.mbus;

import java.time.Duration;

/**
 * What is heard on a bus after a frame.
 *
 * @param bytes none if no slave answers
 * @param after what the slave needs before it answers, in addition to the turnaround of the wire
 */
public record Heard(byte[] bytes, Duration after) {

    /** Silence. */
    public static final Heard NOTHING = new Heard(new byte[0], Duration.ZERO);
}
