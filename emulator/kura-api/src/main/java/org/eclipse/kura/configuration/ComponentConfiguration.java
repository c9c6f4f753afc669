package org.eclipse.kura.configuration;

import java.util.Map;
import org.eclipse.kura.configuration.metatype.OCD;
import org.osgi.annotation.versioning.ProviderType;

/** The properties of a component together with their definition. */
@ProviderType
public interface ComponentConfiguration {
    /** The component's kura.service.pid. */
    String getPid();

    /** The definition, or null if none is known. */
    OCD getDefinition();

    Map<String, Object> getConfigurationProperties();
}
