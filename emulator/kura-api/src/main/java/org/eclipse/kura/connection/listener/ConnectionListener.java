package org.eclipse.kura.connection.listener;

import org.osgi.annotation.versioning.ConsumerType;

/** Learns when a connection opens and closes. */
@ConsumerType
public interface ConnectionListener {
    void connected();

    void disconnected();
}
