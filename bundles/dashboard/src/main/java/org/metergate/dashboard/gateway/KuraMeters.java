package org.metergate.dashboard.gateway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.configuration.ComponentConfiguration;
import org.eclipse.kura.configuration.ConfigurationService;
import org.eclipse.kura.configuration.metatype.OCDService;
import org.eclipse.kura.wire.graph.WireGraphService;
import org.metergate.dashboard.access.Secrets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes and deletes meters as the gateway keeps them: a driver, an asset with the channels, and wires from a timer to the
 * asset and on to the dashboard. Everything goes through the gateway's own services, so that its console and snapshots
 * show it as if it had been made there. What is there already is not changed. Any thread; one change at a time.
 */
public final class KuraMeters {
    static final String ASSET = "org.eclipse.kura.wire.WireAsset";
    private static final Logger LOG = LoggerFactory.getLogger(KuraMeters.class);
    private static final String FACTORY = "service.factoryPid";
    private static final String DRIVER = "driver.pid";
    private static final String DRIVERS = "org.eclipse.kura.driver.Driver";

    private final ConfigurationService configurations;
    private final OCDService forms;
    private final WireGraphService graph;
    private final AssetRegister assets;
    private final Secrets secrets;

    /**
     * @param configurations of the gateway
     * @param forms of its factories
     * @param graph of its wires
     * @param assets that run
     * @param secrets locks passwords as the gateway keeps them
     */
    public KuraMeters(
            ConfigurationService configurations,
            OCDService forms,
            WireGraphService graph,
            AssetRegister assets,
            Secrets secrets) {
        this.configurations = configurations;
        this.forms = forms;
        this.graph = graph;
        this.assets = assets;
        this.secrets = secrets;
    }

    /**
     * What was made.
     *
     * @param driver PID of the driver
     * @param madeDriver whether it was made for this meter
     */
    public record Made(String driver, boolean madeDriver) {}

    /**
     * What was deleted.
     *
     * @param driver PID of the driver that went with the meter; empty if others use it
     */
    public record Deleted(Optional<String> driver) {}

    /**
     * Makes a meter. If a part of it cannot be made, the others are taken back.
     *
     * @throws IllegalArgumentException if the name is taken, or the driver, a setting or a receiver is not there
     * @throws GatewayException if the gateway did not do it
     */
    public synchronized Made create(WantedMeter wanted) throws GatewayException {
        try {
            if (configurations.getConfigurableComponentPids().contains(wanted.name())) {
                throw new IllegalArgumentException("there is a component " + wanted.name() + " already");
            }
            WireGraph before = WireGraph.of(graph.get(), factories());
            before.demand(wanted.receivers());
            Optional<String> named = wanted.driver().pid();
            Map<String, Object> settings = named.isPresent()
                    ? Map.of()
                    : form(wanted.driver().factory()).typed(wanted.driver().settings(), secrets);
            Optional<String> known = named.isPresent() ? Optional.of(existing(named.get())) : fitting(wanted.driver());
            String driver = known.orElseGet(() -> free(wanted.name() + ".line"));
            WireGraph.Change change = before.with(wanted, driver, assetsOf(driver), this::free);
            make(wanted, driver, known.isEmpty(), settings, before, change);
            return new Made(driver, known.isEmpty());
        } catch (KuraException e) {
            throw new GatewayException("the gateway did not make " + wanted.name() + ": " + e.getMessage(), e);
        }
    }

    private void make(
            WantedMeter wanted,
            String driver,
            boolean fresh,
            Map<String, Object> settings,
            WireGraph before,
            WireGraph.Change change)
            throws KuraException {
        List<String> made = new ArrayList<>();
        try {
            if (fresh) {
                configurations.createFactoryConfiguration(wanted.driver().factory(), driver, settings, false);
                made.add(driver);
            }
            made.addAll(change.made());
            graph.update(change.after()); // makes what is new of the wires, and takes the snapshot
        } catch (KuraException | RuntimeException e) {
            undo(made, before);
            throw e;
        }
    }

    private void undo(List<String> made, WireGraph before) {
        try {
            graph.update(before.unchanged());
        } catch (KuraException | RuntimeException e) {
            LOG.error("the wires could not be put back as they were", e);
        }
        for (String pid : made) {
            try {
                configurations.deleteFactoryConfiguration(pid, true);
            } catch (KuraException | RuntimeException e) {
                LOG.error("{} was made and could not be deleted again; delete it in the console", pid, e);
            }
        }
    }

