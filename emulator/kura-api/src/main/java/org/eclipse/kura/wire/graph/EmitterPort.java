package org.eclipse.kura.wire.graph;

import org.eclipse.kura.wire.WireEnvelope;
import org.osgi.annotation.versioning.ProviderType;

/** A port that envelopes leave by. */
@ProviderType
public interface EmitterPort extends Port {
    void emit(WireEnvelope wireEnvelope);
}
