package org.metergate.emulator.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import org.osgi.service.deploymentadmin.BundleInfo;
import org.osgi.service.deploymentadmin.DeploymentAdmin;
import org.osgi.service.deploymentadmin.DeploymentException;
import org.osgi.service.deploymentadmin.DeploymentPackage;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;

/** The agent on a deployment admin that takes a package's name from its content. */
class PackageAgentTest {

    @TempDir
    Path root;

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Map<String, DeploymentPackage> installed = new ConcurrentHashMap<>();
    private final Random random = new Random(7);
    private PackageAgent agent;

    @BeforeEach
    void startTheAgent() throws Exception {
        agent = agent();
    }

    @AfterEach
    void stopTheAgent() throws Exception {
        agent.deactivate();
    }

    @Test
    void installsLaterAndTellsByAnEvent() throws Exception {
        assertTrue(agent.install(file("meters")));
        Event told = nextEvent();
        assertEquals("org/eclipse/kura/deployment/agent/INSTALLED", told.getTopic());
        assertEquals("meters", told.getProperty("deploymentpackage.name"));
        assertEquals("1.0.0", told.getProperty("deploymentpackage.version"));
        assertEquals(true, told.getProperty("successful"));
        assertTrue(Files.exists(root.resolve("packages/meters_1.0.0.dp")));
    }

    @Test
    void tellsOfAPackageThatCannotBeInstalled() throws Exception {
        agent.install(root.resolve("missing.dp").toUri().toString());
        Event told = nextEvent();
        assertEquals("UNKNOWN", told.getProperty("deploymentpackage.name"));
        assertEquals(false, told.getProperty("successful"));
        assertNotNull(told.getProperty("exception"));
    }

    @Test
    void goesOnAfterAnAddressThatIsNone() throws Exception {
        agent.install("not an address");
        assertEquals(false, nextEvent().getProperty("successful"));
        agent.install(file("meters"));
        assertEquals(true, nextEvent().getProperty("successful"));
    }

    @Test
    void installsAgainAtTheNextStart() throws Exception {
        agent.install(file("meters"));
        nextEvent();
        agent.deactivate();
        installed.clear();
        agent = agent();
        assertEquals("meters", nextEvent().getProperty("deploymentpackage.name"));
        assertTrue(installed.containsKey("meters"));
    }

    @Test // Kura gives no order either
    void installsAgainInAnotherOrderEachTime() throws Exception {
        List<String> names = List.of("a", "b", "c", "d", "e", "f");
        for (String name : names) {
            agent.install(file(name));
            nextEvent();
        }
        Set<List<String>> orders = new HashSet<>();
        for (int start = 0; start < 4; start++) {
            agent.deactivate();
            agent = agent();
            List<String> order = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                order.add((String) nextEvent().getProperty("deploymentpackage.name"));
            }
            assertEquals(names, order.stream().sorted().toList());
            orders.add(order);
        }
        assertTrue(orders.size() > 1, "always " + orders);
    }

    @Test
    void removesPackageAndFile() throws Exception {
        agent.install(file("meters"));
        nextEvent();
        agent.uninstall("meters");
        Event told = nextEvent();
        assertEquals("org/eclipse/kura/deployment/agent/UNINSTALLED", told.getTopic());
        assertEquals(true, told.getProperty("successful"));
        assertFalse(Files.exists(root.resolve("packages/meters_1.0.0.dp")));
        assertFalse(installed.containsKey("meters"));
    }

    @Test
    void saysThatThereWasNothingToRemove() throws Exception {
        agent.uninstall("stranger");
        assertEquals(false, nextEvent().getProperty("successful"));
    }

    private PackageAgent agent() throws Exception {
        EventAdmin eventAdmin = stub(EventAdmin.class, (method, arguments) -> events.add((Event) arguments[0]));
        return new PackageAgent(
                new PackageFolder(root.resolve("packages"), root.resolve("packages/dpa.properties")),
                stub(DeploymentAdmin.class, this::deploymentAdmin),
                eventAdmin,
                () -> 1,
                random);
    }

    private Object deploymentAdmin(String method, Object[] arguments) throws Exception {
        if (method.equals("installDeploymentPackage")) {
            String name = new String(((InputStream) arguments[0]).readAllBytes(), StandardCharsets.UTF_8);
            if (name.isEmpty()) {
                throw new DeploymentException(DeploymentException.CODE_OTHER_ERROR, "empty");
            }
            DeploymentPackage made = stub(DeploymentPackage.class, (asked, none) -> switch (asked) {
                case "getName" -> name;
                case "getVersion" -> new Version("1.0.0");
                case "getBundleInfos" -> new BundleInfo[0];
                case "uninstall" -> installed.remove(name);
                default -> throw new UnsupportedOperationException(asked);
            });
            installed.put(name, made);
            return made;
        }
        return method.equals("getDeploymentPackage") ? installed.get(arguments[0]) : null;
    }

    private String file(String name) throws Exception {
        return Files.writeString(root.resolve(name + ".dp"), name).toUri().toString();
    }

    private Event nextEvent() throws InterruptedException {
        Event event = events.poll(10, TimeUnit.SECONDS);
        assertNotNull(event, "no event within 10 s");
        return event;
    }

    private interface Answer {
        Object to(String method, Object[] arguments) throws Exception;
    }

    private static <T> T stub(Class<T> type, Answer answer) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    Object result = answer.to(method.getName(), arguments);
                    return method.getReturnType() == void.class ? null : result;
                }));
    }
}
