package org.eclipse.kura.cloudconnection.publisher;

import org.osgi.annotation.versioning.ProviderType;

/** A publisher that a request handler uses to tell of the progress of a long request. */
@ProviderType
public interface CloudNotificationPublisher extends CloudPublisher {}
