package org.metergate.emulator.itest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.kura.wire.WireEnvelope;
import org.metergate.emulator.itest.Telemetry.Message;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.wireadmin.Consumer;
import org.osgi.service.wireadmin.Producer;
import org.osgi.service.wireadmin.Wire;
import org.osgi.service.wireadmin.WireAdmin;
import org.osgi.service.wireadmin.WireConstants;

/**
 * Counts the ticks of the site's timers beside the messages that come of them, so that a poll without a reading is seen
 * whatever the machine's speed. A wire of its own hangs at each timer, after all others: when it is told of a tick, the
 * meters have been read.
 */
final class Polls implements AutoCloseable {

    private static final Map<String, String> TIMER_OF = Map.of(
            "main", "every5s", "workshop", "every5s", "optical", "every10s", "heat", "every10s", "water", "every10s");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Telemetry telemetry;
    private final WireAdmin admin;
    private final List<Wire> wires = new ArrayList<>();
    private final List<ServiceRegistration<Consumer>> counters = new ArrayList<>();
    private final Map<String, Long> ticks = new HashMap<>();
    private final Map<String, Integer> messagesBefore = new HashMap<>();

    Polls(BundleContext context, WireAdmin admin, Telemetry telemetry) throws Exception {
        this.telemetry = telemetry;
        this.admin = admin;
        for (String timer : List.of("every5s", "every10s")) {
            count(context, timer);
        }
        // begin between two ticks of each timer, with everything of the last tick arrived
        awaitTicks(2);
        for (String meter : TIMER_OF.keySet()) {
            messagesBefore.put(meter, good(meter));
        }
        synchronized (ticks) {
            ticks.replaceAll((timer, count) -> 0L);
        }
    }

    /** @return polls without a good reading since the beginning, by meter; waits until every timer has ticked twice more */
    Map<String, Long> missing() throws InterruptedException {
        awaitTicks(2);
        Map<String, Long> missing = new TreeMap<>();
        for (Map.Entry<String, String> meter : TIMER_OF.entrySet()) {
            long polled;
            synchronized (ticks) {
                polled = ticks.get(meter.getValue());
            }
            missing.put(meter.getKey(), polled - (good(meter.getKey()) - messagesBefore.get(meter.getKey())));
        }
        return missing;
    }

    private int good(String meter) {
        return (int) telemetry.of(meter).stream().filter(Message::allGood).count();
    }

    /** Waits for ticks of all timers, and for the messages of the last ones to arrive. */
    private void awaitTicks(int more) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        synchronized (ticks) {
            Map<String, Long> from = Map.copyOf(ticks);
            while (ticks.entrySet().stream().anyMatch(timer -> timer.getValue() < from.get(timer.getKey()) + more)) {
                if (Instant.now().isAfter(end)) {
                    throw new AssertionError("timers do not tick within " + PATIENCE + ": " + ticks);
                }
                ticks.wait(100);
            }
        }
        Object pause = new Object();
        synchronized (pause) {
            pause.wait(700); // from the gateway to the broker to the test
        }
    }

    private void count(BundleContext context, String timer) throws InvalidSyntaxException {
        String filter = "(kura.service.pid=" + timer + ")";
        ServiceReference<Producer> producer =
                context.getServiceReferences(Producer.class, filter).iterator().next();
        String pid = "itest.ticks." + timer;
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("service.pid", pid);
        properties.put(WireConstants.WIREADMIN_CONSUMER_FLAVORS, new Class<?>[] {WireEnvelope.class});
        ticks.put(timer, 0L);
        counters.add(context.registerService(
                Consumer.class,
                new Consumer() {
                    @Override
                    public void producersConnected(Wire[] connected) {}

                    @Override
                    public void updated(Wire wire, Object value) {
                        synchronized (ticks) {
                            ticks.merge(timer, 1L, Long::sum);
                            ticks.notifyAll();
                        }
                    }
                },
                properties));
        Dictionary<String, Object> ports = new Hashtable<>(Map.of("emitter.port", 0, "receiver.port", 0));
        wires.add(admin.createWire((String) producer.getProperty("service.pid"), pid, ports));
    }

    @Override
    public void close() {
        wires.forEach(admin::deleteWire);
        counters.forEach(ServiceRegistration::unregister);
    }
}
