package org.eclipse.kura;

import org.osgi.annotation.versioning.ProviderType;

/** The message store refused an operation. */
@ProviderType
public class KuraStoreException extends KuraException {
    private static final long serialVersionUID = 1L;

    public KuraStoreException(Object argument) {
        super(KuraErrorCode.STORE_ERROR, (Throwable) null, argument);
    }

    public KuraStoreException(Throwable cause, Object argument) {
        super(KuraErrorCode.STORE_ERROR, cause, argument);
    }
}
