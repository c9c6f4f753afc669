package org.metergate.driver.dlms.scan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** A scan that was started. Any thread may call. */
@ProviderType
public interface Scan {

    /** Where a scan stands. */
    enum State {
        /** It goes on. */
        RUNNING,
        /** Every object of the association view was looked at. */
        COMPLETE,
        /** It was broken off; what was found until then stays. */
        CANCELLED,
        /** The meter could not be asked; what was found until then stays. */
        FAILED
    }

    /** @return the driver whose meter is scanned */
    String driver();

    /** @return where it stands */
    State state();

    /** @return how much of it is done, 0 to 1; never goes back */
    double progress();

    /** @return channels that can be made, in the order of the meter */
    List<Proposal> proposals();

    /** @return why it failed, in one sentence; empty if it did not */
    Optional<String> failure();

    /** Breaks the scan off between two requests. Does nothing once it has ended. */
    void cancel();

    /**
     * Waits for the end.
     *
     * @param patience longest wait
     * @return whether it has ended
     * @throws InterruptedException if the thread is interrupted
     */
    boolean await(Duration patience) throws InterruptedException;
}
