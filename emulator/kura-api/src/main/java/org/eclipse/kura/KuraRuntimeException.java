package org.eclipse.kura;

import org.osgi.annotation.versioning.ProviderType;

/** The unchecked twin of {@link KuraException}. */
@ProviderType
public class KuraRuntimeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final KuraErrorCode code;
    private final transient Object[] arguments;

    public KuraRuntimeException(KuraErrorCode code) {
        this.code = code;
        this.arguments = null;
    }

    public KuraRuntimeException(KuraErrorCode code, Object... arguments) {
        this.code = code;
        this.arguments = arguments;
    }

    public KuraRuntimeException(KuraErrorCode code, Throwable cause, Object... arguments) {
        super(cause);
        this.code = code;
        this.arguments = arguments;
    }

    public KuraErrorCode getCode() {
        return code;
    }

    @Override
    public String getMessage() {
        return ErrorText.of(code, arguments);
    }

    @Override
    public String getLocalizedMessage() {
        return ErrorText.of(code, arguments);
    }
}
