package org.eclipse.kura.data;

import java.util.Objects;
import org.osgi.annotation.versioning.ProviderType;

/** Names a message sent in a session of a transport. */
@ProviderType
public class DataTransportToken {
    private final int messageId;
    private final String sessionId;

    public DataTransportToken(int messageId, String sessionId) {
        this.messageId = messageId;
        this.sessionId = sessionId;
    }

    public int getMessageId() {
        return messageId;
    }

    public String getSessionId() {
        return sessionId;
    }

    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        if (other == null || other.getClass() != getClass()) {
            return false;
        }
        DataTransportToken that = (DataTransportToken) other;
        return messageId == that.messageId && Objects.equals(sessionId, that.sessionId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(messageId, sessionId);
    }
}
