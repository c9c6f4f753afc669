package org.metergate.emulator.gateway.toy;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.wire.WireComponent;
import org.eclipse.kura.wire.WireEnvelope;
import org.eclipse.kura.wire.WireHelperService;
import org.eclipse.kura.wire.WireReceiver;
import org.eclipse.kura.wire.WireSupport;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.wireadmin.Wire;

/** Keeps the envelopes it receives for the test to take. */
public final class Collector implements WireReceiver, ConfigurableComponent {
    private final BlockingQueue<WireEnvelope> received = new LinkedBlockingQueue<>();
    private WireHelperService helper;
    private WireSupport wires;

    public void setHelper(WireHelperService given) {
        helper = given;
    }

    @SuppressWarnings("unchecked")
    public void activate(ComponentContext context, Map<String, Object> properties) {
        wires = helper.newWireSupport(this, (ServiceReference<WireComponent>) context.getServiceReference());
    }

    public BlockingQueue<WireEnvelope> received() {
        return received;
    }

    @Override
    public void onWireReceive(WireEnvelope envelope) {
        received.add(envelope);
    }

    @Override
    public void producersConnected(Wire[] connected) {
        wires.producersConnected(connected);
    }

    @Override
    public void updated(Wire wire, Object value) {
        wires.updated(wire, value);
    }
}
