package org.metergate.emulator.gateway.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.eclipse.kura.type.TypedValues;
import org.eclipse.kura.wire.WireComponent;
import org.eclipse.kura.wire.WireEnvelope;
import org.eclipse.kura.wire.WireRecord;
import org.junit.jupiter.api.Test;
import org.osgi.service.wireadmin.Wire;

class PortedWireSupportTest {
    private final List<Object> updates = new ArrayList<>();
    private final List<WireRecord> records = List.of(new WireRecord(Map.of("a", TypedValues.newLongValue(1))));

    @Test
    void emitsToTheWiresOfAllPortsInTheNameOfTheServicePid() {
        PortedWireSupport support = support(0, 2);
        support.consumersConnected(new Wire[] {wire("emitter.port", 0), wire("emitter.port", 1)});

        support.emit(records);

        assertEquals(2, updates.size());
        WireEnvelope envelope = (WireEnvelope) updates.get(0);
        assertEquals("service-1", envelope.getEmitterPid());
        assertSame(updates.get(0), updates.get(1), "receivers share the envelope");
    }

    @Test
    void emitsAtOnePort() {
        PortedWireSupport support = support(0, 2);
        support.consumersConnected(new Wire[] {wire("emitter.port", 1)});

        support.getEmitterPorts().get(0).emit(support.createWireEnvelope(records));
        assertEquals(0, updates.size());

        support.getEmitterPorts().get(1).emit(support.createWireEnvelope(records));
        assertEquals(1, updates.size());
    }

    @Test
    void passesOverAWireToAPortThatDoesNotExist() {
        PortedWireSupport support = support(0, 1);
        support.consumersConnected(new Wire[] {wire("emitter.port", 7), wire("other", 0), wire("emitter.port", 0)});

        support.emit(records);

        assertEquals(1, updates.size());
    }

    @Test
    void givesAComponentThatIsNoReceiverItsEnvelopesAtThePorts() {
        PortedWireSupport support = support(2, 0);
        Wire second = wire("receiver.port", 1);
        support.producersConnected(new Wire[] {wire("receiver.port", 0), second});
        List<String> seen = new ArrayList<>();
        support.getReceiverPorts().get(0).onWireReceive(envelope -> seen.add("first"));
        support.getReceiverPorts().get(1).onWireReceive(envelope -> seen.add("second"));

        support.updated(second, support.createWireEnvelope(records));

        assertEquals(List.of("second"), seen);
    }

    @Test
    void refusesANegativeNumberOfPorts() {
        assertThrows(IllegalArgumentException.class, () -> support(-1, 0));
    }

    private static PortedWireSupport support(int inputs, int outputs) {
        return new PortedWireSupport(new WireComponent() {}, "service-1", inputs, outputs);
    }

    private Wire wire(String property, int port) {
        Hashtable<String, Object> properties = new Hashtable<>(Map.of(property, port));
        return (Wire) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Wire.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getProperties" -> properties;
                    case "update" -> updates.add(arguments[0]) ? null : null;
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    default -> null;
                });
    }
}
