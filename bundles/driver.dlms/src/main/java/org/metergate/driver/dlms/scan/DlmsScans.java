package org.metergate.driver.dlms.scan;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The service that scans. Any thread may call. */
@ProviderType
public interface DlmsScans {

    /**
     * Starts a scan on a thread of its own and returns at once. The driver goes on reading: it gets its turn between any
     * two requests. The meter is asked with the driver's own client, password and keys.
     *
     * @param driver name of the driver instance, its {@code kura.service.pid}
     * @return the scan
     * @throws IllegalArgumentException if there is no such driver, or its settings are wrong
     * @throws IllegalStateException if a scan of this driver's meter is going on; break it off first
     */
    Scan start(String driver);

    /** @return the scans that go on, and the last one of every other driver, in the order they were started */
    List<Scan> scans();

    /** @return the driver instances whose meters can be scanned */
    List<String> drivers();
}
