package org.metergate.dashboard;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.kura.asset.Asset;
import org.eclipse.kura.driver.Driver;
import org.metergate.dashboard.control.MeterServices;
import org.metergate.model.frames.FrameDecoder;
import org.metergate.transport.Lines;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Follows the services that come and go; needs none of them. */
@Component(service = MeterServices.class)
public final class GatewayMeters implements MeterServices {

    private static final String PID = "kura.service.pid";
    private static final String LINE = "line";

    private final Map<String, Asset> assets = new ConcurrentHashMap<>();
    private final Map<String, String> drivers = new ConcurrentHashMap<>();

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile Lines lines;

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<FrameDecoder> decoders;

    /** Used by the gateway. */
    public GatewayMeters() {}

    @Reference(
            name = "asset",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            unbind = "removeAsset")
    void addAsset(Asset asset, Map<String, Object> properties) {
        if (properties.get(PID) instanceof String pid) {
            assets.put(pid, asset);
        }
    }

    void removeAsset(Asset asset, Map<String, Object> properties) {
        assets.values().remove(asset);
    }

    /** A service shows the properties of its component: of these the line only is looked at. */
    @Reference(
            name = "driver",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            updated = "addDriver",
            unbind = "removeDriver")
    void addDriver(Driver driver, Map<String, Object> properties) {
        if (properties.get(PID) instanceof String pid) {
            if (properties.get(LINE) instanceof String line) {
                drivers.put(pid, line);
            } else {
                drivers.remove(pid);
            }
        }
    }

    void removeDriver(Driver driver, Map<String, Object> properties) {
        if (properties.get(PID) instanceof String pid) {
            drivers.remove(pid);
        }
    }

    @Override
    public Optional<Lines> lines() {
        return Optional.ofNullable(lines);
    }

    @Override
    public Map<String, Asset> assets() {
        return new TreeMap<>(assets);
    }

    @Override
    public Map<String, String> lineOfDriver() {
        return new TreeMap<>(drivers);
    }

    @Override
    public List<FrameDecoder> decoders() {
        List<FrameDecoder> present = decoders;
        return present == null ? List.of() : List.copyOf(present);
    }
}
