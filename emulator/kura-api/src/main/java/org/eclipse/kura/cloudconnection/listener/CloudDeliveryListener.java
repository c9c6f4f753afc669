package org.eclipse.kura.cloudconnection.listener;

import org.osgi.annotation.versioning.ConsumerType;

/** Learns of delivered messages; every listener gets every confirmation. */
@ConsumerType
public interface CloudDeliveryListener {
    void onMessageConfirmed(String messageId);
}
