package org.metergate.emulator.terminal;

import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.metergate.emulator.broker.Broker;
import org.metergate.emulator.console.Console;
import org.metergate.emulator.meters.EmulatedMeter;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prints where to look, and then the readings of every meter again and again. */
@Component(
        name = TerminalConfig.PID,
        service = {},
        immediate = true)
@Designate(ocd = TerminalConfig.class)
public final class Terminal {

    private static final Logger LOG = LoggerFactory.getLogger(Terminal.class);
    private static final Duration LIVE_REFRESH = Duration.ofSeconds(2);
    private static final Duration PLAIN_REFRESH = Duration.ofSeconds(10);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(5);

    private final Places places = new Places();
    private final Board board = new Board();
    private final TerminalSettings settings;
    private final Screen screen;
    private final PrintStream standardOutput = System.out;
    private final PrintStream standardError = System.err;
    private final Dashboards dashboards;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "metergate-terminal"));

    // touched by the terminal's thread only
    private Optional<Feed> feed = Optional.empty();
    private Optional<String> refused = Optional.empty();

    /** @param properties see {@link TerminalConfig} */
    @Activate
    public Terminal(BundleContext context, Map<String, Object> properties) throws InvalidSyntaxException {
        dashboards = new Dashboards(context, places);
        dashboards.open();
        settings = TerminalSettings.from(properties);
        if (!settings.problems().isEmpty()) {
            LOG.error("the terminal takes defaults for {}; correct the configuration", settings.problems());
        }
        boolean live = settings.output() == TerminalSettings.Output.AUTO && isTerminal();
        screen = live ? liveScreen() : new PlainScreen(standardOutput);
        if (settings.output() != TerminalSettings.Output.OFF) {
            Duration refresh = settings.refresh();
            if (refresh.isZero()) {
                refresh = live ? LIVE_REFRESH : PLAIN_REFRESH;
            }
            thread.scheduleWithFixedDelay(() -> run(this::tick), 1, 1, TimeUnit.SECONDS);
            thread.scheduleWithFixedDelay(() -> run(this::draw), 2, refresh.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Deactivate
    void deactivate() throws InterruptedException {
        dashboards.close();
        thread.execute(() -> feed.ifPresent(Feed::close));
        thread.shutdown();
        if (!thread.awaitTermination(STOPS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
            thread.shutdownNow();
        }
        System.setOut(standardOutput);
        System.setErr(standardError);
        screen.close();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, unbind = "removeBroker")
    void addBroker(Broker broker) {
        places.add(broker);
    }

    void removeBroker(Broker broker) {
        places.remove(broker);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, unbind = "removeConsole")
    void addConsole(Console console) {
        places.add(console);
    }

    void removeConsole(Console console) {
        places.remove(console);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, unbind = "removeMeter")
    void addMeter(EmulatedMeter meter) {
        places.add(meter);
    }

    void removeMeter(EmulatedMeter meter) {
        places.remove(meter);
    }

    /** The outermost loop: what goes wrong once must not end the table. */
    private static void run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("the terminal goes on after", e);
        }
    }

    private void tick() {
        follow(settings.broker().or(places::broker));
        feed.ifPresent(Feed::keepUp);
    }

    private void draw() {
        screen.show(places.lines(feed.map(Feed::address), settings.topic()), board.rows());
    }

    /** A broker that goes keeps its readings on the screen; their time tells that they are old. */
    private void follow(Optional<String> address) {
        if (address.isEmpty() || address.equals(feed.map(Feed::address)) || address.equals(refused)) {
            return;
        }
        refused = Optional.empty();
        feed.ifPresent(Feed::close);
        feed = Optional.empty();
        try {
            String clientId = "metergate-terminal-" + ProcessHandle.current().pid();
            feed = Optional.of(new Feed(address.get(), settings.topic(), clientId, board::show));
        } catch (MqttException | IllegalArgumentException e) {
            refused = address;
            LOG.error("the terminal cannot use the broker {}: {}", address.get(), e.getMessage());
        }
    }

    private LiveScreen liveScreen() {
        LiveScreen live = new LiveScreen(standardOutput, WindowSize::now);
        PrintStream above = live.above();
        System.setOut(above);
        System.setErr(above);
        return live;
    }

    /** Since JDK 22 there is a console even where there is no terminal; it can be asked. */
    private static boolean isTerminal() {
        String kind = System.getenv("TERM");
        java.io.Console console = System.console();
        if (console == null || kind == null || kind.equals("dumb")) {
            return false;
        }
        try {
            return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }
}