    /**
     * Deletes a meter: its wires, its asset, and its driver and timer if nobody else needs them.
     *
     * @return what else was deleted; empty if the gateway has no such asset
     * @throws GatewayException if the gateway did not do it
     */
    public synchronized Optional<Deleted> delete(String meter) throws GatewayException {
        String driver = assets.drivers().get(meter);
        try {
            Map<String, String> factories = factories();
            boolean asset = driver != null || ASSET.equals(factories.get(meter));
            if (!asset) {
                return Optional.empty();
            }
            Optional<String> unused = Optional.ofNullable(driver)
                    .filter(pid -> assetsOf(pid).equals(Set.of(meter)))
                    .filter(pid -> isDriver(factories.get(pid)));
            WireGraph before = WireGraph.of(graph.get(), factories);
            graph.update(before.without(meter, unused));
            configurations.deleteFactoryConfiguration(meter, unused.isEmpty());
            if (unused.isPresent()) {
                configurations.deleteFactoryConfiguration(unused.get(), true);
            }
            return Optional.of(new Deleted(unused));
        } catch (KuraException e) {
            throw new GatewayException("the gateway did not delete all of " + meter + ": " + e.getMessage(), e);
        }
    }

    /** @return wire components that take readings and can be named as receivers, by PID, with their factory PIDs */
    public Map<String, String> receivers() throws GatewayException {
        try {
            return WireGraph.of(graph.get(), factories()).receivers();
        } catch (KuraException e) {
            throw new GatewayException("the gateway does not show its wire graph: " + e.getMessage(), e);
        }
    }

    /** @return whether the gateway has an asset of this name, so that it can be deleted here */
    public boolean has(String meter) {
        return assets.drivers().containsKey(meter);
    }

    private Set<String> assetsOf(String driver) {
        Set<String> users = new HashSet<>();
        assets.drivers().forEach((asset, used) -> {
            if (used.equals(driver)) {
                users.add(asset);
            }
        });
        return users;
    }

    private Map<String, String> factories() throws KuraException {
        Map<String, String> factories = new HashMap<>();
        for (ComponentConfiguration one : configurations.getComponentConfigurations()) {
            Object factory = one.getConfigurationProperties() == null
                    ? null
                    : one.getConfigurationProperties().get(FACTORY);
            if (factory != null) {
                factories.put(one.getPid(), factory.toString());
            }
        }
        return factories;
    }

    private boolean isDriver(String factory) {
        return factory != null
                && forms.getServiceProviderOCDs(DRIVERS).stream()
                        .anyMatch(one -> one != null && factory.equals(one.getPid()));
    }

    private String existing(String pid) throws KuraException {
        if (!isDriver(factories().get(pid))) {
            throw new IllegalArgumentException("there is no driver " + pid);
        }
        return pid;
    }

    /** A line that several meters share is read by one driver. */
    private Optional<String> fitting(WantedMeter.Driver wanted) throws KuraException {
        DriverForm form = form(wanted.factory());
        for (Map.Entry<String, String> one : factories().entrySet()) {
            if (one.getValue().equals(wanted.factory())) {
                ComponentConfiguration running = configurations.getComponentConfiguration(one.getKey());
                if (running != null && form.fits(wanted.settings(), running.getConfigurationProperties())) {
                    return Optional.of(one.getKey());
                }
            }
        }
        return Optional.empty();
    }

    private DriverForm form(String factory) {
        ComponentConfiguration form = isDriver(factory) ? forms.getFactoryComponentOCD(factory) : null;
        if (form == null || form.getDefinition() == null) {
            throw new IllegalArgumentException("there is no driver of the kind " + factory + " on this gateway");
        }
        return new DriverForm(form.getDefinition());
    }

    private String free(String wanted) {
        Set<String> taken = configurations.getConfigurableComponentPids();
        String name = wanted;
        for (int number = 2; taken.contains(name); number++) {
            name = wanted + "-" + number;
        }
        return name;
    }

    /** @return the properties of the asset of a meter */
    static Map<String, Object> asset(WantedMeter wanted, String driver) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(FACTORY, ASSET);
        properties.put(DRIVER, driver);
        properties.put("emit.errors", true);
        properties.put("timestamp.mode", "PER_CHANNEL");
        for (WantedMeter.Channel channel : wanted.channels()) {
            String key = channel.name() + "#";
            channel.settings().forEach((name, value) -> properties.put(key + name, value));
            properties.put(key + "+name", channel.name());
            properties.put(key + "+enabled", true);
            properties.put(key + "+type", "READ");
            properties.put(key + "+value.type", channel.valueType());
            properties.put(key + "+listen", channel.listened());
        }
        return properties;
    }
}
