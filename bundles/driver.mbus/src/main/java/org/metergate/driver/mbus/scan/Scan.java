package org.metergate.driver.mbus.scan;

import java.util.List;
import org.metergate.driver.channels.scan.MeterScan;
import org.metergate.mbus.FoundMeter;
import org.osgi.annotation.versioning.ProviderType;

/** A scan of a bus that was started, for whoever knows M-Bus. Any thread may call. */
@ProviderType
public interface Scan extends MeterScan {

    /** @return what is scanned */
    ScanRequest request();

    /** @return what was found until now, in the order of finding */
    List<FoundMeter> found();
}
