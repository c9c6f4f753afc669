package org.eclipse.kura.data;

import org.eclipse.kura.KuraConnectException;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.KuraNotConnectedException;
import org.eclipse.kura.KuraTimeoutException;
import org.eclipse.kura.KuraTooManyInflightMessagesException;
import org.eclipse.kura.data.transport.listener.DataTransportListener;
import org.osgi.annotation.versioning.ProviderType;

/** Sends and receives messages over a network connection; stores nothing. */
@ProviderType
public interface DataTransportService {
    void connect() throws KuraConnectException;

    boolean isConnected();

    String getBrokerUrl();

    String getAccountName();

    String getUsername();

    String getClientId();

    /** Disconnects after waiting at most that many milliseconds for messages under way. */
    void disconnect(long quiesceTimeout);

    void subscribe(String topic, int qos) throws KuraTimeoutException, KuraException, KuraNotConnectedException;

    void unsubscribe(String topic) throws KuraTimeoutException, KuraException, KuraNotConnectedException;

    /** Sends a message; the answer names it in the confirmation, and is null if none will follow. */
    DataTransportToken publish(String topic, byte[] payload, int qos, boolean retain)
            throws KuraTooManyInflightMessagesException, KuraException, KuraNotConnectedException;

    void addDataTransportListener(DataTransportListener listener);

    void removeDataTransportListener(DataTransportListener listener);
}
