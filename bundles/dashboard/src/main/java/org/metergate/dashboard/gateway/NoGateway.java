package org.metergate.dashboard.gateway;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.kura.asset.Asset;
import org.metergate.driver.channels.scan.MeterScanner;
import org.metergate.model.frames.FrameDecoder;
import org.metergate.transport.Lines;
import org.metergate.transport.PortInfo;

/** A dashboard that runs by itself: nothing can be scanned or made. */
public final class NoGateway implements GatewayParts {

    @Override
    public List<MeterScanner> scanners() {
        return List.of();
    }

    @Override
    public Optional<KuraMeters> meters() {
        return Optional.empty();
    }

    @Override
    public List<PortInfo> ports() {
        return List.of();
    }

    @Override
    public Optional<Lines> lines() {
        return Optional.empty();
    }

    @Override
    public Map<String, Asset> assets() {
        return Map.of();
    }

    @Override
    public Map<String, String> lineOfDriver() {
        return Map.of();
    }

    @Override
    public List<FrameDecoder> decoders() {
        return List.of();
    }

    @Override
    public void close() {
        // nothing was asked for
    }
}
