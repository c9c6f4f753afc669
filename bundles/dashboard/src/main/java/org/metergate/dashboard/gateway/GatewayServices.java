package org.metergate.dashboard.gateway;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.kura.asset.Asset;
import org.eclipse.kura.configuration.ConfigurationService;
import org.eclipse.kura.configuration.metatype.OCDService;
import org.eclipse.kura.driver.Driver;
import org.eclipse.kura.wire.graph.WireGraphService;
import org.metergate.dashboard.access.Secrets;
import org.metergate.driver.channels.scan.MeterScanner;
import org.metergate.model.frames.FrameDecoder;
import org.metergate.transport.Lines;
import org.metergate.transport.PortInfo;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/** The gateway's services as they are when they are needed. Any thread. */
public final class GatewayServices implements GatewayParts {

    private static final String PID = "kura.service.pid";

    private final BundleContext context;
    private final ServiceTracker<MeterScanner, MeterScanner> scanners;
    private final ServiceTracker<ConfigurationService, ConfigurationService> configurations;
    private final ServiceTracker<OCDService, OCDService> forms;
    private final ServiceTracker<WireGraphService, WireGraphService> graphs;
    private final ServiceTracker<Lines, Lines> lines;
    private final ServiceTracker<Asset, Asset> assets;
    private final ServiceTracker<FrameDecoder, FrameDecoder> decoders;
    private final Secrets secrets;
    private Optional<KuraMeters> meters = Optional.empty();
    private List<Object> madeOf = List.of();

    /**
     * @param context of this bundle
     * @param secrets locks passwords as the gateway keeps them
     */
    public GatewayServices(BundleContext context, Secrets secrets) {
        this.context = context;
        this.secrets = secrets;
        this.scanners = new ServiceTracker<>(context, MeterScanner.class, null);
        this.configurations = new ServiceTracker<>(context, ConfigurationService.class, null);
        this.forms = new ServiceTracker<>(context, OCDService.class, null);
        this.graphs = new ServiceTracker<>(context, WireGraphService.class, null);
        this.lines = new ServiceTracker<>(context, Lines.class, null);
        this.assets = new ServiceTracker<>(context, Asset.class, null);
        this.decoders = new ServiceTracker<>(context, FrameDecoder.class, null);
        List.of(scanners, configurations, forms, graphs, lines, assets, decoders)
                .forEach(ServiceTracker::open);
    }

    @Override
    public List<MeterScanner> scanners() {
        List<MeterScanner> found = new ArrayList<>(scanners.getTracked().values());
        found.sort(Comparator.comparing(MeterScanner::kind));
        return found;
    }

    /** One for as long as the services are the same: it does one change at a time. */
    @Override
    public synchronized Optional<KuraMeters> meters() {
        ConfigurationService configuration = configurations.getService();
        OCDService form = forms.getService();
        WireGraphService graph = graphs.getService();
        if (configuration == null || form == null || graph == null) {
            return Optional.empty();
        }
        List<Object> parts = List.of(configuration, form, graph);
        if (!parts.equals(madeOf)) {
            meters = Optional.of(new KuraMeters(configuration, form, graph, this::drivers, secrets));
            madeOf = parts;
        }
        return meters;
    }

    /** Of every asset that runs, whatever its configuration looks like. */
    private Map<String, String> drivers() {
        Map<String, String> drivers = new HashMap<>();
        try {
            ServiceReference<?>[] found = context.getAllServiceReferences(
                    null, "(&(driver.pid=*)(kura.service.pid=*)(service.factoryPid=" + KuraMeters.ASSET + "))");
            for (ServiceReference<?> one : found == null ? new ServiceReference<?>[0] : found) {
                drivers.put(
                        String.valueOf(one.getProperty("kura.service.pid")),
                        String.valueOf(one.getProperty("driver.pid")));
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("the filter is right", e);
        }
        return drivers;
    }

    @Override
    public List<PortInfo> ports() {
        return Optional.ofNullable(lines.getService()).map(Lines::ports).orElse(List.of());
    }

    @Override
    public Optional<Lines> lines() {
        return Optional.ofNullable(lines.getService());
    }

    @Override
    public Map<String, Asset> assets() {
        Map<String, Asset> found = new TreeMap<>();
        assets.getTracked().forEach((reference, asset) -> {
            if (reference.getProperty(PID) instanceof String name) {
                found.put(name, asset);
            }
        });
        return found;
    }

    /** A service shows the properties of its component: of these the line only is looked at. */
    @Override
    public Map<String, String> lineOfDriver() {
        Map<String, String> found = new TreeMap<>();
        try {
            for (ServiceReference<Driver> one : context.getServiceReferences(Driver.class, "(line=*)")) {
                if (one.getProperty(PID) instanceof String pid && one.getProperty("line") instanceof String line) {
                    found.put(pid, line);
                }
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("the filter is right", e);
        }
        return found;
    }

    @Override
    public List<FrameDecoder> decoders() {
        List<FrameDecoder> found = new ArrayList<>(decoders.getTracked().values());
        found.sort(Comparator.comparing(FrameDecoder::kind));
        return found;
    }

    @Override
    public void close() {
        List.of(scanners, configurations, forms, graphs, lines, assets, decoders)
                .forEach(ServiceTracker::close);
    }
}
