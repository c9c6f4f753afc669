package org.metergate.emulator.gateway.toy;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.wire.WireEnvelope;
import org.eclipse.kura.wire.WireReceiver;
import org.osgi.service.wireadmin.Wire;

/** Keeps the envelopes it receives for the test to take; it has no use for ports. */
public final class Collector implements WireReceiver, ConfigurableComponent {
    private final BlockingQueue<WireEnvelope> received = new LinkedBlockingQueue<>();

    public BlockingQueue<WireEnvelope> received() {
        return received;
    }

    @Override
    public void onWireReceive(WireEnvelope envelope) {
        received.add(envelope);
    }

    @Override
    public void producersConnected(Wire[] connected) {
        // one input is as good as another
    }

    @Override
    public void updated(Wire wire, Object value) {
        onWireReceive((WireEnvelope) value);
    }
}
