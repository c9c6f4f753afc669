package org.metergate.dashboard.gateway;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.kura.asset.Asset;
import org.metergate.driver.channels.scan.MeterScanner;
import org.metergate.model.frames.FrameDecoder;
import org.metergate.transport.Lines;
import org.metergate.transport.PortInfo;

/** What of the gateway is there now; it may come and go while the dashboard runs. What is not told is not there. */
public interface GatewayParts extends AutoCloseable {

    /** @return a scanner for each kind of meters, in the order of their kinds */
    default List<MeterScanner> scanners() {
        return List.of();
    }

    /** @return what makes and deletes meters; empty if the gateway has no such services now */
    default Optional<KuraMeters> meters() {
        return Optional.empty();
    }

    /** @return the serial ports of the gateway */
    default List<PortInfo> ports() {
        return List.of();
    }

    /** @return the owner of all lines; empty if it is not there now */
    default Optional<Lines> lines() {
        return Optional.empty();
    }

    /** @return assets by name: the meters that can be read */
    default Map<String, Asset> assets() {
        return Map.of();
    }

    /** @return drivers by PID, with the address of their line as it is configured; those without a line are left out */
    default Map<String, String> lineOfDriver() {
        return Map.of();
    }

    /** @return one for each protocol that is installed, in the order of their kinds */
    default List<FrameDecoder> decoders() {
        return List.of();
    }

    /** Asks the gateway for nothing any more. */
    @Override
    void close();
}
