package org.metergate.publisher.outbox;

import java.util.Optional;
import org.eclipse.kura.cloudconnection.CloudConnectionManager;
import org.eclipse.kura.cloudconnection.CloudEndpoint;
import org.eclipse.kura.cloudconnection.listener.CloudConnectionListener;
import org.eclipse.kura.cloudconnection.listener.CloudDeliveryListener;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/** Follows the endpoint with one kura.service.pid and listens to it while it is there, and no longer. */
public final class TrackedEndpoint implements Endpoint, ServiceTrackerCustomizer<CloudEndpoint, CloudEndpoint> {

    private final BundleContext context;
    private final CloudConnectionListener connections;
    private final CloudDeliveryListener deliveries;
    private final Guest guest;
    private final ServiceTracker<CloudEndpoint, CloudEndpoint> tracker;

    /** What a publisher does at an endpoint besides listening, to subscribe for instance. */
    public interface Guest {

        /**
         * It is there.
         *
         * @param endpoint with the listeners already registered
         */
        void arrived(CloudEndpoint endpoint);

        /**
         * It goes, or the publisher does.
         *
         * @param endpoint with the listeners still registered
         */
        void leaving(CloudEndpoint endpoint);
    }

    private static final Guest NOTHING_ELSE = new Guest() {
        @Override
        public void arrived(CloudEndpoint endpoint) {
            // the listeners are enough
        }

        @Override
        public void leaving(CloudEndpoint endpoint) {
            // the listeners are enough
        }
    };

    /**
     * @param context of the publisher's bundle
     * @param pid kura.service.pid of the endpoint; an empty one is never there
     * @param connections is told when the connection comes and goes
     * @param deliveries is told of confirmations
     */
    public TrackedEndpoint(
            BundleContext context, String pid, CloudConnectionListener connections, CloudDeliveryListener deliveries) {
        this(context, pid, connections, deliveries, NOTHING_ELSE);
    }

    /**
     * @param context of the publisher's bundle
     * @param pid kura.service.pid of the endpoint; an empty one is never there
     * @param connections is told when the connection comes and goes
     * @param deliveries is told of confirmations
     * @param guest does what else there is to do
     */
    public TrackedEndpoint(
            BundleContext context,
            String pid,
            CloudConnectionListener connections,
            CloudDeliveryListener deliveries,
            Guest guest) {
        this.context = context;
        this.connections = connections;
        this.deliveries = deliveries;
        this.guest = guest;
        this.tracker = new ServiceTracker<>(context, filter(pid), this);
        tracker.open();
    }

    @Override
    public Optional<CloudEndpoint> service() {
        return Optional.ofNullable(tracker.getService());
    }

    @Override
    public void close() {
        tracker.close();
    }

    @Override
    public CloudEndpoint addingService(ServiceReference<CloudEndpoint> reference) {
        CloudEndpoint endpoint = context.getService(reference);
        if (endpoint != null) {
            endpoint.registerCloudDeliveryListener(deliveries);
            if (endpoint instanceof CloudConnectionManager connection) {
                connection.registerCloudConnectionListener(connections);
            }
            guest.arrived(endpoint);
        }
        return endpoint;
    }

    @Override
    public void modifiedService(ServiceReference<CloudEndpoint> reference, CloudEndpoint endpoint) {
        // the service object stays the same
    }

    @Override
    public void removedService(ServiceReference<CloudEndpoint> reference, CloudEndpoint endpoint) {
        guest.leaving(endpoint);
        endpoint.unregisterCloudDeliveryListener(deliveries);
        if (endpoint instanceof CloudConnectionManager connection) {
            connection.unregisterCloudConnectionListener(connections);
        }
        context.ungetService(reference);
    }

    /** An empty PID gives a filter that nothing matches. */
    private static Filter filter(String pid) {
        String literal = pid.replaceAll("[\\\\*()]", "\\\\$0");
        try {
            return FrameworkUtil.createFilter("(&(" + Constants.OBJECTCLASS + "=" + CloudEndpoint.class.getName()
                    + ")(kura.service.pid=" + literal + "))");
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("a filter for '" + pid + "' cannot be written", e);
        }
    }
}
