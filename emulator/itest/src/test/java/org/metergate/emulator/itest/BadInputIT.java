package org.metergate.emulator.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import org.eclipse.kura.configuration.ConfigurationService;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.metergate.emulator.itest.Telemetry.Message;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;

/** Everything a user can get wrong at once: each is one line in the log, and the rest of the site is read. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class BadInputIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** Properties that tell the test which ports are taken. */
    private static final String TAKEN = "itest.taken";

    private static final String TAKEN_HTTP = "itest.taken.http";

    /** Referred to from here, or the collector would close them. */
    private static final List<ServerSocket> HELD = new ArrayList<>();

    private static final String LOST_TRANSPORT = "org.eclipse.kura.cloudconnection.raw.mqtt.MqttDataTransport-lost";
    private static final String LOST_SERVICE = "org.eclipse.kura.cloudconnection.raw.mqtt.DataService-lost";

    @Inject
    private BundleContext context;

    @Inject
    private ConfigurationService gateway;

    private Telemetry telemetry;
    private LogFile log;

    @Configuration
    public Option[] container() throws IOException {
        Path data = Container.dataFolder("bad-input", false);
        Snapshot site = Snapshot.ofTheSite();
        int taken = taken(site.port(4059));
        int http = taken(0);
        site.set("riser.line", "baud", "quick", "String");
        site.set("optical.analysis", "phases", "7", "Integer");
        site.and(configuration(
                LOST_TRANSPORT,
                "org.eclipse.kura.core.data.transport.mqtt.MqttDataTransport",
                "broker-url",
                "mqtt://127.0.0.1:1",
                "client-id",
                "lost"));
        site.and(configuration(
                LOST_SERVICE,
                "org.eclipse.kura.data.DataService",
                "DataTransportService.target",
                "(kura.service.pid=" + LOST_TRANSPORT + ")",
                "connect.auto-on-startup",
                "true"));
        site.and(configuration(
                "org.eclipse.kura.cloudconnection.raw.mqtt.CloudEndpoint-lost",
                "org.eclipse.kura.cloudconnection.raw.mqtt.cloud.RawMqttCloudEndpoint",
                "DataService.target",
                "(kura.service.pid=" + LOST_SERVICE + ")"));
        site.writeTo(data);
        return new GatewayRun(data)
                .with(Container.BROKER, "tcp://127.0.0.1:" + site.port(1883))
                .with(TAKEN, Integer.toString(taken))
                .with(TAKEN_HTTP, Integer.toString(http))
                .with("org.osgi.service.http.port", Integer.toString(http))
                .options();
    }

    @Before
    public void subscribe() throws Exception {
        telemetry = Telemetry.whenUp(context.getProperty(Container.BROKER), Duration.ofSeconds(20));
        log = new LogFile(context);
    }

    @After
    public void leave() throws Exception {
        telemetry.close();
    }

    @Test
    public void theRestOfTheSiteIsRead() throws Exception {
        telemetry.any("workshop", PATIENCE, Message::allGood);
    }

    @Test
    public void aWrongSettingOfADriverIsNamedInTheLogAndOnEachOfItsChannels() throws Exception {
        assertOnce("baud", "quick", "riser.line");
        for (String meter : List.of("heat", "water")) {
            String error = telemetry
                    .any(meter, PATIENCE, Message::noneGood)
                    .sample("volume")
                    .error();
            assertTrue(error, error.contains("baud") && error.contains("quick"));
        }
    }

    @Test
    public void aWrongSettingOfTheAnalysisIsNamedInTheLog() throws Exception {
        assertOnce("phases", "7", "optical.analysis");
    }

    @Test
    public void aTakenPortOfAMeterIsNamedInTheLog() throws Exception {
        assertOnce("cannot listen", context.getProperty(TAKEN));
    }

    @Test
    public void aTakenPortOfTheWebConsoleIsNamedInTheLog() throws Exception {
        assertOnce(context.getProperty(TAKEN_HTTP), "console");
    }

    @Test
    public void aWrongBrokerAddressIsNamedInTheLog() throws Exception {
        assertOnce("127.0.0.1:1", LOST_SERVICE);
    }

    @Test
    public void aWrongValueSetWhileRunningIsNamedAndARightOneMendsIt() throws Exception {
        gateway.updateConfiguration("workshop.line", java.util.Map.of("client.address", 4711));
        Message failed = telemetry.next("workshop", PATIENCE, Message::noneGood);
        assertTrue(failed.sample("P").error(), failed.sample("P").error().contains("client.address"));
        gateway.updateConfiguration("workshop.line", java.util.Map.of("client.address", 16));
        telemetry.next("workshop", PATIENCE, Message::allGood);
    }

    /** One warning in the log holds all of these, and no second one does. */
    private void assertOnce(String... texts) throws Exception {
        List<String> lines = log.await(texts[0], PATIENCE).stream()
                .filter(line -> List.of(texts).stream().allMatch(line::contains))
                .toList();
        assertEquals(lines.toString(), 1, lines.size());
    }

    /** Holds a port for as long as the process lives. */
    private static int taken(int port) throws IOException {
        ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"));
        HELD.add(socket);
        return socket.getLocalPort();
    }

    private static String configuration(String pid, String factory, String... properties) {
        StringBuilder xml = new StringBuilder("<esf:configuration pid=\"" + pid + "\"><esf:properties>");
        xml.append(property("service.factoryPid", factory)).append(property("kura.service.pid", pid));
        for (int i = 0; i < properties.length; i += 2) {
            xml.append(property(properties[i], properties[i + 1]));
        }
        return xml.append("</esf:properties></esf:configuration>").toString();
    }

    private static String property(String name, String value) {
        boolean flag = value.equals("true");
        return "<esf:property name=\"" + name + "\" array=\"false\" encrypted=\"false\" type=\""
                + (flag ? "Boolean" : "String") + "\"><esf:value>" + value + "</esf:value></esf:property>";
    }
}
