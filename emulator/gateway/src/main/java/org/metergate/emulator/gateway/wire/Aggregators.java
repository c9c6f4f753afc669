package org.metergate.emulator.gateway.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.eclipse.kura.wire.WireEnvelope;
import org.eclipse.kura.wire.graph.BarrierAggregatorFactory;
import org.eclipse.kura.wire.graph.CachingAggregatorFactory;
import org.eclipse.kura.wire.graph.PortAggregator;
import org.eclipse.kura.wire.graph.ReceiverPort;
import org.osgi.service.component.annotations.Component;

/** Bring the envelopes of several input ports together, in the order of the ports. */
final class Aggregators {
    private Aggregators() {}

    /** Hands on when every port has received something, and starts anew. */
    @Component(name = "org.eclipse.kura.wire.graph.BarrierAggregatorFactory", service = BarrierAggregatorFactory.class)
    public static final class Barriers implements BarrierAggregatorFactory {
        @Override
        public PortAggregator build(List<ReceiverPort> ports) {
            return new Slots(ports, true);
        }
    }

    /** Hands on at every envelope, with the last one of each port; {@code null} for a port that had none yet. */
    @Component(name = "org.eclipse.kura.wire.graph.CachingAggregatorFactory", service = CachingAggregatorFactory.class)
    public static final class Caches implements CachingAggregatorFactory {
        @Override
        public PortAggregator build(List<ReceiverPort> ports) {
            return new Slots(ports, false);
        }
    }

    private static final class Slots implements PortAggregator {
        private final WireEnvelope[] last;
        private final boolean barrier;
        private volatile Consumer<List<WireEnvelope>> consumer = envelopes -> {};

        Slots(List<ReceiverPort> ports, boolean barrier) {
            this.last = new WireEnvelope[ports.size()];
            this.barrier = barrier;
            for (int i = 0; i < ports.size(); i++) {
                int port = i;
                ports.get(i).onWireReceive(envelope -> put(port, envelope));
            }
        }

        private synchronized void put(int port, WireEnvelope envelope) {
            last[port] = envelope;
            if (!barrier || Arrays.stream(last).allMatch(Objects::nonNull)) {
                consumer.accept(Arrays.asList(last.clone()));
                if (barrier) {
                    Arrays.fill(last, null);
                }
            }
        }

        @Override
        public void onWireReceive(Consumer<List<WireEnvelope>> wanted) {
            consumer = wanted;
        }
    }
}
