package org.metergate.emulator.gateway.configuration;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.kura.configuration.ComponentConfiguration;
import org.eclipse.kura.configuration.metatype.OCDService;
import org.eclipse.kura.core.configuration.metatype.Tocd;
import org.metergate.emulator.gateway.metatype.Defaults;
import org.metergate.emulator.gateway.metatype.InstanceConfiguration;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/**
 * The forms known, by PID or factory PID. A form stays known after its bundle has gone; the factory does not.
 */
final class Definitions implements OCDService {
    private final Map<String, Tocd> forms = new ConcurrentHashMap<>();
    private final Map<String, Bundle> factories = new ConcurrentHashMap<>();
    private final ServiceComponentRuntime components;
    private final Defaults defaults;

    Definitions(ServiceComponentRuntime components, Defaults defaults) {
        this.components = components;
        this.defaults = defaults;
    }

    void add(String pid, Tocd form) {
        forms.put(pid, form);
    }

    void addFactory(String factoryPid, Bundle provider) {
        factories.put(factoryPid, provider);
    }

    void removeFactoriesOf(Bundle bundle) {
        factories
                .values()
                .removeIf(provider -> provider.getSymbolicName().equals(bundle.getSymbolicName())
                        && provider.getVersion().equals(bundle.getVersion()));
    }

    Optional<Tocd> form(String pid) {
        return Optional.ofNullable(forms.get(pid));
    }

    Set<String> factoryPids() {
        return Set.copyOf(factories.keySet());
    }

    @Override
    public List<ComponentConfiguration> getFactoryComponentOCDs() {
        return factoryPids().stream()
                .<ComponentConfiguration>map(pid -> new InstanceConfiguration(pid, forms.get(pid), new HashMap<>()))
                .toList();
    }

    /** @return {@code null}, as in Kura, for a factory nobody knows */
    @Override
    public ComponentConfiguration getFactoryComponentOCD(String factoryPid) {
        return factories.containsKey(factoryPid) ? withDefaults(factoryPid) : null;
    }

    @Override
    public List<ComponentConfiguration> getServiceProviderOCDs(Class<?>... classes) {
        return getServiceProviderOCDs(Arrays.stream(classes).map(Class::getName).toArray(String[]::new));
    }

    @Override
    public List<ComponentConfiguration> getServiceProviderOCDs(String... classNames) {
        List<String> wanted = List.of(classNames);
        return components.getComponentDescriptionDTOs().stream()
                .filter(component -> provides(component, wanted))
                .map(component -> withDefaults(component.name))
                .toList();
    }

    private ComponentConfiguration withDefaults(String pid) {
        Tocd form = forms.get(pid);
        return new InstanceConfiguration(pid, form, defaults.of(form));
    }

    private static boolean provides(ComponentDescriptionDTO component, List<String> wanted) {
        return component.serviceInterfaces != null
                && Arrays.stream(component.serviceInterfaces).anyMatch(wanted::contains);
    }
}
