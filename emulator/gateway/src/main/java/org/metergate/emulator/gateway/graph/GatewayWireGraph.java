package org.metergate.emulator.gateway.graph;

import static org.eclipse.kura.configuration.ConfigurationService.KURA_SERVICE_PID;
import static org.eclipse.kura.wire.graph.Constants.EMITTER_PORT_COUNT_PROP_NAME;
import static org.eclipse.kura.wire.graph.Constants.RECEIVER_PORT_COUNT_PROP_NAME;
import static org.osgi.service.cm.ConfigurationAdmin.SERVICE_FACTORYPID;
import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.configuration.ComponentConfiguration;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.configuration.ConfigurationService;
import org.eclipse.kura.wire.WireComponent;
import org.eclipse.kura.wire.graph.MultiportWireConfiguration;
import org.eclipse.kura.wire.graph.WireComponentConfiguration;
import org.eclipse.kura.wire.graph.WireGraphConfiguration;
import org.eclipse.kura.wire.graph.WireGraphService;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.wireadmin.WireAdmin;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wire graph: one JSON property, made into wires as soon as both ends of a wire are there, in any order.
 *
 * <p>The configuration service calls {@link #updated} and brings components to life while it holds its own lock; changes
 * of the graph call the configuration service. What the former needs is therefore guarded by a lock of its own, under
 * which the configuration service is never called.
 */
@Component(
        name = WireGraphConfig.PID,
        service = {ConfigurableComponent.class, WireGraphService.class},
        configurationPolicy = REQUIRE,
        immediate = true,
        property = "kura.service.pid=" + WireGraphConfig.PID)
@Designate(ocd = WireGraphConfig.class)
public final class GatewayWireGraph implements WireGraphService, ConfigurableComponent {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayWireGraph.class);
    private static final String PROPERTY = "WireGraph";

    private final BundleContext bundle;
    private final Wires wires;
    private final ConfigurationService configurations;
    private final Object connecting = new Object();
    private volatile WireGraphConfiguration graph = new WireGraphConfiguration(List.of(), List.of());
    private ServiceTracker<WireComponent, WireComponent> components; // guarded by connecting

    @Activate
    public GatewayWireGraph(
            BundleContext bundle,
            @Reference WireAdmin admin,
            @Reference ConfigurationService configurations,
            Map<String, Object> properties) {
        this.bundle = bundle;
        this.wires = new Wires(admin);
        this.configurations = configurations;
        updated(properties);
    }

    @Modified
    void updated(Map<String, Object> properties) {
        try {
            WireGraphConfiguration read = WireGraphJson.read((String) properties.get(PROPERTY));
            graph = new WireGraphConfiguration(
                    placed(read.getWireComponentConfigurations()), read.getWireConfigurations());
        } catch (IllegalArgumentException | ClassCastException e) {
            LOG.warn("Failed to update the wire graph, the one before stays: {}", e.getMessage());
            return;
        }
        synchronized (connecting) {
            if (components == null) {
                components = new Ends();
                components.open();
            }
        }
        connect();
    }

    @Deactivate
    void deactivate() {
        closeTracker();
        wires.delete(wire -> true);
    }

    private void connect() {
        synchronized (connecting) {
            wires.connect(graph.getWireConfigurations(), this::servicePid);
        }
    }

    @Override
    public synchronized WireGraphConfiguration get() throws KuraException {
        List<WireComponentConfiguration> whole = new ArrayList<>();
        for (WireComponentConfiguration component : graph.getWireComponentConfigurations()) {
            ComponentConfiguration configuration = configurations.getComponentConfiguration(GraphChange.pid(component));
            whole.add(new WireComponentConfiguration(
                    configuration == null ? component.getConfiguration() : configuration, component.getProperties()));
        }
        return new WireGraphConfiguration(whole, graph.getWireConfigurations());
    }

    /** Deletes, creates and updates components as the new graph wants it, changes the wires and takes a snapshot. */
    @Override
    public synchronized void update(WireGraphConfiguration wanted) throws KuraException {
        GraphChange change = GraphChange.between(get(), wanted);
        closeTracker();
        for (String pid : change.delete()) {
            configurations.deleteFactoryConfiguration(pid, false);
        }
        Set<MultiportWireConfiguration> kept = new HashSet<>(wanted.getWireConfigurations());
        wires.delete(wire -> !kept.contains(wire)
                || change.delete().contains(wire.getEmitterPid())
                || change.delete().contains(wire.getReceiverPid()));
        create(change.create());
        WireGraphConfiguration fresh = new WireGraphConfiguration(
                placed(wanted.getWireComponentConfigurations()), wanted.getWireConfigurations());
        List<ComponentConfiguration> updates = new ArrayList<>();
        change.update().forEach(component -> updates.add(component.getConfiguration()));
        updates.add(ownConfiguration(fresh));
        graph = fresh;
        configurations.updateConfigurations(updates, true);
    }

    @Override
    public synchronized void delete() throws KuraException {
        wires.delete(wire -> true);
        for (WireComponentConfiguration component : graph.getWireComponentConfigurations()) {
            configurations.deleteFactoryConfiguration(GraphChange.pid(component), false);
        }
        graph = new WireGraphConfiguration(new ArrayList<>(), new ArrayList<>());
        configurations.updateConfigurations(List.of(ownConfiguration(graph)), true);
    }

    private void create(List<WireComponentConfiguration> components) throws KuraException {
        List<String> created = new ArrayList<>();
        for (WireComponentConfiguration component : components) {
            String pid = GraphChange.pid(component);
            Map<String, Object> values = component.getConfiguration().getConfigurationProperties();
            values.put(
                    RECEIVER_PORT_COUNT_PROP_NAME.value(),
                    component.getProperties().get("inputPortCount"));
            values.put(
                    EMITTER_PORT_COUNT_PROP_NAME.value(),
                    component.getProperties().get("outputPortCount"));
            try {
                configurations.createFactoryConfiguration(
                        values.get(SERVICE_FACTORYPID).toString(), pid, values, false);
                created.add(pid);
            } catch (KuraException e) {
                for (String made : created) {
                    configurations.deleteFactoryConfiguration(made, false);
                }
                throw e;
            }
        }
    }

    private ComponentConfiguration ownConfiguration(WireGraphConfiguration wanted) throws KuraException {
        ComponentConfiguration own = configurations.getComponentConfiguration(WireGraphConfig.PID);
        own.getConfigurationProperties().put(PROPERTY, WireGraphJson.write(wanted));
        return own;
    }

    private static List<WireComponentConfiguration> placed(List<WireComponentConfiguration> components) {
        return components.stream()
                .map(component -> {
                    Map<String, Object> properties = new HashMap<>(component.getProperties());
                    properties.putIfAbsent("position.x", 0f);
                    properties.putIfAbsent("position.y", 0f);
                    return new WireComponentConfiguration(component.getConfiguration(), properties);
                })
                .toList();
    }

    private Optional<String> servicePid(String pid) {
        try {
            return bundle.getServiceReferences(WireComponent.class, null).stream()
                    .filter(reference -> pid.equals(reference.getProperty(KURA_SERVICE_PID)))
                    .map(reference -> String.valueOf(reference.getProperty(Constants.SERVICE_PID)))
                    .findFirst();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e); // there is no filter to be wrong
        }
    }

    private void closeTracker() {
        synchronized (connecting) {
            if (components != null) {
                components.close();
                components = null;
            }
        }
    }

    private final class Ends extends ServiceTracker<WireComponent, WireComponent> {
        Ends() {
            super(bundle, WireComponent.class, null);
        }

        @Override
        public WireComponent addingService(ServiceReference<WireComponent> reference) {
            WireComponent component = super.addingService(reference);
            connect();
            return component;
        }
    }
}
