package org.metergate.emulator.meters;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.metergate.settings.Properties.Problem;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of an emulated meter as an OSGi component: made in activate, closed in deactivate.
 *
 * <p>While its port is taken it tries again every few seconds on a thread of its own; as soon as it listens it is
 * announced as a service {@link EmulatedMeter}. With wrong settings it stays alive and does nothing. Each change of
 * state is one line in the log. Any thread may call.
 */
public final class HostedMeter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostedMeter.class);
    private static final Duration RETRY = Duration.ofSeconds(5);

    /** The kind of port. */
    public enum Kind {
        /** Connections. */
        TCP,
        /** Datagrams. */
        UDP
    }

    /** An open port. */
    private record Open(String address, Runnable close) {
        static Open of(String name, Kind kind, PortSettings settings, Station served) throws IOException {
            if (kind == Kind.UDP) {
                UdpStation station = UdpStation.open(name, settings, served, Fault.NONE);
                return new Open(station.address(), station::close);
            }
            TcpStation station = TcpStation.open(name, settings, served);
            return new Open(station.address(), station::close);
        }
    }

    private final String name;
    private final Kind kind;
    private final Thread opener;
    private Open station;
    private Runnable withdraw = () -> {};
    private String error = "not listening yet";
    private boolean closed;

    private HostedMeter(
            String name,
            Kind kind,
            String protocol,
            PortSettings settings,
            Station served,
            Duration retry,
            Function<EmulatedMeter, Runnable> announce) {
        this.name = name;
        this.kind = kind;
        opener = new Thread(
                () -> openAndAnnounce(protocol, settings, served, retry, announce), "meter-" + name + "-open");
    }

    /** A meter that cannot run. */
    private HostedMeter(String name, String error) {
        this.name = name;
        this.kind = Kind.TCP;
        this.error = error;
        opener = new Thread(() -> {});
    }

    /**
     * Starts a meter, or says why it cannot be started.
     *
     * @param context of the bundle that announces the meter
     * @param name what people call it
     * @param protocol for people
     * @param settings where it listens
     * @param station the meter
     * @param problems what is wrong with the component's properties; if not empty the meter is not started
     * @return the meter, running or in its error state
     */
    public static HostedMeter start(
            BundleContext context,
            String name,
            String protocol,
            PortSettings settings,
            Station station,
            List<Problem> problems) {
        return start(context, name, protocol, settings, Kind.TCP, station, problems);
    }

    /**
     * Starts a meter, or says why it cannot be started.
     *
     * @param context of the bundle that announces the meter
     * @param name what people call it
     * @param protocol for people
     * @param settings where it listens
     * @param kind of port
     * @param station the meter
     * @param problems what is wrong with the component's properties; if not empty the meter is not started
     * @return the meter, running or in its error state
     */
    public static HostedMeter start(
            BundleContext context,
            String name,
            String protocol,
            PortSettings settings,
            Kind kind,
            Station station,
            List<Problem> problems) {
        return start(name, kind, protocol, settings, station, problems, RETRY, meter -> {
            ServiceRegistration<EmulatedMeter> registration = context.registerService(EmulatedMeter.class, meter, null);
            return () -> {
                try {
                    registration.unregister();
                } catch (IllegalStateException gone) {
                    LOG.debug("{} went with its bundle", name);
                }
            };
        });
    }

    static HostedMeter start(
            String name,
            String protocol,
            PortSettings settings,
            Station station,
            List<Problem> problems,
            Duration retry,
            Function<EmulatedMeter, Runnable> announce) {
        return start(name, Kind.TCP, protocol, settings, station, problems, retry, announce);
    }

    private static HostedMeter start(
            String name,
            Kind kind,
            String protocol,
            PortSettings settings,
            Station station,
            List<Problem> problems,
            Duration retry,
            Function<EmulatedMeter, Runnable> announce) {
        if (!problems.isEmpty()) {
            String text = problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
            LOG.error("emulated meter {} is not started, its settings are wrong: {}", name, text);
            return new HostedMeter(name, text);
        }
        HostedMeter meter = new HostedMeter(name, kind, protocol, settings, station, retry, announce);
        meter.opener.start();
        return meter;
    }

    /** @return why the meter cannot be read; empty if it listens */
    public synchronized Optional<String> error() {
        return Optional.of(error).filter(text -> !text.isEmpty());
    }

    /** @return where a driver finds it; empty while it does not listen */
    public synchronized Optional<String> address() {
        return Optional.ofNullable(station).map(Open::address);
    }

    /** Withdraws the announcement and closes the port. Closing twice does nothing. */
    @Override
    public void close() {
        Open open;
        Runnable announced;
        synchronized (this) {
            closed = true;
            notifyAll();
            open = station;
            station = null;
            error = "closed";
            announced = withdraw;
            withdraw = () -> {};
        }
        join();
        announced.run();
        if (open != null) {
            open.close().run();
        }
    }

    private void openAndAnnounce(
            String protocol,
            PortSettings settings,
            Station served,
            Duration retry,
            Function<EmulatedMeter, Runnable> announce) {
        Optional<Open> listening = openPatiently(settings, served, retry);
        if (listening.isEmpty()) {
            return;
        }
        Open open = listening.get();
        Runnable announced;
        try {
            announced = announce.apply(new EmulatedMeter(name, protocol, open.address()));
        } catch (IllegalStateException bundleStopped) {
            open.close().run();
            return;
        }
        synchronized (this) {
            if (!closed) {
                station = open;
                withdraw = announced;
                error = "";
                LOG.info("emulated meter {} ({}) listens at {}", name, protocol, open.address());
                return;
            }
        }
        announced.run();
        open.close().run();
    }

    private Optional<Open> openPatiently(PortSettings settings, Station served, Duration retry) {
        while (true) {
            try {
                return Optional.of(Open.of(name, kind, settings, served));
            } catch (IOException e) {
                if (!waitAfter(e.getMessage(), retry)) {
                    return Optional.empty();
                }
            }
        }
    }

    /** @return whether to try again */
    private synchronized boolean waitAfter(String failure, Duration retry) {
        if (!failure.equals(error)) {
            LOG.error("emulated meter {}: {}; trying again every {} s", name, failure, retry.toSeconds());
            error = failure;
        }
        long end = System.nanoTime() + retry.toNanos();
        try {
            for (long left = retry.toNanos(); left > 0 && !closed; left = end - System.nanoTime()) {
                wait(left / 1_000_000, (int) (left % 1_000_000));
            }
            return !closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void join() {
        try {
            opener.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
