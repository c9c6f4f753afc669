package org.eclipse.kura;

import org.osgi.annotation.versioning.ProviderType;

/** A message that cannot be read or written. */
@ProviderType
public class KuraInvalidMessageException extends KuraRuntimeException {
    private static final long serialVersionUID = 1L;

    public KuraInvalidMessageException(Object argument) {
        super(KuraErrorCode.INVALID_MESSAGE_EXCEPTION, argument);
    }

    public KuraInvalidMessageException(Throwable cause) {
        super(KuraErrorCode.INVALID_MESSAGE_EXCEPTION, cause);
    }

    public KuraInvalidMessageException(Throwable cause, Object argument) {
        super(KuraErrorCode.INVALID_MESSAGE_EXCEPTION, cause, argument);
    }
}
