package org.metergate.driver.channels.scan;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Finds meters of one kind. Every driver that can look for meters offers one as a service; whoever calls it needs no
 * driver to compile or to start. Any thread may call.
 */
@ProviderType
public interface MeterScanner {

    /** @return the kind of meters, such as {@code mbus}; the first part of the ids of its scans */
    String kind();

    /** @return factory PID of the driver that reads what is found */
    String driver();

    /** @return what may be said about a scan besides its line, in the order in which people are asked */
    List<ScanOption> options();

    /**
     * Starts a scan on a thread of its own and returns at once. Drivers on the same line go on: they get their turn
     * between any two steps. Scans of several lines run at once.
     *
     * @param line address of the line, such as {@code tcp://192.0.2.7:4059} or {@code serial:/dev/ttyUSB0}
     * @param options values by key of {@link #options()}; what is left out or empty has its initial value
     * @return the scan
     * @throws IllegalArgumentException if the line or an option is wrong; the message says which, and what would be right
     * @throws IllegalStateException if a scan of this line is going on; break it off first
     */
    MeterScan start(String line, Map<String, String> options);

    /** @return the scans that go on, and the last one of every other line, in the order they were started */
    List<? extends MeterScan> scans();
}
