package org.metergate.dashboard.gateway;

import java.util.HashMap;
import java.util.Map;
import org.eclipse.kura.configuration.ComponentConfiguration;
import org.eclipse.kura.configuration.metatype.OCD;

/**
 * The configuration of a component as it is handed to the gateway.
 *
 * @param pid name of the component
 * @param properties null, the gateway's word for a component whose configuration stays as it is
 */
record Settings(String pid, Map<String, Object> properties) implements ComponentConfiguration {

    /** @return a component that is left alone */
    static Settings untouched(String pid) {
        return new Settings(pid, null);
    }

    /** @return a component that is made; the gateway adds to the properties */
    static Settings of(String pid, Map<String, Object> properties) {
        return new Settings(pid, new HashMap<>(properties));
    }

    @Override
    public String getPid() {
        return pid;
    }

    @Override
    public OCD getDefinition() {
        return null; // the gateway knows it by the factory
    }

    @Override
    public Map<String, Object> getConfigurationProperties() {
        return properties;
    }
}
