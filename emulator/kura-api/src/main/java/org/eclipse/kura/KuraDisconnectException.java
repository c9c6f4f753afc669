package org.eclipse.kura;

import org.osgi.annotation.versioning.ProviderType;

/** A connection could not be closed. */
@ProviderType
public class KuraDisconnectException extends KuraException {
    private static final long serialVersionUID = 1L;

    public KuraDisconnectException(Object argument) {
        super(KuraErrorCode.DISCONNECTION_FAILED, (Throwable) null, argument);
    }

    public KuraDisconnectException(Throwable cause, Object argument) {
        super(KuraErrorCode.DISCONNECTION_FAILED, cause, argument);
    }
}
