package org.eclipse.kura.cloudconnection.message;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.kura.message.KuraPayload;
import org.osgi.annotation.versioning.ProviderType;

/** A payload with the properties that tell what to do with it. */
@ProviderType
public class KuraMessage {
    private final KuraPayload payload;
    private final Map<String, Object> properties;

    public KuraMessage(KuraPayload payload) {
        this(payload, Collections.emptyMap());
    }

    /** Takes a copy of the properties. */
    public KuraMessage(KuraPayload payload, Map<String, Object> properties) {
        this.payload = payload;
        this.properties = new HashMap<>(properties);
    }

    /** The message's own map: what is put there stays there. */
    public Map<String, Object> getProperties() {
        return properties;
    }

    public KuraPayload getPayload() {
        return payload;
    }
}
