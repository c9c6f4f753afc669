package org.metergate.emulator.gateway.configuration;

import static org.osgi.service.cm.ConfigurationAdmin.SERVICE_FACTORYPID;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.configuration.ComponentConfiguration;
import org.eclipse.kura.configuration.ConfigurationService;
import org.eclipse.kura.core.configuration.metatype.Tocd;
import org.eclipse.kura.crypto.CryptoService;
import org.metergate.emulator.gateway.crypto.Passwords;
import org.metergate.emulator.gateway.metatype.Defaults;
import org.metergate.emulator.gateway.metatype.InstanceConfiguration;
import org.metergate.emulator.gateway.snapshot.SnapshotFolder;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Filter;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kura's configuration service, as strict and as careless: values are checked against nothing, keys cannot be removed,
 * passwords are encrypted by an update and not by a creation.
 *
 * <p>What changes the configuration holds this object's monitor while ConfigurationAdmin and SCR call the components.
 */
public final class GatewayConfigurationService implements ConfigurationService {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayConfigurationService.class);

    private final BundleContext bundle;
    private final StoredConfigurations stored;
    private final CryptoService crypto;
    private final SnapshotFolder snapshots;
    private final Definitions definitions;
    private final Defaults defaults;
    private final Instances instances = new Instances();
    private final RunningConfigurations running;
    private final SnapshotContents contents;

    GatewayConfigurationService(
            BundleContext bundle,
            StoredConfigurations stored,
            CryptoService crypto,
            SnapshotFolder snapshots,
            Definitions definitions) {
        this.bundle = bundle;
        this.stored = stored;
        this.crypto = crypto;
        this.snapshots = snapshots;
        this.definitions = definitions;
        this.defaults = new Defaults(crypto);
        this.running =
                new RunningConfigurations(instances, stored, definitions, defaults, new SelfConfiguration(bundle));
        this.contents = new SnapshotContents(running, snapshots);
    }

    /** Puts the newest snapshot into ConfigurationAdmin, in place of whatever an earlier run left there. */
    synchronized void start() throws IOException {
        int left = stored.deleteAllOfKura();
        if (left > 0) {
            LOG.info("{} configurations of an earlier run are replaced by the snapshot", left);
        }
        if (snapshots.ids().isEmpty()) {
            LOG.warn("no snapshot in {}: the gateway starts with the defaults", snapshots.folder());
        }
        for (ComponentConfiguration configuration : contents.current(Map.of())) {
            try {
                start(configuration);
            } catch (IOException | KuraException e) {
                LOG.warn("Error creating configuration with pid: {}", configuration.getPid(), e);
            }
        }
    }

    private void start(ComponentConfiguration configuration) throws IOException, KuraException {
        Map<String, Object> properties = configuration.getConfigurationProperties();
        if (properties.get(SERVICE_FACTORYPID) instanceof String factoryPid) {
            createFactoryConfiguration(factoryPid, configuration.getPid(), properties, false);
        } else {
            Map<String, Object> named = new HashMap<>(properties);
            named.putIfAbsent(KURA_SERVICE_PID, configuration.getPid());
            stored.write(configuration.getPid(), named);
        }
    }

    // what bundles bring

    synchronized void addForm(String pid, Tocd form) throws IOException {
        LOG.info("Registering metatype pid: {} ...", pid);
        definitions.add(pid, form);
        running.mergeDefaults(pid, form);
    }

    synchronized void addFactoryForm(String factoryPid, Tocd form, Bundle provider) throws IOException {
        LOG.info("Registering metatype pid: {} ...", factoryPid);
        definitions.add(factoryPid, form);
        definitions.addFactory(factoryPid, provider);
        for (String pid : instances.madeBy(factoryPid)) {
            running.mergeDefaults(pid, form);
        }
    }

    synchronized void removeFactoriesOf(Bundle provider) {
        definitions.removeFactoriesOf(provider);
    }

    synchronized void addInstance(String pid, String servicePid, Optional<String> factoryPid) {
        if (pid == null || servicePid == null) {
            LOG.warn("Either PID (kura.service.pid) {} or Service PID (service.pid) {} is null", pid, servicePid);
            return;
        }
        if (instances.isActive(pid)) {
            return;
        }
        LOG.info("Registering ConfigurableComponent - {}....", pid);
        instances.locate(pid, servicePid, factoryPid);
        factoryPid.flatMap(definitions::form).ifPresent(form -> {
            try {
                running.mergeDefaults(pid, form);
            } catch (IOException e) {
                LOG.info("Error seeding updated configuration for pid: {}", pid, e);
            }
        });
        instances.activate(pid);
    }

    synchronized void addSelfConfiguring(String pid, String servicePid) {
        if (pid == null) {
            LOG.warn("PID (kura.service.pid) is null");
            return;
        }
        LOG.info("Registering SelfConfiguringComponent - {}....", pid);
        instances.activateSelfConfiguring(pid, servicePid);
    }

    /**
     * An instance's service has gone. Services go later than their configurations: one whose place a new instance of the
     * same name has taken already does not count.
     *
     * @param servicePid a String, or whatever the component made of it
     */
    synchronized void removeInstance(String pid, Object servicePid) {
        if (pid == null) {
            LOG.warn("pid is null");
            return;
        }
        boolean replaced = servicePid instanceof String
                && instances
                        .servicePid(pid)
                        .filter(current -> !current.equals(servicePid))
                        .isPresent();
        if (!replaced) {
            forget(pid);
        }
    }

    private void forget(String pid) {
        LOG.info("Removing component configuration for pid {}", pid);
        instances.remove(pid);
    }

    // instances and their values

    @Override
    public Set<String> getConfigurableComponentPids() {
        return instances.active();
    }

    @Override
    public Set<String> getFactoryComponentPids() {
        return definitions.factoryPids();
    }

    /** With passwords encrypted, unlike {@link #getComponentConfiguration(String)}; so it is in Kura. */
    @Override
    public List<ComponentConfiguration> getComponentConfigurations() throws KuraException {
        return running.all();
    }

    @Override
    public List<ComponentConfiguration> getComponentConfigurations(Filter filter) throws KuraException {
        if (filter == null) {
            return getComponentConfigurations();
        }
        try {
            ServiceReference<?>[] references = bundle.getAllServiceReferences(null, null);
            List<ComponentConfiguration> found = new ArrayList<>();
            for (ServiceReference<?> reference : references) {
                if (filter.match(reference) && reference.getProperty(KURA_SERVICE_PID) instanceof String pid) {
                    running.of(pid).ifPresent(found::add);
                }
            }
            return found;
        } catch (InvalidSyntaxException e) {
            throw new KuraException(KuraErrorCode.CONFIGURATION_ERROR, e);
        }
    }

    /** @return with passwords decrypted; {@code null}, as in Kura, for a component that has none to show */
    @Override
    public ComponentConfiguration getComponentConfiguration(String pid) throws KuraException {
        Optional<ComponentConfiguration> found = running.of(pid);
        found.map(ComponentConfiguration::getConfigurationProperties)
                .ifPresent(properties -> Passwords.decrypt(properties, crypto));
        return found.orElse(null);
    }

    @Override
    public ComponentConfiguration getDefaultComponentConfiguration(String pid) throws KuraException {
        InstanceConfiguration byDefault = running.byDefault(pid);
        Passwords.decrypt(byDefault.properties(), crypto);
        return byDefault;
    }

    @Override
    public synchronized void createFactoryConfiguration(
            String factoryPid, String pid, Map<String, Object> properties, boolean takeSnapshot) throws KuraException {
        if (pid == null) {
            throw new KuraException(KuraErrorCode.INVALID_PARAMETER, "pid cannot be null");
        }
        if (instances.servicePid(pid).isPresent()) {
            throw new KuraException(KuraErrorCode.INVALID_PARAMETER, "pid " + pid + " already exists");
        }
        LOG.info("Creating new configuration for factory pid {} and pid {}", factoryPid, pid);
        Map<String, Object> merged = defaults.of(definitions.form(factoryPid).orElse(null));
        if (properties != null) {
            merged.putAll(properties);
        }
        merged.put(KURA_SERVICE_PID, pid);
        try {
            addInstance(pid, stored.create(factoryPid, merged), Optional.of(factoryPid));
        } catch (IOException e) {
            throw new KuraException(
                    KuraErrorCode.CONFIGURATION_ERROR, e, "Cannot create component instance for factory " + factoryPid);
        }
        contents.created(pid);
        if (takeSnapshot) {
            snapshot();
        }
    }

    @Override
    public synchronized void deleteFactoryConfiguration(String pid, boolean takeSnapshot) throws KuraException {
        if (pid == null) {
            throw new KuraException(KuraErrorCode.INVALID_PARAMETER, "pid cannot be null");
        }
        try {
            if (!stored.delete(pid)) {
                LOG.warn("The component with kura.service.pid {} does not exist or it is not a Factory Component", pid);
                return;
            }
        } catch (IOException e) {
            throw new KuraException(KuraErrorCode.CONFIGURATION_ERROR, e, "Cannot delete component instance " + pid);
        }
        LOG.info("Deleting factory configuration for component with pid {}...done", pid);
        forget(pid);
        contents.deleted(pid);
        if (takeSnapshot) {
            snapshot();
        }
    }

    @Override
    public void updateConfiguration(String pid, Map<String, Object> properties) throws KuraException {
        updateConfiguration(pid, properties, true);
    }

    @Override
    public void updateConfiguration(String pid, Map<String, Object> properties, boolean takeSnapshot)
            throws KuraException {
        updateConfigurations(List.of(new InstanceConfiguration(pid, null, properties)), takeSnapshot);
    }

    @Override
    public void updateConfigurations(List<ComponentConfiguration> configurations) throws KuraException {
        updateConfigurations(configurations, true);
    }

    /** Merges the given values over the running ones and creates what has a factory PID and does not exist yet. */
    @Override
    public synchronized void updateConfigurations(List<ComponentConfiguration> configurations, boolean takeSnapshot)
            throws KuraException {
        Map<String, ComponentConfiguration> given = new LinkedHashMap<>();
        for (ComponentConfiguration configuration : configurations) {
            Passwords.encrypt(configuration.getConfigurationProperties(), crypto);
            given.put(configuration.getPid(), configuration);
        }
        List<ComponentConfiguration> current = new ArrayList<>(contents.current(given));
        Attempts attempts = new Attempts();
        for (ComponentConfiguration configuration : current) {
            if (given.containsKey(configuration.getPid())) {
                attempts.make(() -> running.apply(configuration, true));
            }
        }
        for (ComponentConfiguration configuration : given.values()) {
            if (isNewInstance(configuration)) {
                WireAssetUpgrade.apply(configuration);
                try {
                    create(configuration);
                    current.add(configuration);
                } catch (KuraException e) {
                    LOG.warn("Error creating configuration with pid: {}", configuration.getPid(), e);
                }
            }
        }
        if (takeSnapshot && !current.isEmpty()) {
            contents.save(current);
        }
        attempts.throwIfAnyFailed("updateConfigurations");
    }

    private boolean isNewInstance(ComponentConfiguration configuration) {
        return configuration.getConfigurationProperties() != null
                && configuration.getConfigurationProperties().get(SERVICE_FACTORYPID) != null
                && !instances.isActive(configuration.getPid());
    }

    private void create(ComponentConfiguration configuration) throws KuraException {
        Map<String, Object> properties = configuration.getConfigurationProperties();
        createFactoryConfiguration(
                properties.get(SERVICE_FACTORYPID).toString(), configuration.getPid(), properties, false);
    }

    // snapshots

    @Override
    public SortedSet<Long> getSnapshots() {
        return snapshots.ids();
    }

    @Override
    public List<ComponentConfiguration> getSnapshot(long id) throws KuraException {
        List<ComponentConfiguration> configurations = snapshots.read(id);
        configurations.forEach(one -> Passwords.decrypt(one.getConfigurationProperties(), crypto));
        return configurations;
    }

    @Override
    public synchronized long snapshot() throws KuraException {
        LOG.info("Writing snapshot - Getting component configurations...");
        return contents.save(contents.current(Map.of()));
    }

    @Override
    public synchronized long rollback() throws KuraException {
        List<Long> ids = List.copyOf(getSnapshots());
        if (ids.size() < 2) {
            throw new KuraException(KuraErrorCode.CONFIGURATION_SNAPSHOT_NOT_FOUND, null, "No Snapshot Available");
        }
        long id = ids.get(ids.size() - 2);
        rollback(id);
        return id;
    }

    /** Back to a snapshot: all factory instances go, its own come; what it does not mention gets its defaults. */
    @Override
    public synchronized void rollback(long id) throws KuraException {
        List<ComponentConfiguration> wanted = snapshots.read(id);
        LOG.info("Rolling back to snapshot {}...", id);
        Attempts attempts = new Attempts();
        for (String pid : instances.madeByFactories()) {
            attempts.make(() -> deleteFactoryConfiguration(pid, false));
        }
        for (ComponentConfiguration configuration : wanted) {
            if (configuration.getConfigurationProperties().containsKey(SERVICE_FACTORYPID)) {
                attempts.make(() -> create(configuration));
            }
        }
        for (ComponentConfiguration configuration : wanted) {
            attempts.make(() -> running.apply(configuration, false));
        }
        Set<String> mentioned =
                wanted.stream().map(ComponentConfiguration::getPid).collect(Collectors.toSet());
        for (String pid : instances.active()) {
            if (!mentioned.contains(pid)) {
                LOG.info("Rolling back to default configuration for component pid: '{}'", pid);
                attempts.make(() -> running.apply(new InstanceConfiguration(pid, null, Map.of()), false));
            }
        }
        attempts.throwIfAnyFailed("Rollback");
        contents.save(wanted);
    }
}
