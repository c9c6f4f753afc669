package org.metergate.wire.analysis.series;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eclipse.kura.type.TypedValue;
import org.eclipse.kura.wire.WireComponent;
import org.eclipse.kura.wire.WireHelperService;
import org.eclipse.kura.wire.WireRecord;
import org.eclipse.kura.wire.WireSupport;
import org.osgi.framework.ServiceReference;
import org.osgi.service.wireadmin.Wire;

/** A gateway's wires, on which envelopes of other threads are waited for. */
public final class AwaitedWires implements WireHelperService {
    private static final long SECONDS = 60;

    private final BlockingQueue<List<WireRecord>> emitted = new LinkedBlockingQueue<>();

    /** Waits for an envelope, passing over those before it. */
    public List<WireRecord> await(Predicate<List<WireRecord>> wanted) throws InterruptedException {
        while (true) {
            List<WireRecord> next = emitted.poll(SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no such envelope within " + SECONDS + " s");
            }
            if (wanted.test(next)) {
                return next;
            }
        }
    }

    /** Waits for an envelope with that property in its last record. */
    public List<WireRecord> awaitProperty(String name) throws InterruptedException {
        return await(records -> !records.isEmpty() && last(records).containsKey(name));
    }

    /** @return the properties of the last record */
    public static Map<String, TypedValue<?>> last(List<WireRecord> records) {
        return records.get(records.size() - 1).getProperties();
    }

    @Override
    public WireSupport newWireSupport(WireComponent component, ServiceReference<WireComponent> reference) {
        return new WireSupport() {
            @Override
            public void emit(List<WireRecord> records) {
                emitted.add(records);
            }

            @Override
            public void consumersConnected(Wire[] connected) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void producersConnected(Wire[] connected) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void updated(Wire wire, Object value) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Object polled(Wire wire) {
                throw new UnsupportedOperationException();
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
