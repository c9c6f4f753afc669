package org.metergate.driver.dlms;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.metergate.dlms.PushEvent;
import org.metergate.dlms.PushSender;
import org.metergate.dlms.PushServer;
import org.metergate.dlms.PushStream;
import org.metergate.dlms.PushStream.Carrier;
import org.metergate.driver.channels.Worker;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ports of the gateway that meters push to. One port serves every driver that names it, each with its own meter. A
 * port is open as long as somebody wants it. Any thread may call.
 */
@Component(name = "org.metergate.driver.dlms.push", service = PushPorts.class)
public final class PushPorts {
    private static final Logger LOG = LoggerFactory.getLogger(PushPorts.class);
    private static final Duration BEFORE_NEXT_TRY = Duration.ofSeconds(5);

    /** A driver that waits for its meter. */
    interface Subscriber {
        /** @return the meter with that system title, the same each time; empty if it is another's */
        Optional<PushSender> senderOf(byte[] title);

        /**
         * @param host that it comes from
         * @param title of the meter; empty if the push tells none
         * @return whether it is this driver's meter
         */
        boolean expects(String host, Optional<byte[]> title);

        /** Takes what came, on the thread of the port. */
        void received(PushEvent event);
    }

    private record Port(PushSettings.Way way, int number, Carrier carrier) {
        @Override
        public String toString() {
            return way.name().toLowerCase(java.util.Locale.ROOT) + " port " + number;
        }
    }

    private final Map<Port, Open> open = new HashMap<>();

    /** A port and those who wait at it. */
    private static final class Open {
        private final Port port;
        private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
        private final Worker worker;
        private Optional<PushServer> server = Optional.empty();
        private boolean closed;

        Open(Port port) {
            this.port = port;
            this.worker = new Worker("dlms-push-" + port.way() + "-" + port.number(), this::serve);
        }

        private void serve(Worker self) {
            boolean complained = false;
            while (!self.isStopped()) {
                try (PushServer bound = bind()) {
                    if (!isServedBy(bound)) {
                        return;
                    }
                    if (complained) {
                        LOG.info("{} is open again", port);
                        complained = false;
                    }
                    bound.run(this::received);
                } catch (IOException e) {
                    if (!complained) {
                        LOG.error(
                                "{} cannot be used for pushes: {}; close what holds it or change push.port",
                                port,
                                e.getMessage());
                    }
                    complained = true;
                }
                if (!self.await(BEFORE_NEXT_TRY)) {
                    return;
                }
            }
        }

        private PushServer bind() throws IOException {
            InetSocketAddress address = new InetSocketAddress(port.number());
            return port.way() == PushSettings.Way.TCP
                    ? PushServer.tcp(address, this::stream)
                    : PushServer.udp(address, this::stream);
        }

        private synchronized boolean isServedBy(PushServer bound) {
            server = Optional.of(bound);
            return !closed;
        }

        private PushStream stream() {
            return new PushStream(port.carrier(), title -> subscribers.stream()
                    .map(one -> one.senderOf(title))
                    .flatMap(Optional::stream)
                    .findFirst());
        }

        private void received(SocketAddress from, List<PushEvent> events) {
            String host = from instanceof InetSocketAddress address
                    ? Objects.requireNonNullElse(address.getAddress().getHostAddress(), "")
                    : "";
            for (PushEvent event : events) {
                Optional<byte[]> title = event instanceof PushEvent.Received received
                        ? received.push().systemTitle()
                        : Optional.empty();
                boolean heard = false;
                for (Subscriber one : subscribers) {
                    if (one.expects(host, title)) {
                        heard = true;
                        deliver(one, event);
                    }
                }
                if (!heard) {
                    LOG.debug("{}: a push from {} is no driver's", port, host);
                }
            }
        }

        private void deliver(Subscriber one, PushEvent event) {
            try {
                one.received(event);
            } catch (RuntimeException e) { // a defect of one driver must not close the port of the others
                LOG.error("{}: a push could not be taken", port, e);
            }
        }

        void close() {
            Optional<PushServer> bound;
            synchronized (this) {
                closed = true;
                bound = server;
            }
            bound.ifPresent(PushServer::close);
            worker.stop();
        }
    }

    /**
     * Waits for pushes at a port from now on.
     *
     * @param settings which port
     * @param subscriber that takes them
     */
    synchronized void add(PushSettings settings, Subscriber subscriber) {
        Port port = new Port(settings.way(), settings.port(), settings.carrier());
        Open one = open.get(port);
        if (one == null) {
            one = new Open(port);
            open.put(port, one);
            one.subscribers.add(subscriber);
            one.worker.start();
        } else {
            one.subscribers.add(subscriber);
        }
    }

    /** @param subscriber that waits no longer; the last one closes the port */
    void remove(Subscriber subscriber) {
        List<Open> unused;
        synchronized (this) {
            open.values().forEach(one -> one.subscribers.remove(subscriber));
            unused = open.values().stream()
                    .filter(one -> one.subscribers.isEmpty())
                    .toList();
            open.values().removeAll(unused);
        }
        unused.forEach(Open::close);
    }

    /** Closes every port. */
    @Deactivate
    void close() {
        List<Open> all;
        synchronized (this) {
            all = List.copyOf(open.values());
            open.clear();
        }
        all.forEach(Open::close);
    }
}
