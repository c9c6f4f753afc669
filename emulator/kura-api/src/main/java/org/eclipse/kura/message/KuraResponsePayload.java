package org.eclipse.kura.message;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.osgi.annotation.versioning.ProviderType;

/** A payload that answers a request; the code is a metric. */
@ProviderType
public class KuraResponsePayload extends KuraPayload {
    public static final int RESPONSE_CODE_OK = 200;
    public static final int RESPONSE_CODE_BAD_REQUEST = 400;
    public static final int RESPONSE_CODE_NOTFOUND = 404;
    public static final int RESPONSE_CODE_ERROR = 500;

    public static final String METRIC_RESPONSE_CODE = "response.code";
    public static final String METRIC_EXCEPTION_MSG = "response.exception.message";
    public static final String METRIC_EXCEPTION_STACK = "response.exception.stack";

    public KuraResponsePayload(int responseCode) {
        addMetric(METRIC_RESPONSE_CODE, responseCode);
    }

    /** An answer of the code 500. */
    public KuraResponsePayload(Throwable cause) {
        this(RESPONSE_CODE_ERROR, cause);
    }

    public KuraResponsePayload(int responseCode, Throwable cause) {
        this(responseCode);
        storeException(cause);
    }

    /** Copies metrics and body. */
    public KuraResponsePayload(KuraPayload payload) {
        payload.metrics().forEach(this::addMetric);
        setBody(payload.getBody());
    }

    public int getResponseCode() {
        return (Integer) getMetric(METRIC_RESPONSE_CODE);
    }

    public void setResponseCode(int responseCode) {
        addMetric(METRIC_RESPONSE_CODE, responseCode);
    }

    public String getExceptionMessage() {
        return (String) getMetric(METRIC_EXCEPTION_MSG);
    }

    /** Sets the message; null changes nothing. */
    public void setExceptionMessage(String message) {
        if (message != null) {
            addMetric(METRIC_EXCEPTION_MSG, message);
        }
    }

    public String getExceptionStack() {
        return (String) getMetric(METRIC_EXCEPTION_STACK);
    }

    /** Sets the stack trace; null changes nothing. */
    public void setExceptionStack(String stack) {
        if (stack != null) {
            addMetric(METRIC_EXCEPTION_STACK, stack);
        }
    }

    /** Sets message and stack trace; null changes nothing. */
    public void setException(Throwable cause) {
        storeException(cause);
    }

    private void storeException(Throwable cause) {
        if (cause == null) {
            return;
        }
        StringWriter stack = new StringWriter();
        cause.printStackTrace(new PrintWriter(stack, true));
        addMetric(METRIC_EXCEPTION_MSG, cause.getMessage());
        addMetric(METRIC_EXCEPTION_STACK, stack.toString());
    }
}
