package org.metergate.emulator.cloud.raw;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.kura.cloudconnection.CloudEndpoint;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The raw endpoint that a publisher or subscriber is set to, as long as it is there. */
final class FollowedEndpoint implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FollowedEndpoint.class);

    private final ServiceTracker<CloudEndpoint, RawMqttCloudEndpoint> tracker;

    /**
     * @param context of this bundle
     * @param properties name the endpoint under {@code cloud.endpoint.service.pid}
     * @param arrived is told of an endpoint that comes
     * @param left is told of an endpoint that goes
     */
    FollowedEndpoint(
            BundleContext context,
            Map<String, Object> properties,
            Consumer<RawMqttCloudEndpoint> arrived,
            Consumer<RawMqttCloudEndpoint> left) {
        this.tracker = new ServiceTracker<>(context, filter(properties.get("cloud.endpoint.service.pid")), null) {
            @Override
            public RawMqttCloudEndpoint addingService(ServiceReference<CloudEndpoint> reference) {
                if (context.getService(reference) instanceof RawMqttCloudEndpoint endpoint) {
                    arrived.accept(endpoint);
                    return endpoint;
                }
                context.ungetService(reference);
                return null;
            }

            @Override
            public void removedService(ServiceReference<CloudEndpoint> reference, RawMqttCloudEndpoint endpoint) {
                left.accept(endpoint);
                context.ungetService(reference);
            }
        };
        tracker.open();
    }

    Optional<RawMqttCloudEndpoint> service() {
        return Optional.ofNullable(tracker.getService());
    }

    @Override
    public void close() {
        tracker.close();
    }

    private static Filter filter(Object pid) {
        if (!(pid instanceof String)) {
            LOG.warn("cloud.endpoint.service.pid is not set");
        }
        String literal = String.valueOf(pid).replaceAll("[\\\\*()]", "\\\\$0");
        try {
            return FrameworkUtil.createFilter("(&(" + Constants.OBJECTCLASS + "=" + CloudEndpoint.class.getName()
                    + ")(kura.service.pid=" + literal + "))");
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("a filter for '" + pid + "' cannot be written", e);
        }
    }
}
