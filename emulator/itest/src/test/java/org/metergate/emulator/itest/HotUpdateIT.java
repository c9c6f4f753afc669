package org.metergate.emulator.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.eclipse.kura.configuration.ConfigurationService;
import org.junit.After;
import org.junit.Before;
import org.junit.FixMethodOrder;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.MethodSorters;
import org.metergate.emulator.itest.Telemetry.Message;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.deploymentadmin.DeploymentAdmin;
import org.osgi.service.wireadmin.Consumer;
import org.osgi.service.wireadmin.Wire;
import org.osgi.service.wireadmin.WireAdmin;

/** The packages of a gateway are replaced while it reads the site: by what runs, and by what does not. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
@FixMethodOrder(MethodSorters.NAME_ASCENDING)
public class HotUpdateIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Of the faster timer. */
    private static final Duration PERIOD = Duration.ofSeconds(4);

    private static final Set<String> ALL = Expected.SITE.keySet();

    /** Whose readings need a package. */
    private static final Map<String, Set<String>> NEEDED_BY = new LinkedHashMap<>();

    static {
        NEEDED_BY.put("metergate-driver-dlms", Set.of("main", "workshop"));
        NEEDED_BY.put("metergate-driver-mbus", Set.of("heat", "water"));
        NEEDED_BY.put("metergate-driver-optical", Set.of("optical"));
        NEEDED_BY.put("metergate-analysis", Set.of("main", "workshop", "optical"));
        NEEDED_BY.put("metergate-publisher-mqtt", ALL);
        NEEDED_BY.put("metergate-publisher-homeassistant", Set.of());
        NEEDED_BY.put("metergate-publisher-influxdb", Set.of());
        NEEDED_BY.put("metergate-dashboard", Set.of());
        NEEDED_BY.put("metergate-base", ALL);
    }

    /** Who is read over which line, by the name of the emulated meter at its end. */
    private static final Map<String, Set<String>> LINES = Map.of(
            "main",
            Set.of("main"),
            "workshop",
            Set.of("workshop"),
            "optical",
            Set.of("optical"),
            "mbus",
            Set.of("heat", "water"));

    private static final String NO_LIMIT =
            "<esf:property name=\"enable.rate.limit\" array=\"false\" encrypted=\"false\""
                    + " type=\"Boolean\"><esf:value>false</esf:value></esf:property>";

    @Inject
    private BundleContext context;

    @Inject
    private ConfigurationService configurations;

    @Inject
    private DeploymentAdmin admin;

    @Inject
    private WireAdmin wires;

    private PackageDesk desk;
    private Telemetry telemetry;
    private Path scratch;

    @Configuration
    public Option[] container() throws IOException {
        Path data = Container.dataFolder("hot-update", false);
        PackageDesk.lockUp(data);
        Snapshot site = Snapshot.ofTheSite();
        site.with(interval(5), interval((int) PERIOD.toSeconds())).with(interval(10), interval(6));
        site.with(
                "<esf:property name=\"connect.auto-on-startup\"",
                NO_LIMIT + "<esf:property name=\"connect.auto-on-startup\"");
        site.writeTo(data);
        List<Path> previous = new ArrayList<>();
        for (String name : NEEDED_BY.keySet()) {
            previous.add(Variant.of(Packages.built().get(name), "0.0.9").writeTo(data.resolve("packages")));
        }
        Packages.asInstalled(data, previous);
        return GatewayRun.bare(data)
                .with(Container.BROKER, "tcp://127.0.0.1:" + site.port(1883))
                .options();
    }

    @Before
    public void open() throws Exception {
        scratch = Path.of(context.getProperty(Container.DATA)).resolve("variants");
        desk = new PackageDesk(context);
        telemetry = Telemetry.whenUp(context.getProperty(Container.BROKER), PATIENCE);
    }

    @After
    public void close() throws Exception {
        telemetry.close();
        desk.close();
    }

    @Test
    public void aWhatTheAgentInstallsAtStartInNoOrderReadsTheSite() throws Exception {
        awaitReadings();
        assertEquals(
                "packages that nobody replaces here",
                List.of(),
                Packages.needingTheBase().stream()
                        .filter(name -> !NEEDED_BY.containsKey(name))
                        .toList());
        for (String name : NEEDED_BY.keySet()) {
            assertEquals(name, "0.0.9", version(name));
        }
    }

    @Test
    public void bReplacingOneDelaysItsOwnMetersByOnePollAndNobodyElse() throws Exception {
        KeptState state = new KeptState(context, configurations);
        Map<String, Map<String, Object>> configured = state.configured();
        state.leaveMarks();
        List<String> faults = new ArrayList<>();
        try (Polls polls = new Polls(context, wires, telemetry)) {
            Map<String, Long> before = polls.missing();
            assertEquals("polls without a reading before anything happened", none(), before);
            for (Map.Entry<String, Set<String>> one : NEEDED_BY.entrySet()) {
                String name = one.getKey();
                Set<String> connected = connections(one.getValue());
                Path next = Variant.of(Packages.built().get(name), "0.2.0").writeTo(scratch);
                Instant begun = Instant.now();
                desk.install(next);
                long took = Duration.between(begun, Instant.now()).toMillis();
                Map<String, Long> after = polls.missing();
                Map<String, Long> cost = new TreeMap<>();
                after.forEach((meter, missing) -> cost.put(meter, missing - before.get(meter)));
                System.out.printf("%s replaced in %d ms; polls without a reading: %s%n", name, took, cost);
                // on a machine so slow that the replacement lasts as long as a period, more polls fall into it
                long own = 1 + Math.round((double) took / PERIOD.toMillis());
                cost.forEach((meter, missing) -> {
                    if (missing > (one.getValue().contains(meter) ? own : 0)) {
                        faults.add(name + " cost " + meter + " " + missing + " polls");
                    }
                });
                if (!connections(one.getValue()).containsAll(connected)) {
                    faults.add(name + " touched lines of others: before " + connected + ", now "
                            + connections(one.getValue()));
                }
                assertEquals(name, "0.2.0", version(name));
                before.putAll(after);
            }
            assertEquals("polls without a reading after all was over", before, polls.missing());
        }
        assertEquals(List.of(), faults);
        assertEquals(configured, state.configured());
        assertEquals(List.of(), state.marksLost());
        Running.everyBundleIsActive(context);
        System.out.println("readings lost that were accepted: " + unsent());
        assertEquals("accepted and never sent", 0, unsent());
    }

    @Test
    public void cWhatCannotBeResolvedIsPutBack() throws Exception {
        isPutBack(
                "metergate-driver-dlms",
                Variant.of(Packages.built().get("metergate-driver-dlms"), "0.3.0")
                        .lackingAnImport("org.metergate.driver.dlms"),
                "org.metergate.nowhere");
    }

    @Test
    public void dWhatThrowsIsPutBackTwoAtATime() throws Exception {
        Set<String> concerned = Set.of("heat", "water", "optical");
        Set<String> connected = connections(concerned);
        desk.install(Variant.of(Packages.built().get("metergate-driver-mbus"), "0.3.0")
                .throwingAtStart("org.metergate.mbus")
                .writeTo(scratch));
        desk.install(Variant.of(Packages.built().get("metergate-driver-optical"), "0.3.0")
                .throwingInAComponent("org.metergate.driver.optical")
                .writeTo(scratch));
        wasPutBack("metergate-driver-mbus", "0.2.0", "this activator always throws");
        wasPutBack("metergate-driver-optical", "0.2.0", "this component always throws");
        awaitReadings();
        assertTrue("lines of others touched", connections(concerned).containsAll(connected));
    }

    @Test
    public void eABaseThatDoesNotRunIsPutBackByTheGuardInIt() throws Exception {
        isPutBack(
                "metergate-base",
                Variant.of(Packages.built().get("metergate-base"), "0.3.0")
                        .lackingAnImport("org.metergate.driver.channels"),
                "org.metergate.nowhere");
    }

    /** What is there already goes under a version of its own: a gateway changes no bundle whose version stays. */
    @Test
    public void fTheDeployCommandInstallsAndLooks() throws Exception {
        String said = command().deploy(Variant.of(Packages.built().get("metergate-analysis"), "0.2.0"), 0);
        assertTrue(said, said.matches("(?s).*metergate-analysis 0\\.2\\.0\\.\\d{14} runs: 2 bundles active.*"));
        assertTrue(version("metergate-analysis").matches("0\\.2\\.0\\.\\d{14}"));
    }

    @Test
    public void gTheDeployCommandGoesBack() throws Exception {
        String before = version("metergate-analysis");
        String said = command()
                .deploy(
                        Variant.of(Packages.built().get("metergate-analysis"), "0.4.0")
                                .throwingInAComponent("org.metergate.wire.analysis"),
                        1);
        assertTrue(said, said.contains("the gateway runs what it ran before"));
        assertEquals(before, version("metergate-analysis"));
        awaitReadings();
        Running.everyBundleIsActive(context);
    }

    /** Stopped it is in {@link BundleRestartIT}, replaced above: here it goes, with its wire component, and comes back. */
    @Test
    public void hTheGraphGoesOnWithoutTheDashboardAndFeedsItAgain() throws Exception {
        int fed = wiresToTheDashboard();
        assertTrue("wires to the dashboard: " + fed, fed > 0);
        try (Polls polls = new Polls(context, wires, telemetry)) {
            Map<String, Long> before = polls.missing();
            desk.uninstall("metergate-dashboard");
            assertEquals("none", version("metergate-dashboard"));
            assertEquals(0, wiresToTheDashboard());
            assertEquals("polls without a reading while it was gone", before, polls.missing());
            desk.install(Packages.built().get("metergate-dashboard"));
            await("the graph to feed the dashboard again", () -> wiresToTheDashboard() == fed);
            assertEquals("polls without a reading after it came back", before, polls.missing());
        }
    }

    private int wiresToTheDashboard() throws Exception {
        int connected = 0;
        for (ServiceReference<Consumer> consumer :
                context.getServiceReferences(Consumer.class, "(kura.service.pid=to.dashboard)")) {
            Wire[] found = wires.getWires("(wireadmin.consumer.pid=" + consumer.getProperty("service.pid") + ")");
            connected += found == null
                    ? 0
                    : (int) Arrays.stream(found).filter(Wire::isConnected).count();
        }
        return connected;
    }

    private void isPutBack(String name, Variant broken, String reason) throws Exception {
        String before = version(name);
        Set<String> connected = connections(NEEDED_BY.get(name));
        Instant begun = Instant.now();
        desk.install(broken.writeTo(scratch));
        wasPutBack(name, before, reason);
        awaitReadings();
        System.out.printf(
                "%s put back and read again after %d ms%n",
                name, Duration.between(begun, Instant.now()).toMillis());
        assertTrue(
                name + " touched lines of others",
                connections(NEEDED_BY.get(name)).containsAll(connected));
    }

    /** Once, with one line in the log that tells why, and listed so for the next start. */
    private void wasPutBack(String name, String before, String reason) throws Exception {
        List<String> told = new LogFile(context).await("package " + name + " is put back to " + before, PATIENCE);
        assertEquals(told.toString(), 1, told.size());
        assertTrue(told.get(0), told.get(0).contains(reason));
        await("version " + before, () -> before.equals(version(name)));
        await("its bundles to run", () -> Arrays.stream(
                        admin.getDeploymentPackage(name).getBundleInfos())
                .allMatch(
                        info -> Running.bundle(context, info.getSymbolicName()).getState() == Bundle.ACTIVE));
        String list =
                Files.readString(Path.of(context.getProperty(Container.DATA)).resolve("packages/dpa.properties"));
        assertTrue(list, list.contains(name + "_" + before + ".dp"));
    }

    /** One good reading of every meter from now on. */
    private void awaitReadings() throws InterruptedException {
        Instant now = Instant.now();
        for (String meter : ALL) {
            telemetry.since(now, meter, PATIENCE, Message::allGood);
        }
    }

    private String version(String name) {
        var installed = admin.getDeploymentPackage(name);
        return installed == null ? "none" : installed.getVersion().toString();
    }

    /** The open connections to emulated meters, each with its number, of all lines but those of some meters. */
    private static Set<String> connections(Set<String> others) {
        Set<String> lines = LINES.entrySet().stream()
                .filter(line -> line.getValue().stream().noneMatch(others::contains))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        Set<String> found = Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> lines.contains(lineOf(name)))
                .collect(Collectors.toSet());
        assertEquals(
                "lines that are open",
                lines,
                found.stream().map(HotUpdateIT::lineOf).collect(Collectors.toSet()));
        return found;
    }

    /** Emulated meters serve each connection on a thread of its own, numbered. */
    private static String lineOf(String thread) {
        return thread.matches("meter-.+-\\d+") ? thread.replaceAll("meter-(.+)-\\d+", "$1") : "";
    }

    private int unsent() throws Exception {
        var service = context.getServiceReferences(org.eclipse.kura.data.DataService.class, null)
                .iterator()
                .next();
        var data = context.getService(service);
        await(
                "the last messages to be confirmed",
                () -> data.getUnpublishedMessageIds("metergate/.*").isEmpty()
                        && data.getInFlightMessageIds("metergate/.*").isEmpty());
        return data.getUnpublishedMessageIds("metergate/.*").size()
                + data.getDroppedInFlightMessageIds("metergate/.*").size();
    }

    private static Map<String, Long> none() {
        return new TreeMap<>(ALL.stream().collect(Collectors.toMap(meter -> meter, meter -> 0L)));
    }

    private DeployCommand command() {
        return new DeployCommand(desk.gateway(), scratch);
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(String what, Condition condition) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        Object pause = new Object();
        while (!condition.holds()) {
            assertTrue("not within " + PATIENCE + ": " + what, Instant.now().isBefore(end));
            synchronized (pause) {
                pause.wait(100);
            }
        }
    }

    private static String interval(int seconds) {
        return "<esf:property name=\"simple.interval\" array=\"false\" encrypted=\"false\" type=\"Integer\"><esf:value>"
                + seconds + "</esf:value>";
    }
}
