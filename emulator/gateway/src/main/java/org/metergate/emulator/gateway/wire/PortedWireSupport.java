package org.metergate.emulator.gateway.wire;

import static org.eclipse.kura.wire.graph.Constants.WIRE_EMITTER_PORT_PROP_NAME;
import static org.eclipse.kura.wire.graph.Constants.WIRE_RECEIVER_PORT_PROP_NAME;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.kura.wire.WireComponent;
import org.eclipse.kura.wire.WireEnvelope;
import org.eclipse.kura.wire.WireReceiver;
import org.eclipse.kura.wire.WireRecord;
import org.eclipse.kura.wire.graph.Constants;
import org.eclipse.kura.wire.graph.EmitterPort;
import org.eclipse.kura.wire.graph.MultiportWireSupport;
import org.eclipse.kura.wire.graph.Port;
import org.eclipse.kura.wire.graph.ReceiverPort;
import org.osgi.service.wireadmin.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ports of one wire component. {@link #emit} goes to all emitter ports and walks the wires on the caller's thread,
 * holding this object's monitor; the ports' own emit does not hold it.
 */
final class PortedWireSupport implements MultiportWireSupport {
    private static final Logger LOG = LoggerFactory.getLogger(PortedWireSupport.class);

    private final WireComponent component;
    private final String servicePid;
    private final List<In> inputs;
    private final List<Out> outputs;
    private final Map<Wire, In> inputOf = new ConcurrentHashMap<>();

    /** @throws IllegalArgumentException if a count is negative */
    PortedWireSupport(WireComponent component, String servicePid, int inputs, int outputs) {
        if (servicePid == null) {
            throw new NullPointerException("service pid cannot be null");
        }
        this.component = component;
        this.servicePid = servicePid;
        this.inputs = ports(inputs, In::new);
        this.outputs = ports(outputs, Out::new);
    }

    private static <T> List<T> ports(int count, Supplier<T> port) {
        if (count < 0) {
            throw new IllegalArgumentException("a port count is not negative: " + count);
        }
        return Stream.generate(port).limit(count).toList();
    }

    @Override
    public synchronized void consumersConnected(Wire[] wires) {
        outputs.forEach(port -> port.wires.clear());
        for (Wire wire : wires == null ? new Wire[0] : wires) {
            try {
                outputs.get(port(wire, WIRE_EMITTER_PORT_PROP_NAME)).wires.add(wire);
            } catch (RuntimeException e) { // no port number, or one that does not exist
                LOG.warn("Failed to assign outgoing wire to port", e);
            }
        }
    }

    @Override
    public synchronized void producersConnected(Wire[] wires) {
        inputOf.clear();
        inputs.forEach(port -> port.wires.clear());
        for (Wire wire : wires == null ? new Wire[0] : wires) {
            try {
                In port = inputs.get(port(wire, WIRE_RECEIVER_PORT_PROP_NAME));
                port.wires.add(wire);
                inputOf.put(wire, port);
            } catch (RuntimeException e) { // no port number, or one that does not exist
                LOG.warn("Failed to assign incoming wire to port", e);
            }
        }
    }

    private static int port(Wire wire, Constants property) {
        return (Integer) wire.getProperties().get(property.value());
    }

    @Override
    public synchronized void emit(List<WireRecord> records) {
        WireEnvelope envelope = createWireEnvelope(records);
        outputs.forEach(port -> port.emit(envelope));
    }

    @Override
    public synchronized Object polled(Wire wire) {
        return wire.getLastValue();
    }

    /** A {@link WireReceiver} gets everything; another component gets it at the port that the wire leads to. */
    @Override
    public void updated(Wire wire, Object value) {
        WireEnvelope envelope = (WireEnvelope) value;
        if (component instanceof WireReceiver receiver) {
            receiver.onWireReceive(envelope);
        } else {
            inputOf.get(wire).consumer.accept(envelope);
        }
    }

    /** @return with the emitter's service.pid, not its kura.service.pid */
    @Override
    public WireEnvelope createWireEnvelope(List<WireRecord> records) {
        return new WireEnvelope(servicePid, records);
    }

    @Override
    public List<EmitterPort> getEmitterPorts() {
        return List.copyOf(outputs);
    }

    @Override
    public List<ReceiverPort> getReceiverPorts() {
        return List.copyOf(inputs);
    }

    private abstract static class Connector implements Port {
        final List<Wire> wires = new CopyOnWriteArrayList<>();

        @Override
        public List<Wire> listConnectedWires() {
            return Collections.unmodifiableList(wires);
        }
    }

    private static final class Out extends Connector implements EmitterPort {
        @Override
        public void emit(WireEnvelope envelope) {
            wires.forEach(wire -> wire.update(envelope));
        }
    }

    private static final class In extends Connector implements ReceiverPort {
        private volatile Consumer<WireEnvelope> consumer = envelope -> {};

        @Override
        public void onWireReceive(Consumer<WireEnvelope> wanted) {
            consumer = wanted;
        }
    }
}
