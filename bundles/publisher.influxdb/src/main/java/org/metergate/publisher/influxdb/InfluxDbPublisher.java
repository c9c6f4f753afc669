package org.metergate.publisher.influxdb;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.CloudEndpoint;
import org.eclipse.kura.cloudconnection.listener.CloudConnectionListener;
import org.eclipse.kura.cloudconnection.listener.CloudDeliveryListener;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.cloudconnection.publisher.CloudPublisher;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.metergate.publisher.outbox.Endpoint;
import org.metergate.publisher.outbox.TrackedEndpoint;
import org.osgi.framework.BundleContext;

/**
 * Hands wire records to an InfluxDB connection of the gateway. May be called from any thread; waits for the disk and for
 * nothing else.
 *
 * <p>Declared by hand in {@code OSGI-INF/org.metergate.publisher.influxdb.xml}: Kura lists a publisher only if it declares
 * {@code service.pid}, which generated descriptions must not.
 */
public final class InfluxDbPublisher
        implements CloudPublisher, ConfigurableComponent, CloudConnectionListener, CloudDeliveryListener {

    /** The component's factory PID. */
    static final String PID = "org.metergate.publisher.influxdb";

    private static final String ENDPOINT = "cloud.endpoint.service.pid";

    private final Set<CloudConnectionListener> connectionListeners = new CopyOnWriteArraySet<>();
    private final Set<CloudDeliveryListener> deliveryListeners = new CopyOnWriteArraySet<>();
    private volatile String pid = "";
    private volatile Endpoint endpoint;

    void activate(BundleContext context, Map<String, Object> properties) {
        follow(context, properties);
    }

    /** For tests. */
    void use(Endpoint given) {
        endpoint = given;
    }

    void modified(BundleContext context, Map<String, Object> properties) {
        if (!pid.equals(wanted(properties))) {
            endpoint.close();
            follow(context, properties);
        }
    }

    void deactivate() {
        endpoint.close();
    }

    private void follow(BundleContext context, Map<String, Object> properties) {
        pid = wanted(properties);
        endpoint = new TrackedEndpoint(context, pid, this, this);
    }

    private static String wanted(Map<String, Object> properties) {
        return properties.get(ENDPOINT) instanceof String text ? text.strip() : "";
    }

    /**
     * Hands a message on.
     *
     * @param message made from a wire record
     * @return null: no confirmation follows
     * @throws KuraException if there is no connection of that name, or it does not take the message; the publisher can be
     *     used further
     */
    @Override
    public String publish(KuraMessage message) throws KuraException {
        CloudEndpoint connection = endpoint.service()
                .orElseThrow(() -> new KuraException(
                        KuraErrorCode.SERVICE_UNAVAILABLE, PID + ": there is no cloud endpoint '" + pid + "'"));
        return connection.publish(message);
    }

    @Override
    public void registerCloudConnectionListener(CloudConnectionListener listener) {
        connectionListeners.add(listener);
    }

    @Override
    public void unregisterCloudConnectionListener(CloudConnectionListener listener) {
        connectionListeners.remove(listener);
    }

    @Override
    public void registerCloudDeliveryListener(CloudDeliveryListener listener) {
        deliveryListeners.add(listener);
    }

    @Override
    public void unregisterCloudDeliveryListener(CloudDeliveryListener listener) {
        deliveryListeners.remove(listener);
    }

    @Override
    public void onConnectionEstablished() {
        connectionListeners.forEach(CloudConnectionListener::onConnectionEstablished);
    }

    @Override
    public void onConnectionLost() {
        connectionListeners.forEach(CloudConnectionListener::onConnectionLost);
    }

    @Override
    public void onDisconnected() {
        connectionListeners.forEach(CloudConnectionListener::onDisconnected);
    }

    @Override
    public void onMessageConfirmed(String messageId) {
        deliveryListeners.forEach(listener -> listener.onMessageConfirmed(messageId));
    }
}
