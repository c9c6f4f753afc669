package org.eclipse.kura.cloudconnection.request;

/** Keys of the context properties; the key is the constant's name. */
public enum RequestHandlerContextConstants {
    TENANT_ID,
    DEVICE_ID,
    NOTIFICATION_PUBLISHER_PID
}
