package org.metergate.emulator.gateway.configuration;

import static org.eclipse.kura.configuration.ConfigurationService.KURA_SERVICE_PID;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.configuration.ComponentConfiguration;
import org.eclipse.kura.configuration.metatype.OCD;
import org.eclipse.kura.core.configuration.metatype.Tocd;
import org.metergate.emulator.gateway.metatype.Defaults;
import org.metergate.emulator.gateway.metatype.InstanceConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The values that instances run with: read and written in ConfigurationAdmin, or asked of the component itself. */
final class RunningConfigurations {
    private static final Logger LOG = LoggerFactory.getLogger(RunningConfigurations.class);

    private final Instances instances;
    private final StoredConfigurations stored;
    private final Definitions definitions;
    private final Defaults defaults;
    private final SelfConfiguration selfConfiguration;

    RunningConfigurations(
            Instances instances,
            StoredConfigurations stored,
            Definitions definitions,
            Defaults defaults,
            SelfConfiguration selfConfiguration) {
        this.instances = instances;
        this.stored = stored;
        this.definitions = definitions;
        this.defaults = defaults;
        this.selfConfiguration = selfConfiguration;
    }

    /** All that can be shown, by kura.service.pid; passwords as they are. */
    List<ComponentConfiguration> all() {
        return instances.active().stream()
                .sorted()
                .map(this::of)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Empty for an instance that does not exist or has nothing sound to show. */
    Optional<ComponentConfiguration> of(String pid) {
        if (instances.configuresItself(pid)) {
            return selfConfiguration.of(pid);
        }
        Optional<String> servicePid = instances.servicePid(pid);
        if (servicePid.isEmpty()) {
            return Optional.empty();
        }
        Tocd form = knownForm(pid).orElse(null);
        try {
            return Optional.of(new InstanceConfiguration(pid, form, stored.read(servicePid.get(), form)));
        } catch (IOException e) {
            LOG.error("Error getting Configuration for component: {}. Ignoring it.", pid, e);
            return Optional.empty();
        }
    }

    /** The default values of an instance, passwords encrypted. */
    InstanceConfiguration byDefault(String pid) {
        OCD form = form(pid).orElse(null);
        return new InstanceConfiguration(pid, (Tocd) form, defaults.of(form));
    }

    /** Writes values over the defaults and, if wanted, over what runs; a component without a form is passed over. */
    void apply(ComponentConfiguration configuration, boolean overRunning) throws KuraException {
        String pid = configuration.getPid();
        Optional<OCD> form = form(pid);
        if (!instances.isActive(pid) || form.isEmpty()) {
            LOG.info("UpdatingConfiguration ignored as ConfigurableComponent {} is not tracked or has no OCD.", pid);
            return;
        }
        try {
            String servicePid = instances.servicePid(pid).orElseThrow();
            Map<String, Object> values = defaults.of(form.get());
            if (overRunning && !instances.configuresItself(pid)) {
                values.putAll(stored.read(servicePid, form.get()));
            }
            values.putAll(configuration.getConfigurationProperties());
            values.putIfAbsent(KURA_SERVICE_PID, pid);
            stored.write(servicePid, values);
            LOG.info("Updating Configuration of ConfigurableComponent {} ... Done.", pid);
        } catch (IOException e) {
            throw new KuraException(KuraErrorCode.CONFIGURATION_UPDATE, e, pid);
        }
    }

    /** Adds the defaults for keys that are missing; the component hears of it even if there were none. */
    void mergeDefaults(String pid, Tocd form) throws IOException {
        String servicePid = instances.servicePid(pid).orElse(pid);
        Map<String, Object> values = defaults.of(form);
        values.putAll(stored.read(servicePid, form));
        values.putIfAbsent(KURA_SERVICE_PID, pid);
        stored.write(servicePid, values);
        LOG.info("Seeding updated configuration for pid: {}", pid);
    }

    private Optional<OCD> form(String pid) {
        return knownForm(pid).<OCD>map(form -> form).or(() -> Optional.of(pid)
                .filter(instances::configuresItself)
                .flatMap(selfConfiguration::of)
                .map(ComponentConfiguration::getDefinition));
    }

    private Optional<Tocd> knownForm(String pid) {
        return instances.factoryPid(pid).flatMap(definitions::form).or(() -> definitions.form(pid));
    }
}
