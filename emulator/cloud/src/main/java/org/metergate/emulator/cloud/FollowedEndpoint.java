package org.metergate.emulator.cloud;

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

/**
 * The endpoint that a publisher or subscriber is set to, as long as it is there and of the right kind.
 *
 * @param <E> the kind
 */
public final class FollowedEndpoint<E extends CloudEndpoint> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FollowedEndpoint.class);

    private final ServiceTracker<CloudEndpoint, E> tracker;

    /**
     * @param kind the endpoint's class
     * @param context of this bundle
     * @param properties name the endpoint under {@code cloud.endpoint.service.pid}
     * @param arrived is told of an endpoint that comes
     * @param left is told of an endpoint that goes
     */
    public FollowedEndpoint(
            Class<E> kind,
            BundleContext context,
            Map<String, Object> properties,
            Consumer<E> arrived,
            Consumer<E> left) {
        this.tracker = new ServiceTracker<>(context, filter(properties.get("cloud.endpoint.service.pid")), null) {
            @Override
            public E addingService(ServiceReference<CloudEndpoint> reference) {
                CloudEndpoint found = context.getService(reference);
                if (kind.isInstance(found)) {
                    E endpoint = kind.cast(found);
                    arrived.accept(endpoint);
                    return endpoint;
                }
                context.ungetService(reference);
                return null;
            }

            @Override
            public void removedService(ServiceReference<CloudEndpoint> reference, E endpoint) {
                left.accept(endpoint);
                context.ungetService(reference);
            }
        };
        tracker.open();
    }

    /** @return the endpoint if it is there now */
    public Optional<E> service() {
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
