package org.eclipse.kura;

import org.osgi.annotation.versioning.ProviderType;

/** A connection could not be opened. */
@ProviderType
public class KuraConnectException extends KuraException {
    private static final long serialVersionUID = 1L;

    public KuraConnectException(Object argument) {
        super(KuraErrorCode.CONNECTION_FAILED, (Throwable) null, argument);
    }

    public KuraConnectException(Throwable cause, Object argument) {
        super(KuraErrorCode.CONNECTION_FAILED, cause, argument);
    }
}
