package org.eclipse.kura.wire.graph;

import java.util.List;
import java.util.function.Consumer;
import org.eclipse.kura.wire.WireEnvelope;
import org.osgi.annotation.versioning.ProviderType;

/** Joins the envelopes of several ports. */
@ProviderType
public interface PortAggregator {
    /** Sets who gets the envelopes, one for each port and in the order of the ports. */
    void onWireReceive(Consumer<List<WireEnvelope>> envelopes);
}
