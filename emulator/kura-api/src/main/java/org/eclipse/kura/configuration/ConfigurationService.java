package org.eclipse.kura.configuration;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.kura.KuraException;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.framework.Filter;

/** Creates, changes, deletes and stores the configurations of the components. */
@ProviderType
public interface ConfigurationService {
    /** The property that holds a component's name in Kura. */
    String KURA_SERVICE_PID = "kura.service.pid";

    Set<String> getFactoryComponentPids();

    /** Creates an instance of a factory; properties may be null. */
    void createFactoryConfiguration(String factoryPid, String pid, Map<String, Object> properties, boolean takeSnapshot)
            throws KuraException;

    void deleteFactoryConfiguration(String pid, boolean takeSnapshot) throws KuraException;

    Set<String> getConfigurableComponentPids();

    List<ComponentConfiguration> getComponentConfigurations() throws KuraException;

    /** The configurations of the components that the filter matches. */
    List<ComponentConfiguration> getComponentConfigurations(Filter filter) throws KuraException;

    /** The configuration of the component, or null. */
    ComponentConfiguration getComponentConfiguration(String pid) throws KuraException;

    /** The definition with the default of each property. */
    ComponentConfiguration getDefaultComponentConfiguration(String pid) throws KuraException;

    /** Lays the properties over the present ones and takes a snapshot. */
    void updateConfiguration(String pid, Map<String, Object> properties) throws KuraException;

    void updateConfiguration(String pid, Map<String, Object> properties, boolean takeSnapshot) throws KuraException;

    void updateConfigurations(List<ComponentConfiguration> configurations) throws KuraException;

    void updateConfigurations(List<ComponentConfiguration> configurations, boolean takeSnapshot) throws KuraException;

    /** The ids of the stored snapshots, oldest first. */
    Set<Long> getSnapshots() throws KuraException;

    List<ComponentConfiguration> getSnapshot(long id) throws KuraException;

    /** Stores all configurations; the answer is the id. */
    long snapshot() throws KuraException;

    /** Goes back to the snapshot before the last; the answer is its id. */
    long rollback() throws KuraException;

    void rollback(long id) throws KuraException;
}
