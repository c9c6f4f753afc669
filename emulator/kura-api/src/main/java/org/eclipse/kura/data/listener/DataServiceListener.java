package org.eclipse.kura.data.listener;

import org.osgi.annotation.versioning.ConsumerType;

/** Learns of the connection and the messages of a data service. */
@ConsumerType
public interface DataServiceListener {
    void onConnectionEstablished();

    void onDisconnecting();

    void onDisconnected();

    void onConnectionLost(Throwable cause);

    void onMessageArrived(String topic, byte[] payload, int qos, boolean retained);

    /** The message went out to the transport. */
    void onMessagePublished(int messageId, String topic);

    /** The other side has the message. */
    void onMessageConfirmed(int messageId, String topic);
}
