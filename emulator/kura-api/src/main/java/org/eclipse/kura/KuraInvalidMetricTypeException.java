package org.eclipse.kura;

import org.osgi.annotation.versioning.ProviderType;

/** A metric has a type that payloads cannot hold. */
@ProviderType
public class KuraInvalidMetricTypeException extends KuraRuntimeException {
    private static final long serialVersionUID = 1L;

    public KuraInvalidMetricTypeException(Object argument) {
        super(KuraErrorCode.INVALID_METRIC_EXCEPTION, (Throwable) null, argument);
    }

    public KuraInvalidMetricTypeException(Throwable cause, Object argument) {
        super(KuraErrorCode.INVALID_METRIC_EXCEPTION, cause, argument);
    }
}
