package org.eclipse.kura.security.keystore;

import java.util.Map;
import org.osgi.service.event.Event;

/** Sent after the content of a key store has changed. */
public class KeystoreChangedEvent extends Event {
    public static final String EVENT_TOPIC = "org/eclipse/kura/security/keystore/KeystoreChangedEvent/KEYSTORE_CHANGED";

    /** Property with the {@code kura.service.pid} of the store that changed. */
    public static final String SENDER_PID_PROPERTY_KEY = "sender.pid";

    public KeystoreChangedEvent(String keystoreServicePid) {
        super(EVENT_TOPIC, Map.of(SENDER_PID_PROPERTY_KEY, keystoreServicePid));
    }

    public String getSenderPid() {
        return (String) getProperty(SENDER_PID_PROPERTY_KEY);
    }
}
