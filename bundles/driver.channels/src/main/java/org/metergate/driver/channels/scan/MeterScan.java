package org.metergate.driver.channels.scan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** A scan that was started. Any thread may call. */
@ProviderType
public interface MeterScan {

    /** Where a scan stands. */
    enum State {
        /** It goes on. */
        RUNNING,
        /** Everything was tried. */
        COMPLETE,
        /** It was broken off; what was found until then stays. */
        CANCELLED,
        /** The line broke, or nobody could be asked; what was found until then stays. */
        FAILED
    }

    /** @return tells it apart from every other scan since the driver started, such as {@code mbus-3} */
    String id();

    /** @return kind of its scanner */
    String kind();

    /** @return address of the line */
    String line();

    /** @return where it stands */
    State state();

    /** @return how much of it is done, 0 to 1; never goes back */
    double progress();

    /** @return requests sent until now; 0 where they are not counted */
    int requests();

    /** @return what was found until now, in the order of finding; a meter may gain channels while the scan goes on */
    List<ScannedMeter> meters();

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
