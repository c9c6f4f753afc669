package org.metergate.dashboard.gateway;

import java.util.List;
import java.util.Optional;
import org.metergate.driver.channels.scan.MeterScanner;
import org.metergate.transport.PortInfo;

/** What of the gateway is there now; it may come and go while the dashboard runs. */
public interface GatewayParts extends AutoCloseable {

    /** @return a scanner for each kind of meters, in the order of their kinds */
    List<MeterScanner> scanners();

    /** @return what makes and deletes meters; empty if the gateway has no such services now */
    Optional<KuraMeters> meters();

    /** @return the serial ports of the gateway */
    List<PortInfo> ports();

    /** Asks the gateway for nothing any more. */
    @Override
    void close();
}
