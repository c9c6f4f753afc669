package org.eclipse.kura.wire;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.service.wireadmin.Consumer;
import org.osgi.service.wireadmin.Producer;

/** Does the work of a wire component: sends records, hands on envelopes. */
@ProviderType
public interface WireSupport extends Producer, Consumer {
    /** Sends the records over all wires, on the caller's thread. */
    void emit(List<WireRecord> wireRecords);
}
