package org.metergate.mbus;

/** Follows a scan. Called by the thread that scans, between two requests: return soon. */
public interface ScanWatch {

    /** Lets the scan run to its end. */
    ScanWatch NONE = new ScanWatch() {};

    /** @return whether to go on; asked before every request */
    default boolean goOn() {
        return true;
    }

    /**
     * Tells how far the scan is.
     *
     * @param share of the addresses that are done, 0 to 1; never goes back
     * @param requests sent until now
     */
    default void progress(double share, int requests) {}

    /**
     * A meter was found.
     *
     * @param meter which one
     */
    default void found(FoundMeter meter) {}
}
