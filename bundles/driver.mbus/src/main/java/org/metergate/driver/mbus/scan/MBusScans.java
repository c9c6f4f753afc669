package org.metergate.driver.mbus.scan;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The service that scans. Any thread may call. */
@ProviderType
public interface MBusScans {

    /**
     * Starts a scan on a thread of its own and returns at once. Drivers on the same line go on: they get their turn
     * between any two steps. Scans of several lines run at once.
     *
     * @param request what to scan
     * @return the scan
     * @throws IllegalStateException if a scan of this line is going on; break it off first
     */
    Scan start(ScanRequest request);

    /** @return the scans that go on, and the last one of every other line, in the order they were started */
    List<Scan> scans();
}
