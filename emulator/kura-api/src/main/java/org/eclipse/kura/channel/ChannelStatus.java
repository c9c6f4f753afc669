package org.eclipse.kura.channel;

import java.util.Objects;
import org.osgi.annotation.versioning.ProviderType;

/** The outcome of an operation on a channel, with the reason of a failure. */
@ProviderType
public class ChannelStatus {
    private final ChannelFlag flag;
    private final String message;
    private final Exception exception;

    public ChannelStatus(ChannelFlag channelFlag) {
        this(channelFlag, null, null);
    }

    /** Message and exception may be null. */
    public ChannelStatus(ChannelFlag channelFlag, String exceptionMessage, Exception exception) {
        this.flag = Objects.requireNonNull(channelFlag, "channelFlag");
        this.message = exceptionMessage;
        this.exception = exception;
    }

    public ChannelFlag getChannelFlag() {
        return flag;
    }

    /** The exception, or null. */
    public Exception getException() {
        return exception;
    }

    /** The message, or null. */
    public String getExceptionMessage() {
        return message;
    }

    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        if (other == null || other.getClass() != getClass()) {
            return false;
        }
        ChannelStatus that = (ChannelStatus) other;
        return flag == that.flag && Objects.equals(message, that.message) && Objects.equals(exception, that.exception);
    }

    @Override
    public int hashCode() {
        return Objects.hash(flag, message, exception);
    }

    @Override
    public String toString() {
        return "ChannelStatus[" + flag + ", " + message + ", " + exception + "]";
    }
}
