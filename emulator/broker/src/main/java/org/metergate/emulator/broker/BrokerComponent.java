package org.metergate.emulator.broker;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one broker for each configuration and offers it as a {@link Broker} service while it accepts connections. A port
 * that another program holds is tried again until it is free; the gateway runs on meanwhile.
 */
@Component(
        name = BrokerConfig.PID,
        service = {},
        immediate = true,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = BrokerConfig.class, factory = true)
public final class BrokerComponent {

    /** What the broker is doing. */
    enum State {
        STARTING,
        LISTENING,
        PORT_BUSY,
        MISCONFIGURED,
        STOPPED
    }

    private static final Logger LOG = LoggerFactory.getLogger(BrokerComponent.class);
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(15);

    private final BundleContext context;
    private final Duration retry;
    private final ScheduledExecutorService thread;
    private volatile State state = State.STARTING;
    private volatile BrokerSettings settings;

    // touched by the broker's thread only
    private BrokerSettings running;
    private EmbeddedBroker broker;
    private ServiceRegistration<Broker> service;

    /**
     * @param context this bundle's context
     * @param properties see {@link BrokerConfig}
     */
    @Activate
    public BrokerComponent(BundleContext context, Map<String, Object> properties) {
        this(context, properties, RETRY);
    }

    BrokerComponent(BundleContext context, Map<String, Object> properties, Duration retry) {
        this.context = context;
        this.retry = retry;
        this.settings = BrokerSettings.from(properties);
        this.thread = Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "metergate-broker"));
        thread.execute(this::follow);
    }

    @Modified
    void modified(Map<String, Object> properties) {
        BrokerSettings wanted = BrokerSettings.from(properties);
        if (!wanted.equals(settings)) {
            settings = wanted;
            thread.execute(this::follow);
        }
    }

    @Deactivate
    void deactivate() throws InterruptedException {
        thread.execute(this::stop);
        thread.shutdown();
        if (!thread.awaitTermination(STOPS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
            LOG.warn("the broker on {} did not stop within {} s", settings, STOPS_WITHIN.toSeconds());
            thread.shutdownNow();
        }
    }

    State state() {
        return state;
    }

    private void follow() {
        BrokerSettings wanted = settings;
        if (wanted.equals(running)) {
            return;
        }
        stop();
        if (!wanted.problems().isEmpty()) {
            state = State.MISCONFIGURED;
            LOG.error("embedded broker not started: {}; correct the configuration", wanted.problems());
            return;
        }
        try {
            broker = EmbeddedBroker.start(wanted.bind(), wanted.port(), folder());
            running = wanted;
            state = State.LISTENING;
            service = context.registerService(Broker.class, broker, described(broker));
            LOG.info("MQTT broker listens on {}", broker.address());
        } catch (PortBusyException e) {
            if (state != State.PORT_BUSY) {
                LOG.error(
                        "MQTT broker: {}; stop the program that uses the port or set another port in {} (tried again every {} s)",
                        e.getMessage(),
                        BrokerConfig.PID,
                        retry.toSeconds());
            }
            state = State.PORT_BUSY;
            retry();
        } catch (IOException e) {
            state = State.MISCONFIGURED;
            LOG.error("MQTT broker on {} not started: {}", wanted, e.getMessage());
        }
    }

    private void retry() {
        try {
            thread.schedule(this::follow, retry.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.trace("stopping, so no further try", e);
        }
    }

    private void stop() {
        if (service != null) {
            service.unregister();
            service = null;
        }
        if (broker != null) {
            broker.close();
            LOG.info("MQTT broker on {} stopped", broker.address());
            broker = null;
            running = null;
            state = State.STOPPED;
        }
    }

    private Path folder() throws IOException {
        File ours = context.getDataFile("broker");
        return Files.createDirectories(ours == null ? Path.of(System.getProperty("java.io.tmpdir")) : ours.toPath());
    }

    private static Dictionary<String, ?> described(Broker broker) {
        return new Hashtable<>(Map.of("address", broker.address()));
    }
}
