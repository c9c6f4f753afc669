package org.metergate.publisher.influxdb;

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
 * Makes InfluxDB connections, so that users find them where Kura's own are. A connection is one instance, the endpoint.
 *
 * <p>Declared by hand in {@code OSGI-INF/org.metergate.publisher.influxdb.factory.xml}.
 */
public final class InfluxDbConnectionFactory implements CloudConnectionFactory {

    /** The component's PID, which its endpoints carry. */
    static final String PID = "org.metergate.publisher.influxdb.factory";

    private static final Pattern NAME = Pattern.compile(Pattern.quote(InfluxDbEndpoint.PID) + "(-[a-zA-Z0-9]+)?");

    private volatile BundleContext context;
    private volatile ConfigurationService configurations;

    void activate(BundleContext bundle) {
        context = bundle;
    }

    void setConfigurationService(ConfigurationService service) {
        configurations = service;
    }

    void unsetConfigurationService(ConfigurationService service) {
        configurations = null;
    }

    @Override
    public String getFactoryPid() {
        return InfluxDbEndpoint.PID;
    }

    @Override
    public void createConfiguration(String pid) throws KuraException {
        getStackComponentsPids(pid);
        configurations.createFactoryConfiguration(
                InfluxDbEndpoint.PID, pid, new HashMap<>(Map.of(KURA_CLOUD_CONNECTION_FACTORY_PID, PID)), true);
    }

    @Override
    public void deleteConfiguration(String pid) throws KuraException {
        getStackComponentsPids(pid);
        configurations.deleteFactoryConfiguration(pid, true);
    }

    @Override
    public List<String> getStackComponentsPids(String pid) throws KuraException {
        if (pid == null || !NAME.matcher(pid).matches()) {
            throw new KuraException(
                    KuraErrorCode.INVALID_PARAMETER,
                    "'" + pid + "' is no name for an InfluxDB connection; expected " + InfluxDbEndpoint.PID
                            + " or that and -name");
        }
        return List.of(pid);
    }

    @Override
    public Set<String> getManagedCloudConnectionPids() throws KuraException {
        Set<String> pids = new TreeSet<>();
        try {
            for (ServiceReference<CloudEndpoint> endpoint : context.getServiceReferences(CloudEndpoint.class, null)) {
                if (PID.equals(endpoint.getProperty(KURA_CLOUD_CONNECTION_FACTORY_PID))
                        && endpoint.getProperty(ConfigurationService.KURA_SERVICE_PID) instanceof String pid
                        && NAME.matcher(pid).matches()) {
                    pids.add(pid);
                }
            }
            return pids;
        } catch (InvalidSyntaxException e) {
            throw KuraException.internalError(e, "no filter was given, so none can be wrong");
        }
    }
}
