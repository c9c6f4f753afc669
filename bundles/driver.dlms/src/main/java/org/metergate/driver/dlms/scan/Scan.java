package org.metergate.driver.dlms.scan;

import java.util.List;
import org.metergate.driver.channels.scan.MeterScan;
import org.osgi.annotation.versioning.ProviderType;

/** A scan of a driver's meter that was started, for whoever knows DLMS. Any thread may call. */
@ProviderType
public interface Scan extends MeterScan {

    /** @return the driver whose meter is scanned; empty if no driver reads it yet */
    String driver();

    /** @return channels that can be made, in the order of the meter */
    List<Proposal> proposals();
}
