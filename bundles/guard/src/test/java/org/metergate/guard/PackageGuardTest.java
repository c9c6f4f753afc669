package org.metergate.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import org.osgi.service.deploymentadmin.DeploymentAdmin;
import org.osgi.service.deploymentadmin.DeploymentException;
import org.osgi.service.deploymentadmin.DeploymentPackage;
import org.osgi.service.event.Event;

/** The guard on a deployment admin that installs nothing but remembers; what runs is up to the test. */
class PackageGuardTest {

    private static final String BASE = "metergate-base";

    @TempDir
    Path root;

    private final Map<String, String> installed = new ConcurrentHashMap<>();
    private final Map<String, List<String>> faults = new ConcurrentHashMap<>();
    private final BlockingQueue<String> installations = new LinkedBlockingQueue<>();
    private final AtomicLong seconds = new AtomicLong();
    private Path list;
    private PackageGuard guard;

    @BeforeEach
    void start() throws Exception {
        list = Files.createDirectories(root.resolve("packages")).resolve("dpa.properties");
        guard = new PackageGuard(
                stub(DeploymentAdmin.class, this::admin),
                new Health() {
                    @Override
                    public List<String> faults(DeploymentPackage one) {
                        return faults.getOrDefault(one.getName() + " " + one.getVersion(), List.of());
                    }

                    @Override
                    public List<String> reasons(DeploymentPackage one) {
                        return faults(one);
                    }
                },
                new PackageFiles(list, root.resolve("ran")),
                () -> TimeUnit.SECONDS.toNanos(seconds.addAndGet(2)));
    }

    @AfterEach
    void stop() throws Exception {
        guard.deactivate();
    }

    @Test
    void putsBackWhatRan() throws Exception {
        install(BASE, "0.1.0");
        awaitCopy("0.1.0");
        faults.put(BASE + " 0.2.0", List.of("it lacks an import"));
        install(BASE, "0.2.0");
        assertEquals(BASE + " 0.1.0", installations.poll(20, TimeUnit.SECONDS));
        assertEquals("file:" + root.resolve("packages/metergate-base_0.1.0.dp"), listed().getProperty(BASE));
        assertFalse(Files.exists(root.resolve("packages/metergate-base_0.2.0.dp")));
        assertTrue(Files.exists(root.resolve("packages/metergate-base_0.1.0.dp")));
    }

    @Test
    void putsBackOnceAndNotInCircles() throws Exception {
        install(BASE, "0.1.0");
        awaitCopy("0.1.0");
        faults.put(BASE + " 0.2.0", List.of("it lacks an import"));
        install(BASE, "0.2.0");
        assertNotNull(installations.poll(20, TimeUnit.SECONDS));
        faults.put(BASE + " 0.1.0", List.of("now that one does not run either"));
        tell("INSTALL");
        tell("COMPLETE");
        assertNull(installations.poll(2, TimeUnit.SECONDS));
    }

    @Test
    void leavesWhatOthersInstalled() throws Exception {
        install("somebody.else", "1.0.0");
        faults.put("somebody.else 2.0.0", List.of("it lacks an import"));
        install("somebody.else", "2.0.0");
        assertNull(installations.poll(2, TimeUnit.SECONDS));
    }

    @Test
    void forgetsAPackageThatWasRemoved() throws Exception {
        install(BASE, "0.1.0");
        install("metergate-analysis", "0.1.0");
        awaitCopy("0.1.0");
        await(() -> Files.exists(root.resolve("ran/metergate-analysis.dp")));
        installed.remove("metergate-analysis");
        tell("UNINSTALL");
        tell("COMPLETE");
        await(() -> !Files.exists(root.resolve("ran/metergate-analysis.dp")));
        assertTrue(Files.exists(root.resolve("ran/metergate-base.dp")));
    }

    @Test // Kura's agents list a file after the installation
    void doesNothingWhileSomethingIsBeingInstalled() throws Exception {
        install(BASE, "0.1.0");
        awaitCopy("0.1.0");
        faults.put(BASE + " 0.2.0", List.of("its bundles are stopped"));
        tell("INSTALL");
        installed.put(BASE, "0.2.0");
        file(BASE, "0.2.0");
        assertNull(installations.poll(1, TimeUnit.SECONDS));
        faults.clear();
        tell("COMPLETE");
        awaitCopy("0.2.0");
        assertNull(installations.poll());
    }

    private void install(String name, String version) throws IOException {
        tell("INSTALL");
        installed.put(name, version);
        file(name, version);
        tell("COMPLETE");
    }

    private void tell(String what) {
        guard.handleEvent(new Event("org/osgi/service/deployment/" + what, Map.of()));
    }

    private void file(String name, String version) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("DeploymentPackage-SymbolicName", name);
        main.putValue("DeploymentPackage-Version", version);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        new JarOutputStream(content, manifest).close();
        Path file = Files.write(list.resolveSibling(name + "_" + version + ".dp"), content.toByteArray());
        Properties listed = listed();
        listed.setProperty(name, "file:" + file);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        listed.store(text, null);
        Path unfinished = Files.write(root.resolve("list"), text.toByteArray());
        Files.move(unfinished, list, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private Properties listed() throws IOException {
        Properties listed = new Properties();
        if (Files.exists(list)) {
            try (InputStream in = Files.newInputStream(list)) {
                listed.load(in);
            }
        }
        return listed;
    }

    private void awaitCopy(String version) throws Exception {
        Path copy = root.resolve("ran").resolve(BASE + ".dp");
        await(() -> Files.exists(copy) && version.equals(version(Files.newInputStream(copy))));
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private void await(Condition condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < end, "not within 20 s");
            installations.poll(20, TimeUnit.MILLISECONDS);
        }
    }

    private static String version(InputStream content) throws IOException {
        try (JarInputStream jar = new JarInputStream(content)) {
            return jar.getManifest().getMainAttributes().getValue("DeploymentPackage-Version");
        }
    }

    private Object admin(String method, Object[] arguments) throws Exception {
        return switch (method) {
            case "listDeploymentPackages" -> installed.keySet().stream()
                    .map(this::made)
                    .toArray(DeploymentPackage[]::new);
            case "getDeploymentPackage" -> made((String) arguments[0]);
            case "installDeploymentPackage" -> {
                String version = version((InputStream) arguments[0]);
                installed.put(BASE, version);
                installations.add(BASE + " " + version);
                tell("INSTALL");
                tell("COMPLETE");
                yield made(BASE);
            }
            default -> throw new DeploymentException(DeploymentException.CODE_OTHER_ERROR, method);
        };
    }

    private DeploymentPackage made(String name) {
        String version = installed.get(name);
        return version == null
                ? null
                : stub(
                        DeploymentPackage.class,
                        (method, none) -> method.equals("getName") ? name : new Version(version));
    }

    private interface Answer {
        Object to(String method, Object[] arguments) throws Exception;
    }

    private static <T> T stub(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answer.to(method.getName(), arguments)));
    }
}
