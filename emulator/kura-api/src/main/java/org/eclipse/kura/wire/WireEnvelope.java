package org.eclipse.kura.wire;

import java.util.Collections;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.service.wireadmin.BasicEnvelope;

/** What goes over a wire: records, and the service.pid of the sender. */
@ProviderType
public class WireEnvelope extends BasicEnvelope {
    private static final String SCOPE = "WIRES";

    public WireEnvelope(String emitterPid, List<WireRecord> wireRecords) {
        super(Collections.unmodifiableList(wireRecords), emitterPid, SCOPE);
    }

    public String getEmitterPid() {
        return (String) getIdentification();
    }

    /** The records; the list cannot be modified. */
    @SuppressWarnings("unchecked")
    public List<WireRecord> getRecords() {
        return (List<WireRecord>) getValue();
    }
}
