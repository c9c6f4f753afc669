package org.metergate.emulator.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.inject.Inject;
import org.eclipse.kura.configuration.ConfigurationService;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.metergate.emulator.itest.Telemetry.Message;
import org.metergate.emulator.itest.Telemetry.Sample;
import org.metergate.emulator.meters.Building;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;

/**
 * The optical driver's ways to a value, from the emulated meters to the broker: a readout on a timer with diagnosis and
 * drift beside it, the rows of a load profile, and telegrams that a P1 meter pushes, which no timer asks for.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class OpticalIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int PERIOD = 900;
    private static final String ASSET = "org.eclipse.kura.wire.WireAsset";
    private static final String TYPE = "+type";
    private static final String VALUE_TYPE = "+value.type";
    private static final String LISTEN = "+listen";

    @Inject
    private BundleContext context;

    @Inject
    private Building building;

    @Inject
    private ConfigurationService gateway;

    private Telemetry telemetry;

    @Configuration
    public Option[] container() throws IOException {
        Path data = Container.dataFolder("optical", false);
        Snapshot site = Snapshot.ofTheSite();
        int port = site.freePort();
        site.with(
                "<esf:property name=\"baud.max\"",
                property("password", "00000000", "String")
                        + property("profile.depth", "2", "Integer")
                        + property("profile.interval", "5", "Integer")
                        + "<esf:property name=\"baud.max\"");
        site.with(
                "<esf:property name=\"connect.auto-on-startup\"",
                property("enable.rate.limit", "false", "Boolean") + "<esf:property name=\"connect.auto-on-startup\"");
        site.and(configuration("emulated-p1", "org.metergate.emulator.meters.p1", Map.of("interval", "2000"))
                .replace(
                        "</esf:properties>",
                        property("port", Integer.toString(port), "Integer") + "</esf:properties>"));
        site.and(configuration(
                "p1.line",
                "org.metergate.driver.optical",
                Map.of("line", "tcp://127.0.0.1:" + port, "push", "true", "zone", "Europe/Amsterdam")));
        site.and(asset(
                "p1",
                "p1.line",
                Map.of(
                        "power", channel("DOUBLE", true, "address", "1-0:1.7.0", "unit", "kW"),
                        "water", channel("DOUBLE", true, "address", "0-2:24.2.1"))));
        site.and(asset(
                "optical.rows",
                "optical.line",
                Map.of("mean", channel("DOUBLE", false, "address", "1.5", "command", "PROFILE"))));
        site.and(asset(
                "optical.state",
                "optical.line",
                Map.of(
                        "why", channel("STRING", false, "kind", "DIAGNOSIS"),
                        "drift", channel("DOUBLE", false, "kind", "DRIFT"),
                        "serial", channel("STRING", false, "address", "0.0.0", "command", "R1"))));
        addToTheGraph(site, "p1", "optical.rows", "optical.state");
        site.writeTo(data);
        return Container.gateway(data, "tcp://127.0.0.1:" + site.port(1883));
    }

    @Before
    public void subscribe() throws Exception {
        telemetry = Telemetry.whenUp(context.getProperty(Container.BROKER), PATIENCE);
    }

    @After
    public void leave() throws Exception {
        telemetry.close();
    }

    @Test
    public void readoutRowsAndTelegramsReachTheBrokerWithTheirOwnTimes() throws Exception {
        Message readout = telemetry.any("optical", PATIENCE, Message::allGood);
        assertEquals(List.of(), Expected.differences("optical", readout, building));

        Message state = telemetry.any("optical.state", PATIENCE, Message::allGood);
        assertTrue(state.toString(), state.sample("why").text().endsWith(": the meter answers"));
        assertEquals("s", state.sample("drift").unit());
        assertEquals(0, state.sample("drift").value(), 5);
        assertEquals("12345678", state.sample("serial").text());

        // each row is told once, so somebody must hear it: what is above shows that all of the way is open
        gateway.updateConfiguration("optical.rows", Map.of("mean#" + LISTEN, true), false);
        Map<Instant, Double> rows = new TreeMap<>();
        for (Message row : telemetry.first(8, "optical.rows", PATIENCE, Message::allGood)) {
            Sample mean = row.sample("mean");
            assertEquals("W", mean.unit());
            assertEquals(0, mean.time().getEpochSecond() % PERIOD);
            Instant from = mean.time().minusSeconds(PERIOD);
            double model =
                    (building.at(mean.time()).activeImport() - building.at(from).activeImport()) * 3600 / PERIOD;
            assertEquals(model, mean.value(), 0.1);
            rows.put(mean.time(), mean.value());
        }
        assertEquals("every row once: " + rows, 8, rows.size());

        Message power =
                telemetry.any("p1", PATIENCE, message -> message.samples().containsKey("power"));
        Sample kilowatts = power.sample("power");
        assertEquals("kW", kilowatts.unit());
        assertEquals(Math.max(building.at(kilowatts.time()).activePower(), 0) / 1000, kilowatts.value(), 0.001);
        Message water =
                telemetry.any("p1", PATIENCE, message -> message.samples().containsKey("water"));
        Sample volume = water.sample("water");
        assertEquals("m³", volume.unit());
        assertEquals(
                "the time of the water meter, not of the telegram",
                0,
                volume.time().getEpochSecond() % 300);
        assertEquals(building.at(volume.time()).water().volume(), volume.value(), 0.001);
    }

    private static Map<String, String> channel(String type, boolean listened, String... settings) {
        Map<String, String> channel = new TreeMap<>(Map.of(TYPE, "READ", VALUE_TYPE, type));
        channel.put(LISTEN, Boolean.toString(listened));
        for (int i = 0; i < settings.length; i += 2) {
            channel.put(settings[i], settings[i + 1]);
        }
        return channel;
    }

    private static String asset(String pid, String driver, Map<String, Map<String, String>> channels) {
        StringBuilder more = new StringBuilder(property("timestamp.mode", "PER_CHANNEL", "String"));
        more.append(property("emit.errors", "true", "Boolean"));
        channels.forEach((name, settings) -> {
            more.append(property(name + "#+name", name, "String"));
            settings.forEach((key, value) ->
                    more.append(property(name + "#" + key, value, key.equals(LISTEN) ? "Boolean" : "String")));
        });
        return configuration(pid, ASSET, Map.of("driver.pid", driver))
                .replace("</esf:properties>", more + "</esf:properties>");
    }

    private static String configuration(String pid, String factory, Map<String, String> properties) {
        StringBuilder xml = new StringBuilder("  <esf:configuration pid=\"" + pid + "\"><esf:properties>");
        xml.append(property("service.factoryPid", factory, "String"));
        xml.append(property("kura.service.pid", pid, "String"));
        properties.forEach((key, value) -> xml.append(property(key, value, "String")));
        return xml.append("</esf:properties></esf:configuration>").toString();
    }

    /** The first two are told by their drivers; only the last one is asked on a timer. */
    private static void addToTheGraph(Snapshot site, String... assets) {
        StringBuilder components = new StringBuilder("{\"components\":[");
        StringBuilder wires = new StringBuilder("\"wires\":[");
        for (String asset : assets) {
            components
                    .append("{\"pid\":\"")
                    .append(asset)
                    .append("\",\"inputPortCount\":1,\"outputPortCount\":1,\"renderingProperties\":{\"position\":")
                    .append("{\"x\":0,\"y\":0},\"inputPortNames\":{},\"outputPortNames\":{}}},");
            wires.append(wire(asset, "to.cloud")).append(',');
        }
        wires.append(wire("every10s", assets[assets.length - 1])).append(',');
        site.with("{\"components\":[", components.toString()).with("\"wires\":[", wires.toString());
    }

    private static String wire(String emitter, String receiver) {
        return "{\"emitter\":\"" + emitter + "\",\"emitterPort\":0,\"receiver\":\"" + receiver
                + "\",\"receiverPort\":0}";
    }

    private static String property(String name, String value, String type) {
        return "<esf:property name=\"" + name + "\" array=\"false\" encrypted=\"false\" type=\"" + type
                + "\"><esf:value>" + value + "</esf:value></esf:property>";
    }
}
