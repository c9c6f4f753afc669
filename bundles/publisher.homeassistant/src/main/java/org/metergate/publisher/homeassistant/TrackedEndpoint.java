package org.metergate.publisher.homeassistant;

import java.util.Map;
import java.util.Optional;
import org.eclipse.kura.cloudconnection.CloudConnectionManager;
import org.eclipse.kura.cloudconnection.CloudEndpoint;
import org.eclipse.kura.cloudconnection.listener.CloudConnectionListener;
import org.eclipse.kura.cloudconnection.listener.CloudDeliveryListener;
import org.eclipse.kura.cloudconnection.subscriber.listener.CloudSubscriberListener;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/** Follows the endpoint with one kura.service.pid and listens to it while it is there, and no longer. */
final class TrackedEndpoint implements Endpoint, ServiceTrackerCustomizer<CloudEndpoint, CloudEndpoint> {

    private final BundleContext context;
    private final CloudConnectionListener connections;
    private final CloudDeliveryListener deliveries;
    private final CloudSubscriberListener subscriber;
    private final String filter;
    private final Runnable arrived;
    private final ServiceTracker<CloudEndpoint, CloudEndpoint> tracker;

    /**
     * @param context of the bundle
     * @param pid kura.service.pid of the endpoint
     * @param topic the subscriber wants to hear
     * @param connections hears of connections and losses
     * @param deliveries hears of confirmations
     * @param subscriber hears what comes on the topic
     * @param arrived told when the endpoint is there
     */
    TrackedEndpoint(
            BundleContext context,
            String pid,
            String topic,
            CloudConnectionListener connections,
            CloudDeliveryListener deliveries,
            CloudSubscriberListener subscriber,
            Runnable arrived) {
        this.context = context;
        this.connections = connections;
        this.deliveries = deliveries;
        this.subscriber = subscriber;
        this.filter = topic;
        this.arrived = arrived;
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
            endpoint.registerSubscriber(Map.of("topic.filter", filter, "qos", 1), subscriber);
            arrived.run();
        }
        return endpoint;
    }

    @Override
    public void modifiedService(ServiceReference<CloudEndpoint> reference, CloudEndpoint endpoint) {
        // the service object stays the same
    }

    @Override
    public void removedService(ServiceReference<CloudEndpoint> reference, CloudEndpoint endpoint) {
        endpoint.unregisterSubscriber(subscriber);
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
