package org.eclipse.kura;

import org.osgi.annotation.versioning.ProviderType;

/** The checked exception of the Kura services; its message is the code's name followed by the arguments. */
@ProviderType
public class KuraException extends Exception {
    private static final long serialVersionUID = 1L;

    private final KuraErrorCode code;
    private final transient Object[] arguments;

    public KuraException(KuraErrorCode code) {
        this.code = code;
        this.arguments = null;
    }

    public KuraException(KuraErrorCode code, Object... arguments) {
        this.code = code;
        this.arguments = arguments;
    }

    public KuraException(KuraErrorCode code, Throwable cause, Object... arguments) {
        super(cause);
        this.code = code;
        this.arguments = arguments;
    }

    /** An {@code INTERNAL_ERROR} with a text. */
    public static KuraException internalError(String message) {
        return new KuraException(KuraErrorCode.INTERNAL_ERROR, (Throwable) null, message);
    }

    /** An {@code INTERNAL_ERROR} with a cause. */
    public static KuraException internalError(Throwable cause) {
        return new KuraException(KuraErrorCode.INTERNAL_ERROR, cause, "");
    }

    /** An {@code INTERNAL_ERROR} with a cause and a text. */
    public static KuraException internalError(Throwable cause, String message) {
        return new KuraException(KuraErrorCode.INTERNAL_ERROR, cause, message);
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
