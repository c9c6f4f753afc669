package org.metergate.driver.mbus.scan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.metergate.mbus.FoundMeter;
import org.osgi.annotation.versioning.ProviderType;

/** A scan that was started. Any thread may call. */
@ProviderType
public interface Scan {

    /** Where a scan stands. */
    enum State {
        /** It goes on. */
        RUNNING,
        /** Every address was tried. */
        COMPLETE,
        /** It was broken off; what was found until then stays. */
        CANCELLED,
        /** The line broke; what was found until then stays. */
        FAILED
    }

    /** @return what is scanned */
    ScanRequest request();

    /** @return where it stands */
    State state();

    /** @return how much of it is done, 0 to 1, over all speeds; never goes back */
    double progress();

    /** @return requests sent until now */
    int requests();

    /** @return what was found until now, in the order of finding */
    List<FoundMeter> found();

    /** @return why it failed, in one sentence; empty if it did not */
    Optional<String> failure();

    /** Breaks the scan off between two steps. Does nothing once it has ended. */
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
