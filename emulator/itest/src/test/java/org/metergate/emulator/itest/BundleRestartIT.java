package org.metergate.emulator.itest;

import static org.junit.Assert.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.metergate.emulator.itest.Telemetry.Message;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;

/** Every bundle is stopped and started while the site is being read. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class BundleRestartIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Set<String> ALL = Expected.SITE.keySet();
    private static final Set<String> ELECTRICITY = Set.of("main", "workshop", "optical");

    /** The bundles that do something, and the assets whose readings need them. */
    private static final Map<String, Set<String>> NEEDED_BY = new LinkedHashMap<>();

    static {
        NEEDED_BY.put("org.metergate.driver.mbus", Set.of("heat", "water"));
        NEEDED_BY.put("org.metergate.driver.dlms", Set.of("main", "workshop"));
        NEEDED_BY.put("org.metergate.driver.optical", Set.of("optical"));
        NEEDED_BY.put("org.metergate.wire.analysis", ELECTRICITY);
        NEEDED_BY.put("org.metergate.transport", ALL);
        NEEDED_BY.put("org.metergate.publisher.mqtt", ALL);
        NEEDED_BY.put("org.metergate.publisher.outbox", ALL);
        NEEDED_BY.put("org.metergate.publisher.homeassistant", Set.of());
        NEEDED_BY.put("org.metergate.publisher.influxdb", Set.of());
        NEEDED_BY.put("org.metergate.dashboard", Set.of());
        NEEDED_BY.put("org.metergate.emulator.meters", ALL);
        NEEDED_BY.put("org.metergate.emulator.broker", ALL);
    }

    /** Their classes stay loaded, so nobody may notice. */
    private static final List<String> LIBRARIES = List.of(
            "org.metergate.model",
            "org.metergate.settings",
            "org.metergate.iec62056p21",
            "org.metergate.mbus",
            "org.metergate.dlms",
            "org.metergate.driver.channels",
            "org.metergate.analysis");

    @Inject
    private BundleContext context;

    @Configuration
    public Option[] container() {
        Path data = Container.dataFolder("bundle-restart", false);
        Snapshot site = Snapshot.ofTheSite();
        site.hurried().writeTo(data);
        return Container.gateway(data, "tcp://127.0.0.1:" + site.port(1883));
    }

    @Test
    public void everyBundleOfOursIsTested() {
        List<String> missing = new ArrayList<>(Running.PRODUCT);
        missing.removeAll(NEEDED_BY.keySet());
        missing.removeAll(LIBRARIES);
        assertEquals(List.of(), missing);
    }

    @Test
    public void stoppingOneCostsNobodyElseAReadingAndLeavesNothingBehind() throws Exception {
        Telemetry telemetry = allGoodAgain(null);
        List<String> faults = new ArrayList<>();
        for (Map.Entry<String, Set<String>> entry : NEEDED_BY.entrySet()) {
            telemetry = restart(telemetry, List.of(entry.getKey()), entry.getValue(), faults);
        }
        telemetry = restart(telemetry, LIBRARIES, Set.of(), faults);
        telemetry.close();
        assertEquals(List.of(), faults);
    }

    private Telemetry restart(Telemetry telemetry, List<String> names, Set<String> concerned, List<String> faults)
            throws Exception {
        Residue before = Residue.settled();
        Instant stopped = Instant.now();
        for (String name : names) {
            Running.bundle(context, name).stop();
        }
        if (!concerned.isEmpty()) {
            faults.addAll(Residue.threadsIn(names.get(0)));
        }
        for (String other : ALL) {
            if (!concerned.contains(other)) {
                telemetry.since(stopped, other, PATIENCE, Message::allGood);
            }
        }
        for (String name : names) {
            Running.bundle(context, name).start();
        }
        Telemetry after = allGoodAgain(telemetry);
        for (String other : ALL) {
            if (!concerned.contains(other)) {
                faults.addAll(lost(names, after.of(other), stopped));
            }
        }
        faults.addAll(Residue.beyond(names, before));
        return after;
    }

    /** Waits until every meter is well; a new client, because the broker may have gone. */
    private Telemetry allGoodAgain(Telemetry old) throws Exception {
        Telemetry telemetry = old != null && old.isConnected()
                ? old
                : Telemetry.whenUp(context.getProperty(Container.BROKER), PATIENCE);
        Instant now = Instant.now();
        for (String meter : ALL) {
            telemetry.since(now, meter, PATIENCE, Message::allGood);
        }
        return telemetry;
    }

    private static List<String> lost(List<String> bundle, List<Message> messages, Instant since) {
        List<String> faults = new ArrayList<>();
        Instant last = null;
        for (Message message : messages) {
            if (message.arrived().isBefore(since.minusSeconds(10))) {
                continue;
            }
            if (!message.allGood()) {
                faults.add(bundle + " stopped: " + message.meter() + " failed: " + message);
            }
            if (last != null && Duration.between(last, message.time()).toSeconds() > 10) {
                faults.add(bundle + " stopped: " + message.meter() + " lost readings between " + last + " and "
                        + message.time());
            }
            last = message.time();
        }
        return faults;
    }
}
