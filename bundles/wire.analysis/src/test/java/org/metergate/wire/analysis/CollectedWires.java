package org.metergate.wire.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.kura.wire.WireComponent;
import org.eclipse.kura.wire.WireHelperService;
import org.eclipse.kura.wire.WireRecord;
import org.eclipse.kura.wire.WireSupport;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.wireadmin.Wire;

/** A gateway's wires that keep what is emitted. */
public final class CollectedWires implements WireHelperService {
    public final List<List<WireRecord>> emitted = new ArrayList<>();
    public final List<String> calls = new ArrayList<>();
    public boolean broken;

    /** A context that a component takes its reference from. */
    public static ComponentContext context() {
        return (ComponentContext) Proxy.newProxyInstance(
                CollectedWires.class.getClassLoader(),
                new Class<?>[] {ComponentContext.class},
                (proxy, method, arguments) -> {
                    assertEquals("getServiceReference", method.getName());
                    return null;
                });
    }

    @Override
    public WireSupport newWireSupport(WireComponent component, ServiceReference<WireComponent> reference) {
        return new WireSupport() {
            @Override
            public void emit(List<WireRecord> records) {
                if (broken) {
                    throw new IllegalStateException("on purpose");
                }
                emitted.add(records);
            }

            @Override
            public void consumersConnected(Wire[] connected) {
                calls.add("consumers");
            }

            @Override
            public void producersConnected(Wire[] connected) {
                calls.add("producers");
            }

            @Override
            public void updated(Wire wire, Object value) {
                calls.add(value.toString());
            }

            @Override
            public Object polled(Wire wire) {
                calls.add("polled");
                return null;
            }
        };
    }

    @Override
    public String getPid(WireComponent component) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getServicePid(WireComponent component) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getServicePid(String pid) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isEmitter(String pid) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isReceiver(String pid) {
        throw new UnsupportedOperationException();
    }
}
