package org.eclipse.kura.wire.graph;

import java.util.List;
import org.eclipse.kura.wire.WireEnvelope;
import org.eclipse.kura.wire.WireRecord;
import org.eclipse.kura.wire.WireSupport;
import org.osgi.annotation.versioning.ProviderType;

/** A wire support with a port for each input and output. */
@ProviderType
public interface MultiportWireSupport extends WireSupport {
    List<EmitterPort> getEmitterPorts();

    List<ReceiverPort> getReceiverPorts();

    /** An envelope with this component as the sender. */
    WireEnvelope createWireEnvelope(List<WireRecord> records);
}
