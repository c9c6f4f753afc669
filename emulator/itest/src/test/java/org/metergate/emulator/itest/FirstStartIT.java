package org.metergate.emulator.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import org.eclipse.kura.configuration.ConfigurationService;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.metergate.emulator.itest.Telemetry.Message;
import org.metergate.emulator.meters.Building;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** The demonstration site, from the emulated meters to an MQTT subscriber. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class FirstStartIT {

    /** The second start goes on from what this one leaves. */
    static final String DATA_NAME = "first-start";

    /** Where the first start tells the second one where the broker of the written snapshot is. */
    static final String BROKER_FILE = "broker.txt";

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Inject
    private BundleContext context;

    @Inject
    private ServiceComponentRuntime components;

    @Inject
    private ConfigurationAdmin configurations;

    @Inject
    private ConfigurationService gateway;

    private Telemetry telemetry;

    @Configuration
    public Option[] container() throws IOException {
        Path data = Container.dataFolder(DATA_NAME, false);
        Snapshot site = Snapshot.ofTheSite();
        site.writeTo(data);
        String broker = "tcp://127.0.0.1:" + site.port(1883);
        Files.writeString(data.resolve(BROKER_FILE), broker);
        return Container.gateway(data, broker);
    }

    @Before
    public void subscribe() throws Exception {
        telemetry = Telemetry.whenUp(context.getProperty(Container.BROKER), Duration.ofSeconds(20));
    }

    @After
    public void leave() throws Exception {
        telemetry.close();
    }

    @Test
    public void everyBundleIsActiveAndEveryComponentSatisfied() throws Exception {
        telemetry.any("main", PATIENCE, Message::allGood);
        Running.everyBundleIsActive(context);
        Running.everyComponentIsSatisfied(components);
    }

    @Test
    public void whatTheSubscriberSeesIsWhatTheModelShows() throws Exception {
        Building building = context.getService(context.getServiceReference(Building.class));
        List<String> wrong = new ArrayList<>();
        for (String meter : Expected.SITE.keySet()) {
            for (Message message : telemetry.first(2, meter, PATIENCE, Message::allGood)) {
                wrong.addAll(Expected.differences(meter, message, building));
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    public void theAnalysisStandsBesideTheReadings() throws Exception {
        Message message = telemetry.any("main", PATIENCE, Message::allGood);
        for (String phase : List.of("1", "2", "3")) {
            double apparent = message.sample("U" + phase).value()
                    * message.sample("I" + phase).value();
            assertEquals(apparent, message.sample("S" + phase).value(), 1e-6);
            assertEquals("VA", message.sample("S" + phase).unit());
            assertEquals(
                    message.sample("P" + phase).value() / apparent,
                    message.sample("PF" + phase).value(),
                    1e-6);
        }
        assertTrue(
                message.sample("PF.class").text(),
                List.of("IDEAL", "ACCEPTABLE", "DEGRADED", "CRITICAL")
                        .contains(message.sample("PF.class").text()));
    }

    @Test
    public void aMeterThatStopsCostsOnlyItsOwnChannelsAndComesBackByItself() throws Exception {
        for (String emulated : List.of("emulated-main", "emulated-optical", "emulated-riser")) {
            List<String> its = Running.METERS_OF.get(emulated);
            for (String meter : Expected.SITE.keySet()) {
                telemetry.any(meter, PATIENCE, Message::allGood);
            }
            Running.Stopped stopped = Running.stop(configurations, emulated);
            Instant since = Instant.now();
            for (String meter : its) {
                Message failed = telemetry.since(since, meter, PATIENCE, Message::noneGood);
                String channel = Expected.SITE.get(meter).keySet().iterator().next();
                String error = failed.sample(channel).error();
                assertTrue(error, error.contains("127.0.0.1"));
            }
            for (String other : Expected.SITE.keySet()) {
                if (!its.contains(other)) {
                    telemetry.since(since, other, PATIENCE, Message::allGood);
                    assertTrue(
                            other + " failed too",
                            telemetry.of(other).stream()
                                    .filter(message -> message.arrived().isAfter(since))
                                    .allMatch(Message::allGood));
                }
            }
            stopped.startAgain(configurations);
            Instant again = Instant.now();
            for (String meter : its) {
                telemetry.since(again, meter, PATIENCE, Message::allGood);
            }
        }
    }

    @Test
    public void theSnapshotOfTheRunningSiteIsWritten() throws Exception {
        telemetry.any("main", PATIENCE, Message::allGood);
        long id = gateway.snapshot();
        assertTrue("snapshot " + id, gateway.getSnapshots().contains(id));
        assertNotNull(gateway.getSnapshot(id));
    }

    @Test
    public void theBundlesAreTheOnesOfTheRun() {
        List<String> ours = Running.ours(context).stream()
                .map(Bundle::getSymbolicName)
                .sorted()
                .toList();
        assertTrue(ours.toString(), ours.containsAll(Running.PRODUCT));
    }
}
