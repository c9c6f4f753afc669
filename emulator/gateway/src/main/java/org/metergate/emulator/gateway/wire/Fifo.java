package org.metergate.emulator.gateway.wire;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.configuration.ConfigurationService;
import org.eclipse.kura.wire.WireComponent;
import org.eclipse.kura.wire.WireEmitter;
import org.eclipse.kura.wire.WireEnvelope;
import org.eclipse.kura.wire.WireHelperService;
import org.eclipse.kura.wire.WireReceiver;
import org.eclipse.kura.wire.WireSupport;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.wireadmin.Consumer;
import org.osgi.service.wireadmin.Producer;
import org.osgi.service.wireadmin.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what is behind it off its sender's thread: envelopes go through a bounded queue to the thread
 * {@code <pid>-EmitterThread}. A change of configuration empties the queue.
 */
@Component(
        name = FifoConfig.PID,
        service = {
            ConfigurableComponent.class,
            WireComponent.class,
            WireEmitter.class,
            WireReceiver.class,
            Producer.class,
            Consumer.class
        },
        configurationPolicy = REQUIRE,
        immediate = true,
        property = "kura.ui.service.hide:Boolean=true")
@Designate(ocd = FifoConfig.class, factory = true)
public final class Fifo implements WireEmitter, WireReceiver, ConfigurableComponent {
    private static final Logger LOG = LoggerFactory.getLogger(Fifo.class);

    private final WireSupport wires;
    private volatile Line line;

    @Activate
    @SuppressWarnings("unchecked")
    public Fifo(@Reference WireHelperService helper, ComponentContext context, Map<String, Object> properties) {
        this.wires = helper.newWireSupport(this, (ServiceReference<WireComponent>) context.getServiceReference());
        updated(properties);
    }

    @Modified
    synchronized void updated(Map<String, Object> properties) {
        deactivate();
        line = new Line(
                properties.getOrDefault(ConfigurationService.KURA_SERVICE_PID, "Fifo") + "-EmitterThread",
                properties.get("queue.capacity") instanceof Integer capacity ? Math.max(1, capacity) : 50,
                Boolean.TRUE.equals(properties.get("discard.envelopes")));
        line.thread.start();
    }

    @Deactivate
    synchronized void deactivate() {
        if (line != null) {
            line.thread.interrupt();
            line.queue.clear(); // lets a sender go that waits for room
            line = null;
        }
    }

    @Override
    public void onWireReceive(WireEnvelope envelope) {
        Line current = line;
        if (current != null) {
            current.put(envelope);
        }
    }

    @Override
    public void consumersConnected(Wire[] connected) {
        wires.consumersConnected(connected);
    }

    @Override
    public void producersConnected(Wire[] connected) {
        wires.producersConnected(connected);
    }

    @Override
    public Object polled(Wire wire) {
        return wires.polled(wire);
    }

    @Override
    public void updated(Wire wire, Object value) {
        wires.updated(wire, value);
    }

    private final class Line {
        private final BlockingQueue<WireEnvelope> queue;
        private final boolean discards;
        private final Thread thread;

        Line(String name, int capacity, boolean discards) {
            this.queue = new ArrayBlockingQueue<>(capacity);
            this.discards = discards;
            this.thread = new Thread(this::emit, name);
        }

        void put(WireEnvelope envelope) {
            if (queue.offer(envelope) || discards) {
                return;
            }
            try {
                queue.put(envelope);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                LOG.warn("Interrupted while adding new envelope to queue");
            }
        }

        private void emit() {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    wires.emit(queue.take().getRecords());
                } catch (InterruptedException e) {
                    return;
                } catch (Exception e) { // the outermost loop of the thread
                    LOG.warn("Unexpected exception while dispatching envelope", e);
                }
            }
        }
    }
}
