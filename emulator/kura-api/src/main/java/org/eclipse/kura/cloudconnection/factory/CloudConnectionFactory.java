package org.eclipse.kura.cloudconnection.factory;

import java.util.List;
import java.util.Set;
import org.eclipse.kura.KuraException;
import org.osgi.annotation.versioning.ProviderType;

/** Makes and removes cloud connections of one kind. */
@ProviderType
public interface CloudConnectionFactory {
    String KURA_CLOUD_CONNECTION_FACTORY_PID = "kura.cloud.connection.factory.pid";

    /** The factory PID of the endpoints made here. */
    String getFactoryPid();

    /** Creates the components of a connection, its endpoint under the given PID. */
    void createConfiguration(String pid) throws KuraException;

    /** The PIDs of all components that belong to the endpoint. */
    List<String> getStackComponentsPids(String pid) throws KuraException;

    void deleteConfiguration(String pid) throws KuraException;

    /** The PIDs of the endpoints that exist. */
    Set<String> getManagedCloudConnectionPids() throws KuraException;
}
