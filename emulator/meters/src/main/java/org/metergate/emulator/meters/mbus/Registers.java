package org.metergate.emulator.meters.mbus;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a slave holds behind its link. Any thread may call. */
public interface Registers {

    /**
     * Latches the registers and makes the telegrams of one readout.
     *
     * @param accessNumber 0 to 255, counted from answer to answer; frames captured from a meter keep their own
     * @return C field, A field, CI field and user data of each telegram, one or more; the A field is the slave's to set
     */
    List<byte[]> telegrams(int accessNumber);

    /** @return identification, manufacturer, version and medium as selected by, 8 bytes; empty if it cannot be selected */
    Optional<byte[]> identity();

    /** @return the fabrication number that the enhanced selection goes by, 4 bytes low byte first; empty for none */
    default Optional<byte[]> fabrication() {
        return Optional.empty();
    }

    /** @return what it takes before the answer, in addition to the turnaround of the wire */
    default Duration reaction() {
        return Duration.ZERO;
    }
}
