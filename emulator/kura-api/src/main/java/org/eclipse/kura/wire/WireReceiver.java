package org.eclipse.kura.wire;

import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.service.wireadmin.Consumer;

/** A component that receives envelopes. */
@ConsumerType
public interface WireReceiver extends WireComponent, Consumer {
    /** Takes an envelope, on the thread of the sender; others get the same object. */
    void onWireReceive(WireEnvelope wireEnvelope);
}
