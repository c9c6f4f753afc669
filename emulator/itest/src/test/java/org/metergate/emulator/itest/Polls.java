package org.metergate.emulator.itest;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.data.DataService;
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
 * whatever the machine's speed. A wire of its own hangs at each timer. What arrived is looked at between two ticks only:
 * when the timer's thread is idle, all that it read was accepted, and what was accepted has been confirmed.
 */
final class Polls implements AutoCloseable {

    private static final Map<String, List<String>> METERS_OF =
            Map.of("every5s", List.of("main", "workshop"), "every10s", List.of("optical", "heat", "water"));
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** From the broker to the test. */
    private static final Duration ARRIVES_WITHIN = Duration.ofMillis(300);

    private final BundleContext context;
    private final Telemetry telemetry;
    private final WireAdmin admin;
    private final Map<String, Ticks> timers = new TreeMap<>();
    private final Map<String, Long> atTheBeginning;

    Polls(BundleContext context, WireAdmin admin, Telemetry telemetry)
            throws InterruptedException, InvalidSyntaxException, KuraException {
        this.context = context;
        this.telemetry = telemetry;
        this.admin = admin;
        for (String timer : METERS_OF.keySet()) {
            timers.put(timer, new Ticks(timer));
        }
        atTheBeginning = count();
    }

    /** @return polls without a good reading since the beginning, by meter; every timer ticks once more before */
    Map<String, Long> missing() throws InterruptedException, KuraException {
        Map<String, Long> missing = count();
        missing.replaceAll((meter, count) -> count - atTheBeginning.get(meter));
        return missing;
    }

    /** Ticks less messages, after at least one more tick of every timer. */
    private Map<String, Long> count() throws InterruptedException, KuraException {
        Map<String, Long> found = new TreeMap<>();
        Map<Ticks, Long> before = new HashMap<>();
        timers.values().forEach(timer -> before.put(timer, timer.count()));
        Instant end = Instant.now().plus(PATIENCE);
        while (!before.isEmpty()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("timers do not tick, or their ticks take longer than their periods: "
                        + before.keySet().stream().map(late -> late.timer).toList());
            }
            pause(Duration.ofMillis(20));
            for (Ticks timer : List.copyOf(before.keySet())) {
                Map<String, Long> counted = timer.look(before.get(timer));
                if (!counted.isEmpty()) {
                    found.putAll(counted);
                    before.remove(timer);
                }
            }
        }
        return found;
    }

    private long good(String meter) {
        return telemetry.of(meter).stream().filter(Message::allGood).count();
    }

    /** Whether the gateway has handed over everything that it accepted. */
    private boolean nothingIsOnItsWay() throws KuraException {
        DataService data = context.getService(context.getServiceReference(DataService.class));
        return data.getUnpublishedMessageIds("metergate/.*").isEmpty()
                && data.getInFlightMessageIds("metergate/.*").isEmpty();
    }

    /** The ticks of one timer. */
    private final class Ticks implements Consumer {
        private final String timer;
        private final Wire wire;
        private final ServiceRegistration<Consumer> service;
        private long count;

        private Ticks(String timer) throws InvalidSyntaxException {
            this.timer = timer;
            ServiceReference<Producer> producer = context.getServiceReferences(
                            Producer.class, "(kura.service.pid=" + timer + ")")
                    .iterator()
                    .next();
            String pid = "itest.ticks." + timer;
            Dictionary<String, Object> properties = new Hashtable<>();
            properties.put("service.pid", pid);
            properties.put(WireConstants.WIREADMIN_CONSUMER_FLAVORS, new Class<?>[] {WireEnvelope.class});
            service = context.registerService(Consumer.class, this, properties);
            Dictionary<String, Object> ports = new Hashtable<>(Map.of("emitter.port", 0, "receiver.port", 0));
            wire = admin.createWire((String) producer.getProperty("service.pid"), pid, ports);
        }

        @Override
        public void producersConnected(Wire[] connected) {}

        /** Somewhere in the middle of the tick: wires are walked in no order. */
        @Override
        public synchronized void updated(Wire connected, Object value) {
            count++;
        }

        private synchronized long count() {
            return count;
        }

        /** @return ticks less messages, by meter; empty if it is not the moment to look */
        private Map<String, Long> look(long before) throws InterruptedException, KuraException {
            long seen = count();
            if (seen == before || !isIdle() || !nothingIsOnItsWay()) {
                return Map.of();
            }
            pause(ARRIVES_WITHIN);
            Map<String, Long> found = new TreeMap<>();
            METERS_OF.get(timer).forEach(meter -> found.put(meter, seen - good(meter)));
            return isIdle() && nothingIsOnItsWay() && count() == seen ? found : Map.of();
        }

        private boolean isIdle() {
            return Thread.getAllStackTraces().entrySet().stream()
                    .filter(thread -> thread.getKey().getName().startsWith("WiresTimer_" + timer + "_"))
                    .noneMatch(thread -> Arrays.stream(thread.getValue())
                            .anyMatch(frame -> frame.getMethodName().equals("tick")));
        }
    }

    private static void pause(Duration time) throws InterruptedException {
        Object pause = new Object();
        synchronized (pause) {
            pause.wait(time.toMillis());
        }
    }

    @Override
    public void close() {
        for (Ticks ticks : timers.values()) {
            admin.deleteWire(ticks.wire);
            ticks.service.unregister();
        }
    }
}
