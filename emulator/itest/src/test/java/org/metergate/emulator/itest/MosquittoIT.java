package org.metergate.emulator.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.eclipse.kura.configuration.ConfigurationService;
import org.junit.AfterClass;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.metergate.emulator.itest.Telemetry.Message;
import org.metergate.emulator.meters.Building;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;

/** The same site with a real Mosquitto in place of the embedded broker, at every quality of service. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class MosquittoIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PORT = "itest.mosquitto";

    private static Process mosquitto;

    @Inject
    private BundleContext context;

    @Inject
    private ConfigurationService gateway;

    @Configuration
    public Option[] container() {
        Path data = Container.dataFolder("mosquitto", false);
        Snapshot site = Snapshot.ofTheSite();
        int port = site.freePort();
        site.hurried();
        site.without("broker").with("mqtt://127.0.0.1:" + site.port(1883), "mqtt://127.0.0.1:" + port);
        site.writeTo(data);
        return new GatewayRun(data)
                .with(Container.BROKER, "tcp://127.0.0.1:" + port)
                .with(PORT, Integer.toString(port))
                .options();
    }

    @AfterClass
    public static void stop() throws InterruptedException {
        if (mosquitto != null) {
            mosquitto.destroy();
            mosquitto.waitFor();
        }
    }

    @Test
    public void everyQualityOfServiceCarriesWhatTheModelShows() throws Exception {
        Path binary = Stream.of("/usr/sbin/mosquitto", "/usr/bin/mosquitto", "/usr/local/sbin/mosquitto")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        assumeTrue("mosquitto is not installed", binary != null);
        start(binary);
        Building building = context.getService(context.getServiceReference(Building.class));
        try (Telemetry telemetry = Telemetry.whenUp(context.getProperty(Container.BROKER), PATIENCE)) {
            for (int qos = 0; qos <= 2; qos++) {
                gateway.updateConfiguration("telemetry", Map.of("qos", qos));
                int wanted = qos;
                List<String> wrong = new ArrayList<>();
                for (String meter : Expected.SITE.keySet()) {
                    Message message = telemetry.next(meter, PATIENCE, any -> any.qos() == wanted && any.allGood());
                    wrong.addAll(Expected.differences(meter, message, building));
                }
                assertEquals("QoS " + qos, List.of(), wrong);
            }
        }
    }

    private void start(Path binary) throws IOException {
        Path data = Path.of(context.getProperty(Container.DATA));
        Path settings = data.resolve("mosquitto.conf");
        Files.writeString(settings, "listener " + context.getProperty(PORT) + " 127.0.0.1\nallow_anonymous true\n");
        mosquitto = new ProcessBuilder(binary.toString(), "-c", settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("mosquitto.log").toFile())
                .start();
    }
}
