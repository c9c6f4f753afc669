package org.metergate.iec62056p21;

import java.time.Duration;

/** Lets time pass where the standard asks for rest on the line; tests let none pass. */
@FunctionalInterface
public interface Pause {

    /**
     * @param length how long
     * @throws InterruptedException if somebody wants the thread to stop
     */
    void rest(Duration length) throws InterruptedException;

    /** @return nanoseconds since any fixed moment; time on the line is measured with it */
    default long nanos() {
        return System.nanoTime();
    }

    /** Really waits. */
    Pause SLEEP = length -> Thread.sleep(length.toMillis());
}
