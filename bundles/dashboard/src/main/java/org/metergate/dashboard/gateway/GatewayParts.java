package org.metergate.dashboard.gateway;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.kura.asset.Asset;
import org.metergate.driver.channels.scan.MeterScanner;
import org.metergate.model.frames.FrameDecoder;
import org.metergate.transport.Lines;
import org.metergate.transport.PortInfo;

/** What of the gateway is there now; it may come and go while the dashboard runs. */
public interface GatewayParts extends AutoCloseable {

    /** @return a scanner for each kind of meters, in the order of their kinds */
    List<MeterScanner> scanners();

    /** @return what makes and deletes meters; empty if the gateway has no such services now */
    Optional<KuraMeters> meters();

    /** @return the serial ports of the gateway */
    List<PortInfo> ports();

    /** @return the owner of all lines; empty if it is not there now */
    Optional<Lines> lines();

    /** @return assets by name: the meters that can be read */
    Map<String, Asset> assets();

    /** @return drivers by PID, with the address of their line as it is configured; those without a line are left out */
    Map<String, String> lineOfDriver();

    /** @return one for each protocol that is installed, in the order of their kinds */
    List<FrameDecoder> decoders();

    /** Asks the gateway for nothing any more. */
    @Override
    void close();
}
