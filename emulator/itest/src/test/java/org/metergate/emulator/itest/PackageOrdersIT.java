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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.inject.Inject;
import org.eclipse.kura.configuration.ConfigurationService;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.event.Event;

/** Every package is installed and removed again, in every order that matters, on a gateway with nothing of ours. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class PackageOrdersIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    private BundleContext context;

    @Inject
    private ServiceComponentRuntime components;

    @Inject
    private ConfigurationService configurations;

    private PackageDesk desk;
    private Map<String, Path> built;

    @Configuration
    public Option[] container() {
        Path data = Container.dataFolder("package-orders", false);
        PackageDesk.lockUp(data);
        return GatewayRun.bare(data).options();
    }

    @Before
    public void open() throws Exception {
        desk = new PackageDesk(context);
        built = Packages.built();
    }

    @After
    public void close() {
        desk.close();
    }

    @Test
    public void eachWithTheBaseComesUpAndGoesWithoutATrace() throws Exception {
        Map<String, String> before = bundles();
        Residue residue = Residue.settled();
        for (String name : Packages.needingTheBase()) {
            comesAndGoes(List.of(Packages.BASE, name), List.of(name, Packages.BASE), before);
            comesAndGoes(List.of(name, Packages.BASE), List.of(Packages.BASE, name), before);
        }
        assertEquals(List.of(), Residue.beyond(List.of("packages"), residue));
    }

    @Test
    public void allOfThemInAnyOrder() throws Exception {
        Map<String, String> before = bundles();
        List<String> order = new ArrayList<>(Packages.needingTheBase());
        order.add(Packages.BASE); // base last
        comesAndGoes(order, order, before);
        for (long seed : new long[] {1, 2}) {
            List<String> shuffled = new ArrayList<>(order);
            Collections.shuffle(shuffled, new Random(seed));
            List<String> away = new ArrayList<>(order);
            Collections.shuffle(away, new Random(seed + 100));
            comesAndGoes(shuffled, away, before);
        }
    }

    @Test
    public void everythingInOneAloneAndWithNoOther() throws Exception {
        Map<String, String> before = bundles();
        comesUp(List.of(Packages.ALL));
        new PublisherTrial(context, configurations).bothPublish(PATIENCE);
        Map<String, String> with = bundles();
        Event refused = desk.tryToInstall(built.get(Packages.BASE));
        assertEquals(false, refused.getProperty("successful"));
        assertEquals(with, bundles());
        goes(List.of(Packages.ALL), before);
    }

    @Test
    public void configurationsOutliveThePackage() throws Exception {
        comesUp(List.of(Packages.BASE, "metergate-driver-mbus"));
        configurations.createFactoryConfiguration(
                "org.metergate.driver.mbus", "kept", Map.of("line", "tcp://127.0.0.1:9"), true);
        await("an instance", () -> runs("kept"));
        desk.uninstall("metergate-driver-mbus");
        await("no instance", () -> !runs("kept"));
        desk.install(built.get("metergate-driver-mbus"));
        await("the instance again", () -> runs("kept"));
        assertEquals(
                "tcp://127.0.0.1:9",
                configurations
                        .getComponentConfiguration("kept")
                        .getConfigurationProperties()
                        .get("line"));
        configurations.deleteFactoryConfiguration("kept", true);
        desk.uninstall("metergate-driver-mbus");
        desk.uninstall(Packages.BASE);
    }

    @Test
    public void theInventoryTellsTheStates() throws Exception {
        comesUp(List.of(Packages.BASE));
        String bundles = desk.get("/services/inventory/v1/bundles");
        assertTrue(
                bundles,
                bundles.matches("(?s).*\\{\"name\":\"org\\.metergate\\.transport\",\"version\":\"[^\"]+\","
                        + "\"id\":\\d+,\"state\":\"ACTIVE\",\"signed\":false\\}.*"));
        String packages = desk.get("/services/inventory/v1/deploymentPackages");
        assertTrue(
                packages, packages.startsWith("{\"deploymentPackages\":[{\"name\":\"metergate-base\",\"version\":\""));
        desk.uninstall(Packages.BASE);
    }

    private void comesAndGoes(List<String> in, List<String> out, Map<String, String> before) throws Exception {
        comesUp(in);
        goes(out, before);
    }

    private void comesUp(List<String> order) throws Exception {
        List<String> said = new ArrayList<>();
        for (String name : order) {
            Instant begun = Instant.now();
            desk.install(built.get(name));
            said.add("%s %,d kB %d ms"
                    .formatted(
                            name,
                            Files.size(built.get(name)) / 1000,
                            Duration.between(begun, Instant.now()).toMillis()));
        }
        await(order + " to run", () -> idle().isEmpty());
        Running.everyComponentIsSatisfied(components);
        System.out.println("installed and started: " + String.join(", ", said));
    }

    private void goes(List<String> order, Map<String, String> before) throws Exception {
        for (String name : order) {
            desk.uninstall(name);
        }
        assertEquals(order + " removed", before, bundles());
        assertEquals("packages still listed", new Properties(), listed());
        assertEquals("files left", List.of(), files());
        assertEquals("threads left", List.of(), Residue.threadsIn("org.metergate.guard"));
    }

    private boolean runs(String pid) throws Exception {
        return context.getServiceReferences(
                        "org.eclipse.kura.configuration.ConfigurableComponent", "(kura.service.pid=" + pid + ")")
                != null;
    }

    private List<String> idle() {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null)
                .filter(bundle -> bundle.getState() != Bundle.ACTIVE)
                .map(bundle -> bundle.getSymbolicName() + " in state " + bundle.getState())
                .toList();
    }

    private Map<String, String> bundles() {
        Map<String, String> found = new TreeMap<>();
        for (Bundle bundle : context.getBundles()) {
            found.put(bundle.getSymbolicName(), bundle.getVersion() + " in state " + bundle.getState());
        }
        return found;
    }

    private Properties listed() throws IOException {
        Properties listed = new Properties();
        try (var in = Files.newInputStream(folder().resolve("dpa.properties"))) {
            listed.load(in);
        }
        return listed;
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(folder())) {
            return new ArrayList<>(
                    new TreeSet<>(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".dp"))
                            .toList()));
        }
    }

    private Path folder() {
        return Path.of(context.getProperty(Container.DATA)).resolve("packages");
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private void await(String what, Condition condition) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        Object pause = new Object();
        while (!condition.holds()) {
            assertTrue(
                    "not within " + PATIENCE + ": " + what + "; " + idle(),
                    Instant.now().isBefore(end));
            synchronized (pause) {
                pause.wait(20);
            }
        }
    }
}
