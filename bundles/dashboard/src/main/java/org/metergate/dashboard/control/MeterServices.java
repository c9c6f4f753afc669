package org.metergate.dashboard.control;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.kura.asset.Asset;
import org.metergate.model.frames.FrameDecoder;
import org.metergate.transport.Lines;

/** The gateway's services that have to do with meters, as far as they are there now. Any thread. */
public interface MeterServices {

    /** None is there. */
    MeterServices NONE = new MeterServices() {};

    /** @return the owner of all lines */
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

    /** @return one for each protocol that is installed */
    default List<FrameDecoder> decoders() {
        return List.of();
    }
}
