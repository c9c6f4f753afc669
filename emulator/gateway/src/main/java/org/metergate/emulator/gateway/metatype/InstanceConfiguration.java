package org.metergate.emulator.gateway.metatype;

import java.util.Map;
import org.eclipse.kura.configuration.ComponentConfiguration;
import org.eclipse.kura.core.configuration.metatype.Tocd;

/**
 * A component's configuration as the services hand it over.
 *
 * @param pid the kura.service.pid
 * @param definition the form; {@code null} where none is known, as Kura has it
 * @param properties the values, which the receiver may change; {@code null} in a wire graph that changes none
 */
public record InstanceConfiguration(String pid, Tocd definition, Map<String, Object> properties)
        implements ComponentConfiguration {
    @Override
    public String getPid() {
        return pid;
    }

    @Override
    public Tocd getDefinition() {
        return definition;
    }

    @Override
    public Map<String, Object> getConfigurationProperties() {
        return properties;
    }
}
