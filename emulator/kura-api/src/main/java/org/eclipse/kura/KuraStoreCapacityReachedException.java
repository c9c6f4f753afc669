package org.eclipse.kura;

import org.osgi.annotation.versioning.ProviderType;

/** The message store is full; the message was not taken. */
@ProviderType
public class KuraStoreCapacityReachedException extends KuraStoreException {
    private static final long serialVersionUID = 1L;

    public KuraStoreCapacityReachedException(Object argument) {
        super(argument);
    }
}
