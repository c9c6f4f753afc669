package org.eclipse.kura.message;

import java.text.ParseException;
import org.osgi.annotation.versioning.ProviderType;

/** A payload that asks for an answer. */
@ProviderType
public class KuraRequestPayload extends KuraPayload {
    public static final String METRIC_REQUEST_ID = "request.id";
    public static final String REQUESTER_CLIENT_ID = "requester.client.id";

    public KuraRequestPayload() {
        // an empty request
    }

    /** Copies metrics, body, position and time. */
    public KuraRequestPayload(KuraPayload payload) {
        payload.metrics().forEach(this::addMetric);
        setBody(payload.getBody());
        setPosition(payload.getPosition());
        setTimestamp(payload.getTimestamp());
    }

    public String getRequestId() {
        return (String) getMetric(METRIC_REQUEST_ID);
    }

    public void setRequestId(String requestId) {
        addMetric(METRIC_REQUEST_ID, requestId);
    }

    public String getRequesterClientId() {
        return (String) getMetric(REQUESTER_CLIENT_ID);
    }

    public void setRequesterClientId(String requesterClientId) {
        addMetric(REQUESTER_CLIENT_ID, requesterClientId);
    }

    /** The payload as a request, if it has a request id. */
    public static KuraRequestPayload buildFromKuraPayload(KuraPayload payload) throws ParseException {
        if (payload.getMetric(METRIC_REQUEST_ID) == null) {
            throw new ParseException("The metric " + METRIC_REQUEST_ID + " is missing", 0);
        }
        return new KuraRequestPayload(payload);
    }
}
