package org.metergate.emulator.gateway;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.eclipse.kura.configuration.ConfigurationService;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.wireadmin.WireAdmin;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Equinox from the test's class path with the gateway as a bundle. The framework itself exports Kura's API and the like
 * from the class path, so the test and the bundles see the same types.
 */
final class TestFramework {
    private static final List<String> BUNDLES = List.of(
            "org.apache.felix.scr-",
            "org.apache.felix.configadmin-",
            "org.apache.felix.metatype-",
            "org.apache.felix.eventadmin-",
            "org.eclipse.equinox.util-",
            "org.eclipse.equinox.wireadmin-",
            "org.osgi.util.function-",
            "org.osgi.util.promise-",
            "gson-");

    private final Framework framework;

    TestFramework(Path storage, Path snapshots) throws BundleException, IOException {
        Map<String, String> properties = new HashMap<>();
        properties.put(Constants.FRAMEWORK_STORAGE, storage.toString());
        properties.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        properties.put(
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                exportsOf(ConfigurationService.class) + "," + exportsOf(WireAdmin.class) + ","
                        + exportsOf(EventAdmin.class) + "," + exportsOf(org.slf4j.Logger.class)
                        + ",org.metergate.emulator.gateway.toy");
        properties.put("kura.snapshots", snapshots.toString());
        properties.put("kura.data", storage.resolve("data").toString());
        framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(properties);
        framework.start();
        List<Bundle> installed = new ArrayList<>();
        for (Path bundle : bundles()) {
            installed.add(context().installBundle(bundle.toUri().toString()));
        }
        for (Bundle bundle : installed) {
            bundle.start();
        }
    }

    /** The gateway from target/classes. */
    Bundle startGateway() throws BundleException {
        return start("reference:" + Path.of("target/classes").toUri());
    }

    Bundle start(String location) throws BundleException {
        Bundle bundle = context().installBundle(location);
        bundle.start();
        return bundle;
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    /** Waits for a service, ten seconds at most. */
    <T> T service(Class<T> type) throws InterruptedException, InvalidSyntaxException {
        return service(type, "(objectClass=" + type.getName() + ")");
    }

    /** Waits for a service of that type that the filter matches, ten seconds at most. */
    <T> T service(Class<T> type, String filter) throws InterruptedException, InvalidSyntaxException {
        ServiceTracker<Object, Object> tracker =
                new ServiceTracker<>(context(), FrameworkUtil.createFilter(filter), null);
        tracker.open();
        try {
            Object service = tracker.waitForService(Duration.ofSeconds(10).toMillis());
            assertNotNull(service, () -> "no service " + filter + " in\n" + states());
            return type.cast(service);
        } finally {
            tracker.close();
        }
    }

    void close() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(Duration.ofSeconds(10).toMillis());
    }

    private static List<Path> bundles() {
        List<Path> bundles = new ArrayList<>();
        bundles.add(Path.of(System.getProperty("scr.api")));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (BUNDLES.stream().anyMatch(path.getFileName().toString()::startsWith)) {
                bundles.add(path);
            }
        }
        return bundles;
    }

    private static String exportsOf(Class<?> type) throws IOException {
        Path place =
                Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
        Manifest manifest = Files.isDirectory(place) ? inFolder(place) : inJar(place);
        return withoutUses(manifest.getMainAttributes().getValue(Constants.EXPORT_PACKAGE));
    }

    private static String withoutUses(String exports) {
        return exports.replaceAll(";uses:=\"[^\"]*\"", "");
    }

    private static Manifest inFolder(Path folder) throws IOException {
        try (InputStream in = Files.newInputStream(folder.resolve(JarFile.MANIFEST_NAME))) {
            return new Manifest(in);
        }
    }

    private static Manifest inJar(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest();
        }
    }

    /** The states of all bundles, for a message. */
    String states() {
        return java.util.Arrays.stream(context().getBundles())
                .map(bundle -> bundle.getSymbolicName() + " " + bundle.getState())
                .collect(Collectors.joining("\n"));
    }
}
