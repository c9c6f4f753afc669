package org.eclipse.kura.data;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * The former place of the listener of a data service.
 *
 * @deprecated use the interface of the package {@code org.eclipse.kura.data.listener}
 */
@Deprecated
@ConsumerType
public interface DataServiceListener {
    void onConnectionEstablished();

    void onDisconnecting();

    void onDisconnected();

    void onConnectionLost(Throwable cause);

    void onMessageArrived(String topic, byte[] payload, int qos, boolean retained);

    void onMessagePublished(int messageId, String topic);

    void onMessageConfirmed(int messageId, String topic);
}
