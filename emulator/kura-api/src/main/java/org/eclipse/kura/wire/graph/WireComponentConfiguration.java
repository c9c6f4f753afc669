package org.eclipse.kura.wire.graph;

import java.util.Collections;
import java.util.Map;
import org.eclipse.kura.configuration.ComponentConfiguration;
import org.osgi.annotation.versioning.ProviderType;

/** A component of a graph: its configuration, its port counts and how it is drawn. */
@ProviderType
public class WireComponentConfiguration {
    private final ComponentConfiguration configuration;
    private final Map<String, Object> properties;

    public WireComponentConfiguration(ComponentConfiguration configuration, Map<String, Object> properties) {
        this.configuration = configuration;
        this.properties = Collections.unmodifiableMap(properties);
    }

    public ComponentConfiguration getConfiguration() {
        return configuration;
    }

    /** The graph's properties of the component; cannot be modified. */
    public Map<String, Object> getProperties() {
        return properties;
    }
}
