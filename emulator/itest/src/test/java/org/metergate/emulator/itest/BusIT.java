package org.metergate.emulator.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.metergate.emulator.itest.Telemetry.Message;
import org.metergate.emulator.itest.Telemetry.Sample;
import org.metergate.emulator.meters.mbus.ThirtyTwoMeters;
import org.metergate.emulator.meters.mbus.ThirtyTwoMeters.Fitted;
import org.metergate.emulator.meters.mbus.WirelessMeters;
import org.metergate.emulator.meters.mbus.WirelessMeters.Sender;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;

/**
 * An M-Bus of 32 meters and a wireless receiver, through driver, asset and wires to the broker: meters called by their
 * secondary address, one that encrypts, one that answers with ten telegrams, and wireless ones.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class BusIT {

    private static final String ENCRYPTED = "50000015-KAM-30-04";
    private static final String HEXADECIMAL = "7A0B00C1-ELS-03-03";
    private static final String BATTERY = "80000022-QDS-34-08";
    private static final String PROFILE = "11";
    private static final List<String> WIRED = List.of(ENCRYPTED, HEXADECIMAL, PROFILE);

    @Inject
    private BundleContext context;

    @Configuration
    public Option[] container() throws IOException {
        Path data = Container.dataFolder("bus", false);
        Snapshot site = Snapshot.ofTheSite();
        int bus = site.freePort();
        int air = site.freePort();
        site.and(configuration(
                "emulated-cellar",
                "org.metergate.emulator.meters.mbus",
                Map.of("port", bus, "baud", 0, "turnaround", 0, "meters", "THIRTY_TWO")));
        site.and(configuration(
                "emulated-air",
                "org.metergate.emulator.meters.wmbus",
                Map.of("port", air, "baud", 0, "turnaround", 0, "receiver", "IMST", "interval", 1)));
        site.and(configuration(
                "cellar.line",
                "org.metergate.driver.mbus",
                Map.of(
                        "line",
                        "tcp://127.0.0.1:" + bus,
                        "baud",
                        9600,
                        "meter.1",
                        ENCRYPTED,
                        "key.1",
                        new Secret("00112233445566778899AABB50000015"))));
        List<Sender> senders = new WirelessMeters(Clock.systemUTC()).senders();
        site.and(configuration(
                "air.line",
                "org.metergate.driver.mbus",
                Map.of(
                        "line",
                        "tcp://127.0.0.1:" + air,
                        "source",
                        "IMST",
                        "keys",
                        new Secret(
                                senders.get(1).address() + "=" + senders.get(1).key()))));
        site.and(asset("cellar", "cellar.line", cellar()));
        site.and(asset("air", "air.line", air(senders)));
        site.with("{\"components\":[", "{\"components\":[" + component("cellar") + component("air"));
        site.with(
                "\"wires\":[",
                "\"wires\":[" + wire("every10s", "cellar") + wire("cellar", "to.cloud") + wire("air", "to.cloud"));
        site.writeTo(data);
        return Container.gateway(data, "tcp://127.0.0.1:" + site.port(1883));
    }

    @Test
    public void wiredAndWirelessMetersReachTheBroker() throws Exception {
        ThirtyTwoMeters house = new ThirtyTwoMeters(Clock.systemUTC());
        try (Telemetry telemetry = Telemetry.whenUp(context.getProperty(Container.BROKER), Duration.ofSeconds(20))) {
            Message cellar = telemetry.any("cellar", Duration.ofSeconds(40), BusIT::isWell);
            for (String address : WIRED) {
                Fitted meter = house.meters().stream()
                        .filter(one -> one.address().equals(address))
                        .findFirst()
                        .orElseThrow();
                int last = meter.values().apply(Instant.EPOCH).size() + 1;
                for (int record : List.of(2, last)) {
                    Sample sample = cellar.sample(name(address, record));
                    double expected =
                            meter.values().apply(sample.time()).get(record).doubleValue();
                    assertEquals(address + " record " + record, expected, sample.value(), 1e-9);
                }
            }
            assertEquals("power low", cellar.sample("battery").text());
            assertTrue(cellar.sample("why").text(), cellar.sample("why").text().contains("no answer"));

            for (Sender sender : new WirelessMeters(Clock.systemUTC()).senders().subList(0, 2)) {
                Message heard = telemetry.any("air", Duration.ofSeconds(20), message -> message.samples()
                        .containsKey(name(sender.address(), 2)));
                Sample sample = heard.sample(name(sender.address(), 2));
                assertTrue(sample.error(), sample.isGood());
                assertEquals(sender.value(2, sample.time()).doubleValue(), sample.value(), 1e-9);
            }
        }
    }

    /** The first poll may come before the emulated bus listens. */
    private static boolean isWell(Message message) {
        return WIRED.stream()
                .allMatch(address -> message.sample(name(address, 2)).isGood());
    }

    private static Map<String, Object> cellar() {
        Map<String, Object> channels = new TreeMap<>();
        channel(channels, name(ENCRYPTED, 2), "DOUBLE", ENCRYPTED, "VALUE", "#2", false);
        channel(channels, name(ENCRYPTED, 10), "DOUBLE", ENCRYPTED, "VALUE", "#10", false);
        channel(channels, name(HEXADECIMAL, 2), "DOUBLE", HEXADECIMAL, "VALUE", "Volume", false);
        channel(channels, name(HEXADECIMAL, 4), "DOUBLE", HEXADECIMAL, "VALUE", "#4", false);
        channel(channels, name(PROFILE, 2), "DOUBLE", PROFILE, "VALUE", "Energy,storage=1", false);
        channel(channels, name(PROFILE, 101), "DOUBLE", PROFILE, "VALUE", "#101", false);
        channel(channels, "battery", "STRING", BATTERY, "STATUS", "#0", false);
        channel(channels, "why", "STRING", "99", "DIAGNOSIS", "#0", false);
        return channels;
    }

    private static Map<String, Object> air(List<Sender> senders) {
        Map<String, Object> channels = new TreeMap<>();
        for (Sender sender : senders.subList(0, 2)) {
            channel(channels, name(sender.address(), 2), "DOUBLE", sender.address(), "VALUE", "#2", true);
        }
        return channels;
    }

    private static String name(String meter, int record) {
        return "m" + meter.substring(0, Math.min(8, meter.length())) + "r" + record;
    }

    private static void channel(
            Map<String, Object> into,
            String name,
            String type,
            String meter,
            String kind,
            String record,
            boolean listened) {
        into.put(name + "#+name", name);
        into.put(name + "#+type", "READ");
        into.put(name + "#+value.type", type);
        into.put(name + "#+listen", listened);
        into.put(name + "#meter", meter);
        into.put(name + "#kind", kind);
        into.put(name + "#record", record);
    }

    private static String asset(String name, String driver, Map<String, Object> channels) {
        Map<String, Object> properties = new TreeMap<>(channels);
        properties.put("driver.pid", driver);
        properties.put("emit.errors", "true");
        return configuration(name, "org.eclipse.kura.wire.WireAsset", properties)
                .replace(
                        "name=\"emit.errors\" array=\"false\" encrypted=\"false\" type=\"String\"",
                        "name=\"emit.errors\" array=\"false\" encrypted=\"false\" type=\"Boolean\"");
    }

    /** A value that the configuration holds as a password. */
    private record Secret(String text) {}

    private static String configuration(String pid, String factory, Map<String, Object> properties) {
        StringBuilder xml = new StringBuilder("  <esf:configuration pid=\"" + pid + "\"><esf:properties>");
        xml.append(property("service.factoryPid", factory)).append(property("kura.service.pid", pid));
        properties.forEach((name, value) -> xml.append(property(name, value)));
        return xml.append("</esf:properties></esf:configuration>").toString();
    }

    private static String property(String name, Object value) {
        String type = value instanceof Secret ? "Password" : value.getClass().getSimpleName();
        String text = value instanceof Secret secret ? secret.text() : value.toString();
        return "<esf:property name=\"" + name + "\" array=\"false\" encrypted=\"false\" type=\"" + type
                + "\"><esf:value>" + text + "</esf:value></esf:property>";
    }

    private static String component(String pid) {
        return "{\"pid\":\"" + pid + "\",\"inputPortCount\":1,\"outputPortCount\":1,\"renderingProperties\":"
                + "{\"position\":{\"x\":0,\"y\":0},\"inputPortNames\":{},\"outputPortNames\":{}}},";
    }

    private static String wire(String emitter, String receiver) {
        return "{\"emitter\":\"" + emitter + "\",\"emitterPort\":0,\"receiver\":\"" + receiver
                + "\",\"receiverPort\":0},";
    }
}
