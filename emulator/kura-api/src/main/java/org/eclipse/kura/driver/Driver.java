package org.eclipse.kura.driver;

import java.util.List;
import java.util.Map;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.channel.listener.ChannelListener;
import org.osgi.annotation.versioning.ProviderType;

/** Talks to devices of one kind; several threads may call it at once. */
@ProviderType
public interface Driver {
    /** The property of an asset that names its driver. */
    String DRIVER_PID_PROPERTY_NAME = "driver.pid";

    /** Opens the connection; assets do not call it, so that a driver connects when it is first used. */
    void connect() throws ConnectionException;

    void disconnect() throws ConnectionException;

    /** The channel properties of this driver. */
    ChannelDescriptor getChannelDescriptor();

    /** Reads; value, status and time are left in the records. */
    void read(List<ChannelRecord> records) throws ConnectionException;

    /** Reports changes of the channel to the listener from now on. */
    void registerChannelListener(Map<String, Object> channelConfig, ChannelListener listener)
            throws ConnectionException;

    void unregisterChannelListener(ChannelListener listener) throws ConnectionException;

    /** Writes; status and time are left in the records. */
    void write(List<ChannelRecord> records) throws ConnectionException;

    /** Prepares a read that will be done often, or null if there is nothing to prepare. */
    PreparedRead prepareRead(List<ChannelRecord> records);

    /** The device cannot be reached. */
    public final class ConnectionException extends Exception {
        private static final long serialVersionUID = 1L;

        public ConnectionException() {}

        public ConnectionException(String message) {
            super(message);
        }

        public ConnectionException(String message, Throwable cause) {
            super(message, cause);
        }

        public ConnectionException(Throwable cause) {
            super(cause);
        }
    }
}
