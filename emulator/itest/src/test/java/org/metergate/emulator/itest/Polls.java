package org.metergate.emulator.itest;

import java.time.Duration;
import java.time.Instant;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.kura.type.TypedValue;
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
 * meters have been read. What arrived is looked at between two ticks only, when everything of the last one is here.
 */
final class Polls implements AutoCloseable {

    private static final Map<String, List<String>> METERS_OF =
            Map.of("every5s", List.of("main", "workshop"), "every10s", List.of("optical", "heat", "water"));
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** From the gateway to the broker to the test. */
    private static final Duration ARRIVES_WITHIN = Duration.ofMillis(500);

    private final Telemetry telemetry;
    private final WireAdmin admin;
    private final Map<String, Ticks> timers = new TreeMap<>();
    private final Map<String, Long> atTheBeginning;

    /** @param periods of the timers, as configured */
    Polls(BundleContext context, WireAdmin admin, Telemetry telemetry, Map<String, Duration> periods)
            throws InterruptedException, InvalidSyntaxException {
        this.telemetry = telemetry;
        this.admin = admin;
        for (Map.Entry<String, Duration> timer : periods.entrySet()) {
            timers.put(timer.getKey(), new Ticks(context, timer.getKey(), timer.getValue()));
        }
        atTheBeginning = count();
    }

    /** @return polls without a good reading since the beginning, by meter; every timer ticks once more before */
    Map<String, Long> missing() throws InterruptedException {
        Map<String, Long> missing = count();
        missing.replaceAll((meter, count) -> count - atTheBeginning.get(meter));
        return missing;
    }

    /** Ticks less messages. */
    private Map<String, Long> count() throws InterruptedException {
        Map<String, Long> found = new TreeMap<>();
        for (Map.Entry<String, List<String>> timer : METERS_OF.entrySet()) {
            found.putAll(timers.get(timer.getKey()).count(timer.getValue()));
        }
        return found;
    }

    private long good(String meter) {
        return telemetry.of(meter).stream().filter(Message::allGood).count();
    }

    /** The ticks of one timer. */
    private final class Ticks implements Consumer {
        private final String timer;
        private final Duration period;
        private final Wire wire;
        private final ServiceRegistration<Consumer> service;
        private long count;
        private Instant begun = Instant.EPOCH;

        private Ticks(BundleContext context, String timer, Duration period) throws InvalidSyntaxException {
            this.timer = timer;
            this.period = period;
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

        /** The timer says when the tick began; that we hear of it means that it is over. */
        @Override
        public synchronized void updated(Wire connected, Object value) {
            TypedValue<?> time =
                    ((WireEnvelope) value).getRecords().get(0).getProperties().get("TIMER");
            begun = Instant.ofEpochMilli((Long) time.getValue());
            count++;
            notifyAll();
        }

        /** @return ticks less messages, by meter, when the next tick is over that leaves time to look */
        private synchronized Map<String, Long> count(List<String> meters) throws InterruptedException {
            Instant end = Instant.now().plus(PATIENCE);
            while (Instant.now().isBefore(end)) {
                long seen = count;
                while (count == seen && Instant.now().isBefore(end)) {
                    wait(100);
                }
                Instant next = begun.plus(period);
                Instant look = Instant.now().plus(ARRIVES_WITHIN);
                seen = count;
                while (Instant.now().isBefore(look)) {
                    wait(50);
                }
                Map<String, Long> found = new TreeMap<>();
                meters.forEach(meter -> found.put(meter, count - good(meter)));
                if (count == seen && Instant.now().isBefore(next)) {
                    return found;
                }
            }
            throw new AssertionError(timer + " does not tick, or its ticks take longer than its period");
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
