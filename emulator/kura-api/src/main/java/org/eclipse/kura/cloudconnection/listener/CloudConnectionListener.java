package org.eclipse.kura.cloudconnection.listener;

import org.osgi.annotation.versioning.ConsumerType;

/** Learns of the state of a cloud connection. */
@ConsumerType
public interface CloudConnectionListener {
    /** Closed on demand. */
    void onDisconnected();

    /** Broken off. */
    void onConnectionLost();

    /** Opened, also anew after a loss. */
    void onConnectionEstablished();
}
