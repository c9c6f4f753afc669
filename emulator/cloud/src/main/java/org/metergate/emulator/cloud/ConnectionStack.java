package org.metergate.emulator.cloud;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.CloudEndpoint;
import org.eclipse.kura.cloudconnection.factory.CloudConnectionFactory;
import org.eclipse.kura.configuration.ConfigurationService;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * The three instances of which a connection is made: endpoint, DataService and transport, named alike but for their
 * kind, and with the same {@code -suffix} if there is more than one connection of the kind.
 */
public abstract class ConnectionStack implements CloudConnectionFactory {

    private static final String DATA_SERVICE_FACTORY = "org.eclipse.kura.data.DataService";
    private static final String TRANSPORT_FACTORY = "org.eclipse.kura.core.data.transport.mqtt.MqttDataTransport";

    private final String ownPid;
    private final String endpointFactory;
    private final String family;
    private final String endpointName;
    private volatile BundleContext context;
    private volatile ConfigurationService configurations;

    /**
     * @param ownPid the value that endpoints made here carry under {@code kura.cloud.connection.factory.pid}
     * @param endpointFactory factory PID of the endpoints
     * @param family what the names of the three instances begin with
     * @param endpointName what the endpoint is called within the family
     */
    protected ConnectionStack(String ownPid, String endpointFactory, String family, String endpointName) {
        this.ownPid = ownPid;
        this.endpointFactory = endpointFactory;
        this.family = family;
        this.endpointName = endpointName;
    }

    /** @param context this bundle's */
    public void activate(BundleContext context) {
        this.context = context;
    }

    /** @param service creates and deletes the instances */
    public void setConfigurationService(ConfigurationService service) {
        configurations = service;
    }

    /** @param service is going */
    public void unsetConfigurationService(ConfigurationService service) {
        configurations = null;
    }

    @Override
    public String getFactoryPid() {
        return endpointFactory;
    }

    @Override
    public void createConfiguration(String pid) throws KuraException {
        List<String> pids = getStackComponentsPids(pid);
        Map<String, Object> endpoint = new HashMap<>();
        endpoint.put("DataService.target", named(pids.get(1)));
        endpoint.put(KURA_CLOUD_CONNECTION_FACTORY_PID, ownPid);
        configurations.createFactoryConfiguration(endpointFactory, pid, endpoint, false);
        configurations.createFactoryConfiguration(
                DATA_SERVICE_FACTORY,
                pids.get(1),
                new HashMap<>(Map.of("DataTransportService.target", named(pids.get(2)))),
                false);
        configurations.createFactoryConfiguration(TRANSPORT_FACTORY, pids.get(2), new HashMap<>(), true);
    }

    @Override
    public void deleteConfiguration(String pid) throws KuraException {
        List<String> pids = getStackComponentsPids(pid);
        configurations.deleteFactoryConfiguration(pids.get(0), false);
        configurations.deleteFactoryConfiguration(pids.get(1), false);
        configurations.deleteFactoryConfiguration(pids.get(2), true);
    }

    @Override
    public List<String> getStackComponentsPids(String pid) throws KuraException {
        if (!isOurs(pid)) {
            throw new KuraException(KuraErrorCode.INVALID_PARAMETER, "'" + pid + "' is no name for such a connection");
        }
        String suffix = pid.substring(family.length() + endpointName.length());
        return List.of(pid, family + "DataService" + suffix, family + "MqttDataTransport" + suffix);
    }

    @Override
    public Set<String> getManagedCloudConnectionPids() throws KuraException {
        Set<String> pids = new TreeSet<>();
        try {
            for (ServiceReference<CloudEndpoint> endpoint : context.getServiceReferences(CloudEndpoint.class, null)) {
                if (ownPid.equals(endpoint.getProperty(KURA_CLOUD_CONNECTION_FACTORY_PID))
                        && endpoint.getProperty(ConfigurationService.KURA_SERVICE_PID) instanceof String pid
                        && isOurs(pid)) {
                    pids.add(pid);
                }
            }
            return pids;
        } catch (InvalidSyntaxException e) {
            throw KuraException.internalError(e, "no filter was given, so none can be wrong");
        }
    }

    private boolean isOurs(String pid) {
        return Pattern.matches(Pattern.quote(family + endpointName) + "(-[a-zA-Z0-9]+)?", pid);
    }

    private static String named(String pid) {
        return "(" + ConfigurationService.KURA_SERVICE_PID + "=" + pid + ")";
    }
}
